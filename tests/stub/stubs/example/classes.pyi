"""Classes, from the smallest on."""

import typing
import typing_extensions

class SomeClass:
    """A class of C."""
    def __new__(cls, never: typing.NoReturn, /) -> typing_extensions.Self: ...
    count: int

class ConstructableClass:
    """A number."""
    def __new__(cls, count: int) -> typing_extensions.Self: ...
    count: int

class Counter:
    """Counts."""
    def __new__(cls) -> typing_extensions.Self: ...
    count: int
    def increment(self) -> None:
        """Count one more."""

class ZigOnlyMethod:
    """Has a function that Python does not see."""
    def __new__(cls, x: int) -> typing_extensions.Self: ...
    def reexposed(self) -> int:
        """What get_number is in C."""

class Animal:
    """An animal."""
    def __new__(cls, species: str) -> typing_extensions.Self: ...
    def species(self) -> str:
        """What it is."""

class Dog(Animal):
    """A dog."""
    def __new__(cls, breed: str) -> typing_extensions.Self: ...
    def breed(self) -> str:
        """Which kind of dog."""

class User:
    """Somebody."""
    def __new__(cls, name: str) -> typing_extensions.Self: ...
    email: typing.Any
    @property
    def greeting(self) -> str: ...

class Math:
    """Some arithmetic."""
    def __new__(cls, never: typing.NoReturn, /) -> typing_extensions.Self: ...
    @staticmethod
    def add(x: int, y: int) -> int:
        """x + y."""
    @classmethod
    def name(cls) -> str:
        """What the class is called."""

class GetAttr:
    """Has a number."""
    def __new__(cls) -> typing_extensions.Self: ...
    def __getattribute__(self, name: str, /) -> int: ...

class Hash:
    """An amount."""
    def __new__(cls, value: int) -> typing_extensions.Self: ...
    def __hash__(self) -> int: ...
    def __eq__(self, other: object, /) -> bool: ...
    def __ne__(self, other: object, /) -> bool: ...

class Callable:
    """Gives what it is called with."""
    def __new__(cls) -> typing_extensions.Self: ...
    def __call__(self, i: int) -> int: ...
