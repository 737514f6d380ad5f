import os
import pathlib

import pytest

import prove

PROGRAMS = os.environ["CAPI_PYTHONS"].split()


@pytest.fixture(scope="session", params=PROGRAMS, ids=[pathlib.Path(p).parent.name for p in PROGRAMS])
def interpreter(request):
    return prove.Interpreter(request.param)
