"""example.gil: who runs while C does something else. No test asks how long it takes."""

import contextlib
import gc
import sys
import sysconfig
import threading

import pytest
from example import gil
from growth import growth


@contextlib.contextmanager
def waiting():
    """Starts a thread that runs as soon as it is let to, and only in C's time."""
    interval = sys.getswitchinterval()
    sys.setswitchinterval(1000)
    start, ready, ran = threading.Event(), threading.Event(), []

    def run():
        ready.set()
        start.wait()
        ran.append(1)

    thread = threading.Thread(target=run)
    thread.start()
    ready.wait()
    try:
        yield start, ran
    finally:
        sys.setswitchinterval(interval)
        start.set()  # also where the test has failed before
        thread.join()


@pytest.mark.skipif(bool(sysconfig.get_config_var("Py_GIL_DISABLED")), reason="there is no GIL to hold")
def test_sleep_lets_nobody_run():
    with waiting() as (start, ran):
        start.set()
        gil.sleep(50)
        assert ran == []


def test_sleep_release_lets_others_run():
    with waiting() as (start, ran):
        start.set()
        for _ in range(10000):
            gil.sleep_release(1)
            if ran:
                break
        assert ran == [1]


def test_arguments():
    assert gil.sleep(0) is None and gil.sleep_release(millis=0) is None
    with pytest.raises(OverflowError):
        gil.sleep_release(-1)


def test_count():
    assert gil.count(b"banana", ord("a")) == 3
    assert gil.count(bytearray(1000), 0) == 1000
    assert gil.count(b"", 0) == 0
    for wrong in (memoryview(b"abcd")[::2], memoryview(b"abcd").cast("h")):
        with pytest.raises(BufferError):
            gil.count(wrong, 0)


def test_count_keeps_the_memory_where_it_is_and_no_longer():
    data = bytearray(10)
    assert gil.count(data, 0) == 10
    data.append(1)  # a BufferError, if it were still held


def test_nothing_grows():
    data = memoryview(b"abcd")[::2]

    def work():
        gil.sleep(0)
        gil.sleep_release(0)
        gil.count(b"banana", 97)
        try:
            gil.count(data, 0)
        except BufferError:
            pass

    gc.collect()
    assert growth(work) == 0
