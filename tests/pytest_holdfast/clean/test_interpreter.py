"""Tests that leave caches, threads, types and processes behind for a while, as
tests do, and no leak.
"""

import abc
import ast
import asyncio
import bisect
import collections
import concurrent.futures
import contextlib
import contextvars
import copy
import csv
import ctypes
import dataclasses
import datetime
import decimal
import enum
import fnmatch
import functools
import gc
import glob
import gzip
import hashlib
import heapq
import importlib
import inspect
import io
import itertools
import json
import locale
import logging
import lzma
import mmap
import multiprocessing
import operator
import os
import pathlib
import pickle
import queue
import random
import re
import select
import shutil
import signal
import socket
import sqlite3
import string
import struct
import subprocess
import sys
import tempfile
import threading
import time
import traceback
import typing
import unittest.mock
import urllib.parse
import uuid
import warnings
import weakref
import xml.etree.ElementTree
import zipfile
import zlib

import pytest

LAST = None
NUMBERS = itertools.count()
SEEN = {}
COUNTS = collections.Counter()


# Caches


@functools.lru_cache(maxsize=None)
def fibonacci(n):
    return n if n < 2 else fibonacci(n - 1) + fibonacci(n - 2)


@functools.singledispatch
def name_of(value):
    return "object"


@name_of.register
def name_of_int(value: int):
    return "int"


def test_lru_cache():
    assert fibonacci(80) == 23416728348467685


def test_a_module_dict_filled_once():
    for i in range(50):
        SEEN.setdefault(i, [i])
    assert len(SEEN) == 50


def test_a_module_counter():
    COUNTS["tests"] += 1
    assert next(NUMBERS) + 1 >= COUNTS["tests"] > 0


def test_a_module_number_beyond_the_small_ones():
    COUNTS["large"] += 300
    assert COUNTS["large"] % 300 == 0


def test_the_last_error_is_kept():
    global LAST
    try:
        raise ValueError("kept with its frames")
    except ValueError as error:
        LAST = error
    assert LAST.__traceback__ is not None


def test_a_dict_with_new_keys_each_time():
    key = uuid.uuid4().hex
    SEEN[key] = "for a moment"
    assert SEEN.pop(key)


def test_regular_expressions():
    for i in range(20):
        assert re.match(rf"kelp{i}(\d*)", f"kelp{i}7").group(1) == "7"


def test_a_regular_expression_never_seen_before():
    word = uuid.uuid4().hex
    assert re.search(rf"({word})", f"kelp {word}").group(1) == word


def test_single_dispatch_on_a_local_class():
    class Local(int):
        pass

    assert name_of(Local(3)) == "int" and name_of("a") == "object"


def test_typing_of_a_local_class():
    class Local:
        pass

    assert typing.get_args(typing.List[typing.Optional[Local]])[0] == typing.Optional[Local]


def test_struct_formats():
    for n in range(1, 30):
        assert struct.calcsize(f"<{n}I") == 4 * n


def test_file_names(tmp_path):
    for name in ("a.txt", "b.txt", "c.py"):
        (tmp_path / name).write_text(name)
    assert len(glob.glob(os.path.join(tmp_path, "*.txt"))) == 2
    assert fnmatch.filter(os.listdir(tmp_path), "*.py") == ["c.py"]
    assert len(list(tmp_path.rglob("*.[tp]*"))) == 3


def test_urls(tmp_path):
    parts = urllib.parse.urlsplit(tmp_path.as_uri())
    assert parts.scheme == "file" and urllib.parse.unquote(parts.path) == str(tmp_path)


def test_times():
    assert time.strptime("29 Feb 2024", "%d %b %Y").tm_yday == 60
    assert datetime.datetime.strptime("2024-02-29", "%Y-%m-%d").year == 2024


def test_import_of_a_file_just_written(tmp_path, monkeypatch):
    (tmp_path / "just_written.py").write_text("def holds():\n    return ['fast']\n")
    monkeypatch.syspath_prepend(tmp_path)
    try:
        assert importlib.import_module("just_written").holds() == ["fast"]
    finally:
        del sys.modules["just_written"]


