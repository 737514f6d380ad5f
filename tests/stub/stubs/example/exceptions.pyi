"""Raising, catching, chaining."""

import typing

def raise_value_error(message: str) -> None:
    """Raise ValueError(message)."""

def raise_custom_error() -> None:
    """Raise CustomError."""

def raise_with(value: object, /) -> None:
    """Raise CustomError(value)."""

def get_or(mapping: object, key: object, otherwise: object, /) -> typing.Any:
    """mapping[key], or otherwise where there is none."""

def caught(call: object, /) -> typing.Any:
    """What call() raises, or None."""

def translated(call: object, /) -> typing.Any:
    """call(), all of whose errors are CustomError."""

def finally_(call: object, last: object, /) -> typing.Any:
    """call(), and last() at the end."""

class CustomError(RuntimeError):
    """What this module raises."""
