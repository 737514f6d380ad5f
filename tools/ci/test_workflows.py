"""The files that CI reads: what they run is the project's, exists, and is the same on
GitHub and GitLab."""

import pathlib
import re
import sys

import pytest

pytest.importorskip("yaml")  # the system's interpreter has it: see bazelw

import fleet  # noqa: E402
import workflows  # noqa: E402

ROOT = pathlib.Path()
sys.path.append("tools/mutate")
import mutate  # noqa: E402

GITHUB = workflows.github(ROOT)
JOBS = {name: job for jobs in GITHUB.values() for name, job in jobs.items()}
GITLAB = workflows.gitlab(ROOT)
STEPS = workflows.all_steps(ROOT)
KNOWN = set(pathlib.Path("tools/ci/targets").read_text().split())
TRUSTED = {"actions/checkout", "actions/cache/restore", "actions/cache/save"} | {
    "actions/upload-artifact",
    "github/codeql-action/upload-sarif",
}
IDS = sorted({step.command for step in STEPS})


def by_command(command):
    return next(step for step in STEPS if step.command == command)


def test_each_part_of_ci_is_there():
    assert set(JOBS) == {
        "coverage",
        "examples",
        "fuzz-change",
        "fuzz-long",
        "fuzz-sanitizers",
        "leaks",
        "mutants",
        "pairs",
        "sanitizers",
        "tests",
        "valgrind",
    }
    assert sum(map(len, GITHUB.values())) == len(JOBS), "a name stands twice"


@pytest.mark.parametrize("command", IDS)
def test_a_step_is_one_command_of_the_project(command):
    assert workflows.is_project_command(command)
    assert (ROOT / command.split()[0]).is_file()


@pytest.mark.parametrize(
    "command",
    [
        "cd core && ./bazelw test //...",
        "./bazelw test //...; true",
        "./bazelw test //... | tee log",
        "./bazelw test $TARGETS",
        "./bazelw test ${{ github.head_ref }}",
        "./bazelw test //...\n./bazelw shutdown",
        "apt-get install clang",
        "bazel test //...",
        "",
    ],
)
def test_what_is_no_command_of_the_project_is_refused(command):
    assert not workflows.is_project_command(command)


def test_only_the_matrix_is_written_into_a_command():
    assert workflows.expanded("a ${{ matrix.b }} ${b}", {"b": "1"}) == "a 1 1"
    with pytest.raises(ValueError, match="c is not in the matrix"):
        workflows.expanded("${{ matrix.c }}", {"b": "1"})
    assert workflows.expanded("${{ github.ref }}", {}) == "${{ github.ref }}"


def exists(target):
    """Of what is a pattern: whether its package does."""
    package, _, name = target.partition(":")
    if target == "//...":
        return True
    if name == "all" or package.endswith("/..."):
        return (ROOT / package[2:].replace("/...", "") / "BUILD").is_file()
    return (target if name else f"{package}:{package.split('/')[-1]}") in KNOWN


def test_a_missing_target_is_seen():
    for target in ("//fuzz:nonesuch", "//nonesuch", "//nonesuch:all", "//nonesuch/..."):
        assert not exists(target)


@pytest.mark.parametrize("command", IDS)
def test_targets_and_configs_of_a_step_exist(command):
    step = by_command(command)
    targets = workflows.targets_of(step)
    assert targets
    assert [target for target in targets if not exists(target)] == []
    assert set(workflows.configs_of(step)) <= workflows.defined_configs(ROOT)


def test_a_missing_config_is_seen():
    step = workflows.Step("./bazelw test --config=nonesuch //...", "")
    assert workflows.configs_of(step) == ["nonesuch"]
    assert "nonesuch" not in workflows.defined_configs(ROOT)


@pytest.mark.parametrize("command", IDS)
def test_a_tool_is_given_options_that_it_has(command):
    step = by_command(command)
    parsers = {"//tools/fleet": fleet.parse, "//tools/mutate": mutate.parse}
    for target in workflows.targets_of(step):
        if target in parsers:
            parsers[target](step.words[step.words.index("--") + 1 :])


def programs_of(job):
    return sorted((step.image, step.command) for step in job.steps)


@pytest.mark.parametrize("name", sorted(JOBS))
def test_the_steps_of_a_job_are_the_same_on_gitlab(name):
    assert programs_of(GITLAB[name]) == programs_of(JOBS[name])


def test_gitlab_has_no_other_jobs():
    assert set(GITLAB) == set(JOBS)


@pytest.mark.parametrize("name", sorted(JOBS))
def test_what_is_kept_is_the_same_on_gitlab(name):
    assert set(GITLAB[name].paths) == set(JOBS[name].paths)


@pytest.mark.parametrize("name", sorted(JOBS))
def test_what_is_kept_was_written(name):
    job = JOBS[name]
    said = " ".join(step.command for step in job.steps)
    folders = {"//tools/fleet": "fuzz-out", "//fuzz:coverage": "fuzz-out/coverage"}
    written = re.split(r"[ =]", said) + [out for tool, out in folders.items() if tool in said]
    for path in job.paths:
        assert any(path == out or path.startswith(out + "/") for out in written if out), path


@pytest.mark.parametrize("name", sorted(JOBS))
def test_actions_are_few_and_of_a_version(name):
    for action, _ in JOBS[name].uses:
        assert action.partition("@")[0] in TRUSTED
        assert re.fullmatch(r"v\d+|[0-9a-f]{40}", action.partition("@")[2])
    assert JOBS[name].uses[0][0].startswith("actions/checkout@")


@pytest.mark.parametrize("name", sorted(JOBS))
def test_what_looks_at_the_change_has_the_history(name):
    if any("--changed" in step.words for step in JOBS[name].steps):
        (checkout,) = [given for uses, given in JOBS[name].uses if "checkout" in uses]
        assert checkout["fetch-depth"] == 0


def test_git_may_read_the_clone_in_a_container():
    for name in GITHUB:
        text = (ROOT / workflows.GITHUB / f"{name}.yml").read_text()
        if "--changed" in text:
            assert "GIT_CONFIG_KEY_0: safe.directory" in text
    assert "GIT_CONFIG_KEY_0: safe.directory" in (ROOT / workflows.GITLAB).read_text()