def test_an_import_in_passing():
    import colorsys

    assert colorsys.rgb_to_hsv(0, 0, 0) == (0.0, 0.0, 0)


def test_a_module_that_does_not_exist():
    with pytest.raises(ImportError):
        importlib.import_module("no_such_module_anywhere")


def test_environment(monkeypatch, tmp_path):
    monkeypatch.setenv("HOLDFAST_CLEAN", str(tmp_path))
    monkeypatch.setenv("HOLDFAST_CLEAN_SAME", "kelp")
    assert os.environ["HOLDFAST_CLEAN"] == str(tmp_path)


def test_environment_from_outside(tmp_path):
    with unittest.mock.patch.dict(os.environ, {"HOLDFAST_CLEAN": uuid.uuid4().hex * 10}):
        assert len(os.environ["HOLDFAST_CLEAN"]) == 320


def test_interning():
    word = sys.intern("kelp" + uuid.uuid4().hex)
    assert word is sys.intern(str(word))


def test_new_attribute_names():
    class Local:
        pass

    local = Local()
    for _ in range(40):
        setattr(local, "a" + uuid.uuid4().hex, 1)
    assert len(vars(local)) == 40


def test_attribute_names_on_an_object_that_stays():
    name = "a" + uuid.uuid4().hex
    setattr(test_lru_cache, name, 1)
    delattr(test_lru_cache, name)
    assert not hasattr(test_lru_cache, name)


# Types


def test_classes():
    class Base(abc.ABC):
        @abc.abstractmethod
        def hold(self):
            ...

    class Kelp(Base):
        def hold(self):
            return super().hold() or type(self)

    assert Kelp().hold() is Kelp
    with pytest.raises(TypeError):
        Base()


def test_virtual_subclasses():
    class Local:
        def __len__(self):
            return 0

        def __iter__(self):
            return iter(())

        def __contains__(self, value):
            return False

    assert isinstance(Local(), collections.abc.Collection)
    collections.abc.Sequence.register(Local)
    assert issubclass(Local, collections.abc.Sequence)


def test_dataclasses():
    @dataclasses.dataclass(order=True)
    class Kelp:
        length: int
        parts: list = dataclasses.field(default_factory=list)

    assert Kelp(1) < Kelp(2) and dataclasses.asdict(Kelp(1, ["a"])) == {"length": 1, "parts": ["a"]}


def test_enumerations():
    Depth = enum.Enum("Depth", "SHALLOW DEEP")
    assert Depth["DEEP"].value == 2 and len(Depth) == 2


def test_named_tuples():
    Point = collections.namedtuple("Point", "x y")
    assert Point(1, 2)._replace(x=3) == (3, 2)


def test_metaclasses():
    class Meta(type):
        def __new__(mcs, name, bases, space):
            return super().__new__(mcs, name, bases, {**space, "made": True})

    class Made(metaclass=Meta):
        __slots__ = ("a", "__weakref__")

    made = Made()
    made.a = 3
    assert Made.made and weakref.ref(made)() is made


def test_generic_types():
    T = typing.TypeVar("T")

    class Box(typing.Generic[T]):
        pass

    assert typing.get_args(Box[int]) == (int,)
    assert list[Box[int]].__args__ == (Box[int],)


def test_protocols():
    @typing.runtime_checkable
    class Holds(typing.Protocol):
        def hold(self):
            ...

    class Kelp:
        def hold(self):
            ...

    assert isinstance(Kelp(), Holds) and not isinstance(3, Holds)


def test_a_base_changed_on_the_way():
    class A:
        def f(self):
            return "A"

    class B:
        def f(self):
            return "B"

    class C(A):
        pass

    for base in (A, B) * 10:
        C.__bases__ = (base,)
        assert C().f() == base.__name__


def test_a_method_replaced_often():
    class Local:
        def f(self):
            return 0

    for i in range(300):
        Local.f = lambda self, i=i: i
        assert Local().f() == i


# Cycles, weak references and the collector


class Node:
    def __init__(self):
        self.me = self


