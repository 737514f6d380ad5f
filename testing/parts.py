"""A part of the cases of a test that has many.

With HOLDFAST_PART=0/3 in the environment it is the first third, and with none all of
them. In which third a case is follows from its name, so that the thirds make up the
whole, and each is the same wherever it is run. As a plugin of pytest (parts = True of
hf_pytest) this leaves out the other thirds of what is parametrized.
"""

import os
import zlib


def is_in_part(name):
    part, count = map(int, os.environ.get("HOLDFAST_PART", "0/1").split("/"))
    if not 0 <= part < count:
        raise ValueError("HOLDFAST_PART is like 0/3, 1/3 or 2/3")
    return zlib.crc32(name.encode()) % count == part


def pytest_collection_modifyitems(config, items):
    left_out = [
        item for item in items if hasattr(item, "callspec") and not is_in_part(item.callspec.id)
    ]
    config.hook.pytest_deselected(items=left_out)
    items[:] = [item for item in items if item not in left_out]
