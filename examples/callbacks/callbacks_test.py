"""example.callbacks: who is called, with what, in which thread; and what is kept."""

import gc
import threading
import weakref

import pytest
from example import callbacks
from growth import growth


@pytest.fixture(autouse=True)
def _nothing_kept():
    yield
    callbacks.clear()


def test_registry():
    @callbacks.register
    def double(event):
        return 2 * event

    callbacks.register(str)
    assert double(2) == 4  # it is still what it was
    assert callbacks.notify(21) == [42, "21"]


def test_only_what_can_be_called_is_registered():
    with pytest.raises(TypeError, match="^3 cannot be called$"):
        callbacks.register(3)
    assert callbacks.notify(1) == []


def test_a_callback_that_raises_ends_it():
    heard = []
    callbacks.register(lambda event: 1 / event)
    callbacks.register(heard.append)
    with pytest.raises(ZeroDivisionError):
        callbacks.notify(0)
    assert heard == []
    callbacks.notify(1)
    assert heard == [1]


def test_a_callback_may_change_the_registry():
    def once(event):
        callbacks.clear()
        callbacks.register(str)
        return event

    callbacks.register(once)
    callbacks.register(once)
    assert callbacks.notify(1) == [1, 1]
    assert callbacks.notify(2) == ["2"]


def test_cleared_callbacks_are_let_go():
    def callback(event):
        pass

    callbacks.register(callback)
    alive = weakref.ref(callback)
    del callback
    gc.collect()
    assert alive() is not None
    callbacks.clear()
    gc.collect()
    assert alive() is None


def test_cache():
    made = []

    def make(key):
        made.append(key)
        return [key]

    first = callbacks.cached("kelp", make)
    assert first == ["kelp"] and callbacks.cached("kelp", make) is first
    assert callbacks.cached("dulse", make) == ["dulse"]
    assert made == ["kelp", "dulse"]


def test_what_cannot_be_made_is_not_cached():
    with pytest.raises(ValueError):
        callbacks.cached("1x", int)
    assert callbacks.cached("1x", str) == "1x"
    with pytest.raises(TypeError, match="unhashable"):
        callbacks.cached([], list)


def test_thread():
    seen = []
    callbacks.in_thread(lambda i: seen.append((i, threading.get_ident())), 3)
    assert [i for i, _ in seen] == [0, 1, 2]
    assert len({ident for _, ident in seen} - {threading.get_ident()}) == 1


def test_an_exception_of_the_thread_is_raised_here():
    seen = []

    def callback(i):
        seen.append(i)
        if i == 1:
            raise LookupError("in the thread")

    with pytest.raises(LookupError, match="^in the thread$"):
        callbacks.in_thread(callback, 5)
    assert seen == [0, 1]


def test_nothing_grows():
    def work():
        callbacks.register(repr)
        callbacks.notify(1)
        callbacks.cached("key", str.upper)
        callbacks.clear()
        callbacks.in_thread(abs, 2)
        for wrong in (lambda: callbacks.register(3), lambda: callbacks.in_thread(len, 1)):
            try:
                wrong()
            except TypeError:
                pass

    gc.collect()
    assert growth(work) == 0
