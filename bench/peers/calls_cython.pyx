# cython: language_level=3
"""What calls_bound.c has, as one would write it in Cython."""


def noop(str s not None, /):
    return s


def append(str left not None, /):
    return left + "right"


def concat(str left not None, /):
    return left + "right"


def chain():
    cdef str s = "Hello "
    s += "1, "
    s += "2, "
    s += "3"
    return s


def add(long long a, long long b, /):
    return a + b


def flag(str s not None, *, bint loud=True):
    return <long long>loud


cdef class Point:
    cdef public double x
    cdef double y
    cdef str _name

    def __init__(self, double x, double y, str name not None):
        self.x = x
        self.y = y
        self._name = name

    @property
    def name(self):
        return self._name

    @name.setter
    def name(self, str name not None):
        self._name = name

    def sum(self):
        return self.x + self.y
