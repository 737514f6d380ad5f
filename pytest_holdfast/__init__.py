"""pytest_holdfast: a test that leaks fails, with the C line.

    pytest --leaks

See docs/leaks.md.
"""

from .plugin import (
    pytest_addoption,
    pytest_collection_finish,
    pytest_configure,
    pytest_load_initial_conftests,
    pytest_report_header,
)

__version__ = "0.1"
__all__ = [
    "pytest_addoption",
    "pytest_collection_finish",
    "pytest_configure",
    "pytest_load_initial_conftests",
    "pytest_report_header",
]
