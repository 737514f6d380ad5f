"""Who has called."""

import typing

def line_number() -> int:
    """The line that calls this."""

def first_line_number() -> int:
    """Where the function begins that calls."""

def function_name() -> str:
    """The name of the function that calls."""

def file_name() -> str:
    """The file that this is called from."""

def callers() -> list[typing.Any]:
    """The names of all functions that wait for this."""
