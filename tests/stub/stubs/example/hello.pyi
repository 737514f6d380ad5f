"""The smallest module."""

def hello() -> str:
    """Say hello."""
