"""Who owns what, in three functions."""

def append(left: str, /) -> str:
    """left + 'right', by append."""

def concat(left: str, /) -> str:
    """left + 'right', by concat."""

def chain() -> str:
    """A str made by three appends."""
