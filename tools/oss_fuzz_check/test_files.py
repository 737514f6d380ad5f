"""What oss-fuzz/ and .clusterfuzzlite/ say, as far as it can be seen without building."""

import pathlib
import re

import check

OSS_FUZZ = pathlib.Path("oss-fuzz")
LITE = pathlib.Path(".clusterfuzzlite")
KEYS = {
    *["homepage", "language", "primary_contact", "auto_ccs", "main_repo"],
    *["fuzzing_engines", "sanitizers"],
}


def keys_of(file):
    """The keys of a file of YAML, and what is after the colon or in the list below."""
    keys = {}
    for line in file.read_text().splitlines():
        if key := re.fullmatch(r"(\w+):\s*(.*)", line):
            name = key[1]
            assert name not in keys, name
            keys[name] = [key[2].strip("\"'")] if key[2] else []
        elif item := re.fullmatch(r"\s+-\s*(\S+)", line):
            keys[name].append(item[1])
        else:
            assert re.fullmatch(r"\s*(#.*)?", line), f"what is this: {line}"
    return keys


def test_project_yaml_has_the_keys_that_are_asked_for_and_no_other():
    keys = keys_of(OSS_FUZZ / "project.yaml")
    assert set(keys) == KEYS
    assert keys["language"] == ["c"]
    assert re.fullmatch(r"\S+@\S+\.\S+", keys["primary_contact"][0])


def test_project_yaml_promises_what_is_checked():
    keys = keys_of(OSS_FUZZ / "project.yaml")
    assert set(keys["fuzzing_engines"]) == {engine for engine, _ in check.WAYS}
    # Coverage is a way to build that every project has.
    assert {*keys["sanitizers"], "coverage"} == {sanitizer for _, sanitizer in check.WAYS}


def test_cluster_fuzz_lite_has_the_same_language_and_the_same_build():
    assert keys_of(LITE / "project.yaml") == {"language": ["c"]}
    lines = (LITE / "build.sh").read_text().splitlines()
    commands = [line for line in lines if line and not line.startswith("#")]
    assert commands == ['exec bash -eu "$SRC/holdfast/oss-fuzz/build.sh"']


def test_all_targets_are_built_or_left_out_by_name():
    fuzz = {}
    exec(pathlib.Path("fuzz/sources.bzl").read_text(), fuzz)
    assert check.targets_of(".") == fuzz["TARGETS"]
    in_bazel = set(pathlib.Path("fuzz/names.txt").read_text().split())
    assert in_bazel == {*fuzz["TARGETS"], *fuzz["NOT_FOR_SERVICES"]}


def test_images_put_the_tree_where_the_build_looks():
    for dockerfile in (OSS_FUZZ / "Dockerfile", LITE / "Dockerfile"):
        text = dockerfile.read_text()
        assert re.search(r"^(COPY \.|RUN git clone .*\.git) holdfast$", text, re.M)
        assert re.search(r"^COPY \S*build\.sh \$SRC/$", text, re.M)


def test_nothing_is_compiled_for_one_machine():
    for file in [*OSS_FUZZ.iterdir(), *LITE.iterdir()]:
        assert "=native" not in file.read_text(), file