def test_cycles():
    nodes = [Node() for _ in range(100)]
    nodes[0].all = nodes
    assert nodes[0].all[99].me is nodes[99]


def test_weak_references_die():
    node = Node()
    reference = weakref.ref(node)
    del node
    gc.collect()
    assert reference() is None


def test_an_object_dies_at_once():
    value = {1, 2}
    reference = weakref.ref(value)
    del value
    assert reference() is None


def test_counts_are_what_they_are():
    value = object()
    before = sys.getrefcount(value)
    holders = [value] * 10
    assert sys.getrefcount(value) == before + 10
    holders.clear()
    assert sys.getrefcount(value) == before


def test_finalizers():
    done = []
    weakref.finalize(Node(), done.append, 1)
    gc.collect()
    assert done == [1]


def test_weak_dictionaries():
    values = weakref.WeakValueDictionary()
    keys = weakref.WeakKeyDictionary()
    node = values["a"] = Node()
    keys[node] = 1
    del node
    gc.collect()
    assert not len(values) and not len(keys)


def test_resurrection():
    saved = []

    class Undead:
        def __del__(self):
            saved.append(self)

    Undead()
    assert len(saved) == 1
    saved.clear()


def test_the_collector_switched_off():
    gc.disable()
    try:
        assert not gc.isenabled()
        Node()
    finally:
        gc.enable()


def test_all_objects_are_looked_at():
    marker = [uuid.uuid4()]
    assert any(value is marker for value in gc.get_objects())
    assert gc.get_referents(marker) == marker


def test_tracing_functions():
    calls = []
    sys.setprofile(lambda frame, event, argument: calls.append(event))
    len("kelp")
    sys.setprofile(None)
    assert "c_call" in calls


# Exceptions


def test_recursion():
    def deeper(n):
        return deeper(n + 1)

    with pytest.raises(RecursionError):
        deeper(0)


def test_no_memory_for_that():
    with pytest.raises((MemoryError, OverflowError)):
        bytes(sys.maxsize - 100)


def test_chained_exceptions():
    with pytest.raises(RuntimeError) as info:
        try:
            {}["kelp"]
        except KeyError as error:
            raise RuntimeError("no kelp") from error
    assert isinstance(info.value.__cause__, KeyError)
    assert "KeyError" in "".join(traceback.format_exception(None, info.value, info.tb))


def test_exceptions_in_generators():
    def generate():
        try:
            yield 1
        finally:
            done.append(1)

    done = []
    generator = generate()
    next(generator)
    with pytest.raises(KeyError):
        generator.throw(KeyError())
    assert done


def test_a_generator_left_suspended():
    def generate():
        with contextlib.ExitStack() as stack:
            stack.callback(list)
            yield from range(10)

    iterators = [generate() for _ in range(10)]
    assert sum(next(iterator) for iterator in iterators) == 0


def test_exit_stacks():
    order = []
    with pytest.raises(OSError), contextlib.ExitStack() as stack:
        for i in range(5):
            stack.callback(order.append, i)
        raise OSError
    assert order == [4, 3, 2, 1, 0]


@pytest.mark.skipif(sys.version_info < (3, 11), reason="no groups of exceptions")
def test_exception_groups():
    with pytest.raises(ExceptionGroup) as info:  # noqa: F821
        raise ExceptionGroup("several", [ValueError(1), KeyError(2)])  # noqa: F821
    assert info.value.subgroup(KeyError)


def test_compile_errors():
    with pytest.raises(SyntaxError):
        compile("def", "<kelp>", "exec")
    assert ast.dump(ast.parse("a = 1"))


def test_code_made_at_run_time():
    space = {}
    exec("def f(x):\n    return [x + i for i in range(1000, 1010)]", space)
    for _ in range(50):
        assert space["f"](1)[0] == 1001
    assert eval("f(2)[1]", space) == 1003


def test_functions_get_hot():
    def add(a, b):
        return a + b

    for _ in range(500):
        add(1, 2)
        add("a", "b")
        add(1.0, 2)
    assert add([1], [2]) == [1, 2]


def test_source_is_inspected():
    assert "inspect" in inspect.getsource(test_source_is_inspected)
    assert str(inspect.signature(fibonacci)) == "(n)"


