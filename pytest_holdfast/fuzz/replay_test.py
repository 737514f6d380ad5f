"""An extension_fuzz_test: the programs of its corpus, once."""

import os
import shutil

from pytest_holdfast.fuzz import main


def test_the_corpus_finds_nothing(tmp_path, capsys):
    shutil.copy(os.environ["HOLDFAST_FUZZ_CORPUS"], tmp_path / "corpus.json")
    module = os.environ["HOLDFAST_FUZZ_MODULE"]
    status = main.main([module, "--replay", "--quiet", "--output", str(tmp_path)])
    output = capsys.readouterr()
    assert status == 0, output.out + output.err
