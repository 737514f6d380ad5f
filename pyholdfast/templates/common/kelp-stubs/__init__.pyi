"""What help(kelp) says."""

import typing_extensions

def shout(text: str, times: int = 1) -> str:
    """Text, with an end."""

class Tally:
    """A total, and what it is counted in."""
    def __new__(cls, unit: str) -> typing_extensions.Self: ...
    @property
    def unit(self) -> str: ...
    total: float
    def add(self, amount: float) -> float:
        """Add to the total, and give it."""
