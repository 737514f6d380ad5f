"""Each function that types.md names is there."""

import pathlib
import re

PAGE = pathlib.Path("docs/types.md").read_text()
NAMES = {
    line.split()[0]
    for line in pathlib.Path("tests/headers/public_names.txt").read_text().splitlines()
    if line and not line.startswith("#")
}
# Words of the rows; examples are compiled.
ROWS = [line for line in PAGE.splitlines() if line.startswith("|")]
NAMED = sorted({name for row in ROWS for name in re.findall(r"`(hf_\w+)", row)})


def test_there_are_rows_for_what_pydust_has():
    text = "\n".join(ROWS)
    for word in ("PyType", "PyModule", "PyFrame", "PyCode", "PyGIL", "createFmt", "raiseFmt"):
        assert word in text
    assert len(NAMED) > 100


def test_each_name_is_public():
    assert [name for name in NAMED if name not in NAMES] == []
