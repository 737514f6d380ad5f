"""NAME_oss_fuzz.tar of Bazel: what is in it, and what holds of the target."""

import os
import pathlib
import tarfile

import checks
import pytest
from service import Service


@pytest.mark.parametrize(
    "name, dictionary", [("error_sequence", []), ("utf8_decode", ["utf8_decode.dict"])]
)
def test_a_tar_has_what_the_services_get(tmp_path, name, dictionary):
    service = Service(tmp_path, "libfuzzer", "address")
    service.out = tmp_path / "moved"
    with tarfile.open(pathlib.Path("fuzz") / f"{name}_oss_fuzz.tar") as archive:
        archive.extractall(service.out)
    beside = [f"{name}.options", f"{name}_seed_corpus.zip", *dictionary]
    assert sorted(os.listdir(service.out)) == sorted(["lib", name, *beside])
    for what, holds in checks.checks_of(service).items():
        assert holds(service, name) == "", what
