"""What the module `based` finds in based_on when it is imported: classes, by default
these."""

import collections
import importlib
import sys
import types
from unittest import mock


class One:
    def __init_subclass__(cls):
        cls.begun = cls.__name__

    def where(self):
        return "One"

    def one(self):
        return "one of " + self.where()


class Two:
    def two(self):
        return self.__dict__


Host = collections.deque


def imported(**others):
    """based anew, where based_on has other classes of these names; None: has none."""
    classes = {"One": One, "Two": Two, "Host": Host, **others}
    stands_in = types.SimpleNamespace(**{name: a for name, a in classes.items() if a is not None})
    sys.modules.pop("based", None)
    with mock.patch.dict(sys.modules, based_on=stands_in):
        made = importlib.import_module("based")
    return made