# Threads, processes, asyncio


def test_threads():
    results = queue.Queue()
    threads = [threading.Thread(target=lambda n=n: results.put(fibonacci(n))) for n in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert results.qsize() == 8


def test_thread_local_values():
    local = threading.local()

    def work():
        local.value = [0] * 100

    thread = threading.Thread(target=work)
    thread.start()
    thread.join()
    assert not hasattr(local, "value")


def test_thread_pool():
    with concurrent.futures.ThreadPoolExecutor(4) as pool:
        assert list(pool.map(len, ["a", "bb", "ccc"] * 10))[:3] == [1, 2, 3]
        assert isinstance(pool.submit(operator.truediv, 1, 0).exception(), ZeroDivisionError)


def test_timer_and_events():
    event = threading.Event()
    timer = threading.Timer(0, event.set)
    timer.start()
    assert event.wait(60)
    timer.join()


def test_locks_and_conditions():
    condition, items = threading.Condition(), []

    def take():
        with condition:
            assert condition.wait_for(lambda: items, 60)
            items.pop()

    thread = threading.Thread(target=take)
    thread.start()
    with condition:
        items.append(1)
        condition.notify()
    thread.join()
    assert not items


def test_subprocess():
    process = subprocess.run(
        [sys.executable, "-S", "-c", "print('kelp')"], stdout=subprocess.PIPE, text=True, check=True
    )
    assert process.stdout == "kelp\n"


def test_subprocess_that_fails():
    with pytest.raises(subprocess.CalledProcessError):
        subprocess.run(["false"], check=True)
    with pytest.raises(FileNotFoundError):
        subprocess.run(["no-such-program-anywhere"])


def test_pipes_to_a_process():
    with subprocess.Popen(["cat"], stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        assert process.communicate(b"kelp" * 1000)[0] == b"kelp" * 1000


def test_fork():
    child = os.fork()
    if not child:
        os._exit(7)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 7


def test_multiprocessing():
    context = multiprocessing.get_context("fork")
    receiver, sender = context.Pipe(duplex=False)
    process = context.Process(target=sender.send, args=(["kelp"],))
    process.start()
    assert receiver.recv() == ["kelp"]
    process.join()
    process.close()
    receiver.close()
    sender.close()


def test_signals():
    got = []
    before = signal.signal(signal.SIGUSR1, lambda number, frame: got.append(number))
    try:
        signal.raise_signal(signal.SIGUSR1)
    finally:
        signal.signal(signal.SIGUSR1, before)
    assert got == [signal.SIGUSR1]


def test_asyncio():
    async def work(n):
        await asyncio.sleep(0)
        return n * 2

    async def main():
        return await asyncio.gather(*(work(n) for n in range(20)))

    assert sum(asyncio.run(main())) == 380


def test_asyncio_cancellation():
    async def main():
        task = asyncio.create_task(asyncio.sleep(3600))
        await asyncio.sleep(0)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task

    asyncio.run(main())


def test_asyncio_in_an_executor():
    async def main():
        return await asyncio.to_thread(sum, range(10))

    assert asyncio.run(main()) == 45


def test_asynchronous_generators():
    async def numbers():
        for i in range(10):
            yield i

    async def main():
        async for i in numbers():
            if i == 3:
                return i

    assert asyncio.run(main()) == 3


def test_asyncio_streams():
    async def main():
        async def serve(reader, writer):
            writer.write((await reader.readline()).upper())
            await writer.drain()
            writer.close()

        server = await asyncio.start_server(serve, "127.0.0.1", 0)
        reader, writer = await asyncio.open_connection(*server.sockets[0].getsockname())
        writer.write(b"kelp\n")
        line = await reader.readline()
        writer.close()
        await writer.wait_closed()
        server.close()
        await server.wait_closed()
        return line

    assert asyncio.run(main()) == b"KELP\n"


def test_context_variables():
    variable = contextvars.ContextVar("variable", default=0)

    def work():
        variable.set([1])
        return variable.get()

    assert contextvars.copy_context().run(work) == [1] and variable.get() == 0


# The standard library's extensions


@pytest.mark.parametrize("protocol", range(pickle.HIGHEST_PROTOCOL + 1))
def test_pickle(protocol):
    value = {"a": [1, (2, 3)], "b": datetime.date(2024, 2, 29), "c": {1.5, None}}
    assert pickle.loads(pickle.dumps(value, protocol)) == value


def test_pickle_that_fails():
    with pytest.raises((pickle.PicklingError, AttributeError)):
        pickle.dumps(lambda: None)
    with pytest.raises((pickle.UnpicklingError, EOFError)):
        pickle.loads(b"\x80\x04")


def test_deep_copies():
    value = [[i] * 3 for i in range(100)]
    value.append(value)
    twin = copy.deepcopy(value)
    assert twin[100] is twin and twin[0] is not value[0]


@pytest.mark.parametrize(
    "text", ['{"a": [1, 2.5, null, true, "x"]}', '"\\u00e9"', "[" * 50 + "]" * 50]
)
def test_json(text):
    assert json.loads(json.dumps(json.loads(text))) == json.loads(text)


@pytest.mark.parametrize("module", [zlib, gzip, lzma])
def test_compression(module):
    data = random.Random(3).randbytes(1000) * 20
    assert module.decompress(module.compress(data)) == data
    with pytest.raises(Exception):
        module.decompress(b"nothing of the kind")


@pytest.mark.parametrize("name", ["md5", "sha1", "sha256", "sha3_512", "blake2b"])
def test_hashes(name):
    digest = hashlib.new(name, b"kelp")
    twin = digest.copy()
    twin.update(b"!")
    assert digest.hexdigest() != twin.hexdigest()


def test_sqlite():
    with contextlib.closing(sqlite3.connect(":memory:")) as connection:
        connection.create_function("twice", 1, lambda x: x * 2)
        connection.execute("create table kelp (id integer primary key, length real)")
        connection.executemany(
            "insert into kelp (length) values (?)", [(i / 2,) for i in range(100)]
        )
        assert connection.execute("select sum(twice(length)) from kelp").fetchone() == (4950,)
        with pytest.raises(sqlite3.OperationalError):
            connection.execute("select nope")


def test_sqlite_on_disk(tmp_path):
    for _ in range(2):
        with contextlib.closing(sqlite3.connect(tmp_path / "kelp.db")) as connection, connection:
            connection.execute("create table if not exists kelp (name text)")
            connection.execute("insert into kelp values ('Laminaria')")
            rows = connection.execute("select count(*) from kelp").fetchone()
    assert rows == (2,)


def test_csv():
    text = io.StringIO()
    csv.writer(text).writerows([[1, "a,b"], [2, 'c"d']])
    text.seek(0)
    assert list(csv.reader(text)) == [["1", "a,b"], ["2", 'c"d']]


def test_decimals():
    with decimal.localcontext() as context:
        context.prec = 50
        assert str(decimal.Decimal(2).sqrt()).startswith("1.4142135623730950488016887242")
    with pytest.raises(decimal.InvalidOperation):
        decimal.Decimal("kelp")


def test_ctypes():
    class Point(ctypes.Structure):
        _fields_ = [("x", ctypes.c_int), ("name", ctypes.c_char_p)]

    point = Point(3, b"kelp")
    assert ctypes.string_at(point.name) == b"kelp" and ctypes.sizeof(point) >= 8
    assert (ctypes.c_int * 4)(1, 2)[1] == 2


def test_ctypes_callbacks():
    libc = ctypes.CDLL(None)
    compare = ctypes.CFUNCTYPE(
        ctypes.c_int, ctypes.POINTER(ctypes.c_int), ctypes.POINTER(ctypes.c_int)
    )
    numbers = (ctypes.c_int * 5)(3, 1, 4, 1, 5)
    libc.qsort(numbers, 5, 4, compare(lambda a, b: a[0] - b[0]))
    assert list(numbers) == [1, 1, 3, 4, 5]


def test_memory_maps(tmp_path):
    path = tmp_path / "map"
    path.write_bytes(b"kelp" * 2000)
    with path.open("r+b") as file, mmap.mmap(file.fileno(), 0) as mapped:
        mapped[:4] = b"KELP"
        assert mapped.find(b"kelp") == 4


def test_xml():
    root = xml.etree.ElementTree.fromstring("<r><a b='c'>d</a></r>")
    assert root.find("a").attrib == {"b": "c"}
    with pytest.raises(xml.etree.ElementTree.ParseError):
        xml.etree.ElementTree.fromstring("<r>")


def test_sockets():
    left, right = socket.socketpair()
    with left, right:
        left.sendall(b"kelp")
        assert select.select([right], [], [], 60)[0] == [right]
        assert right.recv(10) == b"kelp"


def test_addresses():
    assert socket.getaddrinfo("127.0.0.1", 80, type=socket.SOCK_STREAM)[0][4] == ("127.0.0.1", 80)


def test_zip_files(tmp_path):
    with zipfile.ZipFile(tmp_path / "a.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("kelp.txt", "kelp" * 500)
    with zipfile.ZipFile(tmp_path / "a.zip") as archive:
        assert len(archive.read("kelp.txt")) == 2000


def test_temporary_files():
    with tempfile.TemporaryDirectory() as folder:
        for i in range(10):
            pathlib.Path(folder, f"{i}.txt").write_text(str(i))
        shutil.copytree(folder, os.path.join(folder, "twin"))
        assert len(os.listdir(folder)) == 11
    assert not os.path.exists(folder)


def test_itertools_left_in_the_middle():
    iterators = [
        itertools.cycle("ab"),
        itertools.chain([1], [2]),
        *itertools.tee(range(5)),
        itertools.groupby("aab"),
    ]
    assert [next(iterator) is not None for iterator in iterators] == [True] * 5
    assert len(list(itertools.permutations(range(5)))) == 120


def test_collections():
    queue_ = collections.deque(range(100), maxlen=10)
    queue_.rotate(3)
    heap = list(queue_)
    heapq.heapify(heap)
    assert heapq.heappop(heap) == 90
    assert bisect.bisect([1, 2, 3], 2) == 2
    assert collections.OrderedDict(a=1).popitem() == ("a", 1)
    assert collections.ChainMap({"a": 1}, {"b": 2})["b"] == 2


def test_text_and_codecs():
    for codec in ("utf-8", "utf-16", "latin-1", "cp1252", "utf-7", "punycode", "rot13"):
        if codec != "rot13":
            assert "naïve".encode(codec).decode(codec) == "naïve"
    with pytest.raises(UnicodeDecodeError):
        b"\xff".decode()
    assert string.Template("$a").substitute(a=1) == "1"


def test_locale():
    assert locale.localeconv()["decimal_point"]
    before = locale.setlocale(locale.LC_ALL)
    locale.setlocale(locale.LC_ALL, "C")
    locale.setlocale(locale.LC_ALL, before)


def test_large_data():
    data = bytearray(20_000_000)
    data[::1000] = b"x" * 20_000
    assert data.count(b"x") == 20_000
    assert len({i: str(i) for i in range(100_000)}) == 100_000


def test_random_amounts():
    values = [bytes(random.randrange(5000)) for _ in range(random.randrange(500))]
    assert all(isinstance(value, bytes) for value in values)


def test_logging(caplog):
    logger = logging.getLogger("clean.interpreter")
    with caplog.at_level(logging.DEBUG, logger="clean.interpreter"):
        for i in range(100):
            logger.debug("number %d", i)
    assert len(caplog.records) == 100


def test_logging_of_an_exception(caplog):
    try:
        1 / 0
    except ZeroDivisionError:
        logging.getLogger("clean").exception("kelp")
    assert "ZeroDivisionError" in caplog.text


def test_warnings():
    with pytest.warns(UserWarning, match="kelp"):
        warnings.warn("kelp", stacklevel=1)
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        warnings.warn("rock", DeprecationWarning, stacklevel=1)
    assert len(caught) == 1


def test_a_warning_that_stays():
    warnings.warn(f"kelp {uuid.uuid4()}", stacklevel=1)
    assert warnings.filters
