"""A module in the module."""

def world() -> str:
    """Greet everybody."""
