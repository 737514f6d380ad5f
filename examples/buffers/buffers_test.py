"""example.buffers: what views see, what is refused, and who is released when."""

import gc
from array import array

import pytest
from example import buffers
from growth import growth


def test_view():
    with memoryview(buffers.ConstantBuffer(-1, 10)) as view:
        assert view.tolist() == [-1] * 10
        assert (view.format, view.itemsize, view.shape, view.nbytes) == ("q", 8, (10,), 80)
        assert view.readonly
        with pytest.raises(TypeError):
            view[0] = 1
    assert memoryview(buffers.ConstantBuffer(1, 0)).tolist() == []
    assert bytes(buffers.ConstantBuffer(1, 2)) == array("q", [1, 1]).tobytes()


def test_view_keeps_the_memory():
    view = memoryview(buffers.ConstantBuffer(elem=7, length=3))
    gc.collect()
    assert view.tolist() == [7, 7, 7]


def test_row():
    row = buffers.Row()
    with memoryview(row) as view:
        assert view.tolist() == [0.0] * 8
        view[3] = 2.5
        with pytest.raises(BufferError, match="^there are views of the row$"):
            row.reset()
    assert memoryview(row)[3] == 2.5  # and this view is gone again
    row.reset()
    assert memoryview(row)[3] == 0


def test_sum():
    assert buffers.sum(array("q", [1, 2, 3, 4, 5])) == 15
    assert buffers.sum(memoryview(array("q", [1, 2, 3, 4, 5]))[::2]) == 9
    assert buffers.sum(buffers.ConstantBuffer(3, 4)) == 12
    assert buffers.sum(array("q")) == 0


def test_sum_of_what_is_no_such_buffer():
    for wrong in (array("d", [1]), b"abc", buffers.Row(), memoryview(array("q", [1, 2])).cast("B").cast("q", (2, 1))):
        with pytest.raises(BufferError):
            buffers.sum(wrong)
    with pytest.raises(TypeError, match="'list'"):
        buffers.sum([1, 2])
    with pytest.raises(OverflowError):
        buffers.sum(buffers.ConstantBuffer(2**62, 2))


def test_scale():
    row, values = buffers.Row(), array("d", [1, 2.5])
    memoryview(row)[0] = 3
    buffers.scale(row, 2)
    buffers.scale(values, factor=-1)
    assert memoryview(row)[0] == 6 and values.tolist() == [-1, -2.5]
    row.reset()  # nobody holds it


def test_scale_of_what_cannot_be():
    values = array("d", [1, 2, 3])
    for wrong in (memoryview(values)[::2], memoryview(values).toreadonly(), array("q", [1])):
        with pytest.raises(BufferError):
            buffers.scale(wrong, 2)
    assert values.tolist() == [1, 2, 3]
    values.append(4)  # nor is this held: it would be a BufferError


def test_nothing_grows():
    values = array("d", [1, 2])

    def work():
        row = buffers.Row()
        memoryview(row)[1] = 2
        row.reset()
        buffers.sum(buffers.ConstantBuffer(3, 4))
        buffers.scale(values, 1)
        for wrong in (lambda: buffers.sum(values), lambda: buffers.scale(b"", 1), lambda: buffers.sum(3)):
            try:
                wrong()
            except (BufferError, TypeError):
                pass

    gc.collect()
    assert growth(work) == 0
