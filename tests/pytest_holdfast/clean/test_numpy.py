"""Tests of numpy, where it is installed."""

import os
import warnings

import pytest

# The debug interpreter says that numpy's types have no module, on import.
with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    np = pytest.importorskip("numpy")

TYPES = [
    "int8",
    "uint16",
    "int32",
    "int64",
    "float32",
    "float64",
    "complex128",
    "bool",
    "object",
    "U5",
    "datetime64[s]",
]


@pytest.mark.parametrize("dtype", TYPES)
def test_make_copy_and_compare(dtype):
    array = np.zeros((10, 10), dtype=dtype)
    assert (array == array.copy()).all()
    assert array[2:5, ::-1].astype(object).shape == (3, 10)


@pytest.mark.parametrize("size", [0, 1, 10, 1000, 100_000])
def test_arithmetic(size):
    array = np.arange(size, dtype=float)
    assert (array + 1).sum() == array.sum() + size
    assert (array * 2 >= array).all()


@pytest.mark.parametrize(
    "function", ["sum", "min", "max", "mean", "std", "argmin", "cumsum", "prod"]
)
def test_reductions(function):
    array = np.arange(24.0).reshape(2, 3, 4)
    assert getattr(array, function)(axis=1).size > 0


@pytest.mark.parametrize(
    "operation",
    [
        lambda a: a + np.ones(7),
        lambda a: a.reshape(7),
        lambda a: a[10],
        lambda a: a @ np.ones(9),
        lambda a: np.concatenate([a, [[1]]]),
        lambda a: a.astype("nope"),
    ],
)
def test_errors(operation):
    with pytest.raises((ValueError, IndexError, TypeError)):
        operation(np.arange(6))


def test_views_hold_their_base():
    view = np.arange(100)[10:20]
    assert view.base is not None and view.sum() == 145


def test_objects():
    array = np.array([object(), None, "kelp", [1]], dtype=object)
    array[0] = array
    array[0] = None
    assert array.tolist() == [None, None, "kelp", [1]]


def test_records():
    array = np.array([(1, 2.0, "a"), (3, 4.0, "b")], dtype=[("i", "i4"), ("f", "f8"), ("s", "U4")])
    assert array["f"].sum() == 6 and array[1]["s"] == "b"


def test_structured_types_in_passing():
    for i in range(10):
        assert np.dtype([(f"field{i}", "i4"), ("x", "f8", (2,))]).itemsize == 20


def test_buffers():
    data = bytearray(b"kelp" * 4)
    array = np.frombuffer(data, dtype="u1")
    array[0] = ord("K")
    assert memoryview(array).nbytes == 16 and data.startswith(b"Kelp")
    del array
    data.extend(b"more")


def test_files(tmp_path):
    path = os.fspath(tmp_path / "array.npz")
    np.savez(path, a=np.arange(5), b=np.eye(3))
    with np.load(path) as file:
        assert file["a"].sum() == 10 and file["b"].trace() == 3


def test_memory_map(tmp_path):
    array = np.memmap(tmp_path / "map", dtype="f4", mode="w+", shape=(100,))
    array[:] = 2
    array.flush()
    assert array.sum() == 200


def test_ufunc_from_python():
    double = np.frompyfunc(lambda x: x * 2, 1, 1)
    assert double(np.arange(3)).tolist() == [0, 2, 4]


def test_vectorize_with_errors():
    with pytest.raises(KeyError):
        np.vectorize({1: 2}.__getitem__)(np.array([1, 2]))


def test_linear_algebra():
    matrix = np.array([[2.0, 1], [1, 3]])
    assert np.allclose(np.linalg.inv(matrix) @ matrix, np.eye(2))
    with pytest.raises(np.linalg.LinAlgError):
        np.linalg.inv(np.zeros((2, 2)))


def test_random():
    first, second = (np.random.default_rng(3).normal(size=50) for _ in range(2))
    assert (first == second).all()


def test_fft_and_sorting():
    array = np.random.default_rng(1).random(256)
    assert np.allclose(np.fft.ifft(np.fft.fft(array)).real, array)
    assert (np.sort(array) == array[np.argsort(array)]).all()


def test_warnings():
    with pytest.warns(RuntimeWarning):
        np.array([1.0]) / np.array([0.0])
    with np.errstate(divide="raise"), pytest.raises(FloatingPointError):
        np.array([1.0]) / np.array([0.0])


def test_iteration():
    assert sum(int(x) for x in np.nditer(np.arange(10))) == 45
    assert [i for i, _ in np.ndenumerate(np.eye(2))] == [(0, 0), (0, 1), (1, 0), (1, 1)]


def test_subclass():
    class Depths(np.ndarray):
        def __array_finalize__(self, other):
            self.unit = getattr(other, "unit", "m")

    depths = np.arange(4).view(Depths)
    depths.unit = "ft"
    assert depths[1:].unit == "ft" and (depths + 1).unit == "ft"


def test_print():
    assert "[0 1 2]" in repr(np.arange(3)).replace(",", "")
    assert "..." in str(np.arange(10_000))


def test_large():
    assert np.ones(4_000_000).sum() == 4_000_000


def test_einsum_and_broadcast():
    assert np.einsum("ij,ij->", np.ones((3, 4)), np.ones((3, 4))) == 12
    assert np.broadcast_to(np.arange(3), (5, 3)).sum() == 15
    assert np.where(np.arange(6) > 2)[0].tolist() == [3, 4, 5]
