"""Asynchronous tests, with pytest-asyncio."""

import asyncio
import contextlib

import pytest

pytest.importorskip("pytest_asyncio")
pytestmark = pytest.mark.asyncio


@contextlib.asynccontextmanager
async def lock():
    mutex = asyncio.Lock()
    async with mutex:
        yield mutex


@pytest.mark.parametrize("n", [1, 10, 100])
async def test_tasks(n):
    async def work(i):
        await asyncio.sleep(0)
        return [i]

    results = await asyncio.gather(*(work(i) for i in range(n)))
    assert len(results) == n


async def test_exceptions():
    async def work():
        raise LookupError("kelp")

    results = await asyncio.gather(work(), work(), return_exceptions=True)
    assert [type(result) for result in results] == [LookupError] * 2


async def test_context_managers():
    async with lock() as mutex:
        assert mutex.locked()


async def test_timeouts():
    with pytest.raises(asyncio.TimeoutError):
        await asyncio.wait_for(asyncio.Event().wait(), 0.001)


async def test_queues():
    queue = asyncio.Queue(2)

    async def produce():
        for i in range(10):
            await queue.put(i)

    producer = asyncio.ensure_future(produce())
    assert [await queue.get() for _ in range(10)] == list(range(10))
    await producer


async def test_fixtures(tmp_path):
    process = await asyncio.create_subprocess_exec("true", cwd=tmp_path)
    assert await process.wait() == 0


@pytest.mark.xfail(reason="known to be wrong")
async def test_expected_to_fail():
    await asyncio.sleep(0)
    assert False
