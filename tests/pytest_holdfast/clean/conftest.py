"""What the clean suites share: documents that are made once."""

import pytest


@pytest.fixture(scope="session")
def document():
    """What JSON and MessagePack can both carry."""
    return {
        "name": "Laminaria hyperborea",
        "depth": [0, 8, 30, -1, 2**31, 2**53],
        "share": 0.125,
        "parts": {"holdfast": True, "stipe": None, "blade": ["digitate", "glabrous"]},
        "names": {"de": "Palmentang", "fr": "laminaire", "ru": "ламинария", "zh": "海带"},
        "empty": [[], {}, ""],
    }


@pytest.fixture(scope="module")
def records():
    return [{"id": i, "text": f"kelp {i}", "weights": [i / 4, i / 8]} for i in range(500)]
