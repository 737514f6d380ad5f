"""What is fast in MarkupSafe."""

import typing

def _escape_inner(s: str, /) -> str:
    """Replace the characters &, <, >, ' and " by what is safe."""

def escape(s: object, /) -> typing.Any:
    """Markup of what s says by __html__, or else of str(s), escaped."""

def escape_silent(s: object, /) -> typing.Any:
    """The same, but Markup('') of None."""

def soft_str(s: object, /) -> typing.Any:
    """s where it is a str, such as Markup, or str(s)."""
