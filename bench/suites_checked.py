"""Whether what --leaks says of the suites is so: each cause by a loop of its own over
the accused call, without the plugin. bench/leaks.py --suites FOLDER --check runs them.

What counts after CALLS calls: references to an object, blocks of Python's own
allocator, and the memory of the process."""

import os
import subprocess
import typing

CALLS = 5000


class Check(typing.NamedTuple):
    suite: str
    place: str  # as it was said
    setup: str
    call: str  # may raise
    watched: str = "None"


CHECKS = [
    Check("multidict", "_dict_set_number, pair_list.h:885", "import multidict\nd = multidict.MultiDict(a=1)", "d.update({'a': 2})", "1"),
    Check("cbor2", "CBOREncoder_init, encoder.c:159-163", "import _cbor2, io", "_cbor2.CBOREncoder(io.BytesIO())"),
    Check("cbor2", "_CBORDecoder_set_fp, decoder.c:203", "import _cbor2\nclass Stream: read = write = None", "_cbor2.CBORDecoder(Stream())"),
    Check("cbor2", "_CBOREncoder_set_fp", "import _cbor2\nclass Stream: read = write = None", "_cbor2.CBOREncoder(Stream())"),
    Check("cbor2", "encode_larger_int, encoder.c:586", "import cbor2, _cbor2", "_cbor2.dumps(2**64)", "0"),
    Check("cbor2", "stringref, encoder.c:487", "import cbor2, _cbor2", "_cbor2.dumps(['aaaa'], string_referencing=True)", "0"),
    Check("cbor2", "CBORDecoder_decode_stringref, decoder.c:1278", "import cbor2, _cbor2\nd = bytes.fromhex('d9010082656669727374d81900')", "_cbor2.loads(d)", "0"),
    *(
        Check("kiwisolver", f"{kind}_dealloc", "import kiwisolver\nv = kiwisolver.Variable('x')", call, f"kiwisolver.{kind}")
        for kind, call in [
            ("Variable", "kiwisolver.Variable('y')"),
            ("Term", "v * 2"),
            ("Expression", "v + 2"),
            ("Constraint", "v >= 2"),
            ("Solver", "kiwisolver.Solver()"),
        ]
    ),
    Check("zstandard", "ZstdCompressionWriter_close, compressionwriter.c:219", "import io, zstandard\nc = zstandard.ZstdCompressor()", "c.stream_writer(io.BytesIO(), closefd=False).close()", "9"),
    Check("zstandard", "ZstdCompressionWriter_exit", "import io, zstandard\nc = zstandard.ZstdCompressor()\ndef use():\n    with c.stream_writer(io.BytesIO()): pass", "use()"),
    Check("zstandard", "ZstdCompressionWriter_write", "import io, zstandard\nw = zstandard.ZstdCompressor().stream_writer(io.BytesIO())\nw.close()\nb = bytes([1, 2, 3])", "w.write(b)", "b"),
    Check("zstandard", "compressionreader_exit", "import zstandard\nc = zstandard.ZstdCompressor()\ndef use():\n    with c.stream_reader(b'foo'): pass", "use()"),
    Check("zstandard", "compressionreader_read", "import io, zstandard\nc = zstandard.ZstdCompressor()\nb = bytes(range(6))\ndef use():\n    with c.stream_reader(io.BytesIO(b), size=2) as r: r.read(10)", "use()", "b"),
    Check("zstandard", "decompressionreader_exit", "import zstandard\nd = zstandard.ZstdDecompressor()\ndef use():\n    with d.stream_reader(b'foo'): pass", "use()"),
    Check("zstandard", "ZstdDecompressionWriter_exit", "import io, zstandard\nd = zstandard.ZstdDecompressor()\ndef use():\n    with d.stream_writer(io.BytesIO()): pass", "use()"),
    Check("zstandard", "ZstdDecompressionWriter_write", "import io, zstandard\nw = zstandard.ZstdDecompressor().stream_writer(io.BytesIO())\nw.close()\nb = bytes([1, 2, 3])", "w.write(b)", "b"),
    Check("zstandard", "ZstdDecompressionWriter_write, decompressionwriter.c:76", "import io, zstandard\nd = zstandard.ZstdDecompressor()\nframe = zstandard.compress(b'foo' * 999)\nclass Broken(io.RawIOBase):\n    def write(self, data): raise OSError", "d.stream_writer(Broken()).write(frame)"),
    # Where tests keep more each time by what they do, that is so, and no C is to blame.
    Check("wrapt", "WraptObjectProxy_new, _wrappers.c:54", "import wrapt\ndef f(): pass\ndef use():\n    @wrapt.patch_function_wrapper('__main__', 'f')\n    def wrapper(wrapped, instance, args, kwargs): return wrapped()", "use()"),
    Check("cytoolz", "dict cytoolz._signatures.signatures", "import cytoolz\nfrom cytoolz import _signatures", "cytoolz.functoolz.num_required_args(type('T', (), {'__init__': lambda self, a: None}))"),
    Check("Pillow", "_get_stats, _imaging.c:3769-3777", "from PIL import Image", "Image.core.get_stats()", "0"),
    Check("ahocorasick", "automaton_del, Automaton.c:186", "import ahocorasick", "ahocorasick.Automaton()"),
    Check("ahocorasick", "automaton___reduce__, pickle_data.c:37, 102, 108", "import ahocorasick\na = ahocorasick.Automaton()\na.add_word('kelp', 1000)", "a.__reduce__()"),
    Check("ahocorasick", "automaton_dump, Automaton.c:1161-1163", "import ahocorasick\na = ahocorasick.Automaton()\na.add_word('kelp', 1000)", "a.dump()"),
    Check("ahocorasick", "module_automaton_load", "import ahocorasick", "ahocorasick.load('no', 1)"),
]

LOOP = """
import gc, sys
{setup}
def call():
    try:
        {call}
    except Exception:
        pass
def now():
    gc.collect()
    pages = int(open("/proc/self/statm").read().split()[1])
    return sys.getrefcount({watched}), sys.getallocatedblocks(), pages * 4096
for i in range(200):
    call()
before = now()
for i in range({calls}):
    call()
print(*(round((a - b) / {calls}, 1) for a, b in zip(now(), before)))
"""


def run(prepared, check):
    """(references, blocks, bytes) more with each call."""
    program = LOOP.format(calls=CALLS, **check._asdict())
    environment = {**os.environ, "PYTHONPATH": str(prepared.build("plain"))}
    out = subprocess.check_output([prepared.python, "-c", program], env=environment, text=True)
    return [float(each) for each in out.split()]
