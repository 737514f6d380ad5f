"""What the files that CI reads say is to be run: .github/workflows and .gitlab-ci.yml."""

import dataclasses
import itertools
import pathlib
import re

import yaml

GITHUB = ".github/workflows"
GITLAB = ".gitlab-ci.yml"
# ${{ matrix.NAME }} on GitHub, ${NAME} on GitLab: the only words that are not as they stand.
VARIABLE = re.compile(r"\$\{\{ *matrix\.(\w+) *\}\}|\$\{(\w+)\}")
# A folder may be run in a container, never a shell's language.
PLAIN = re.compile(r"[\w./:=@%+,-]+")


@dataclasses.dataclass(frozen=True)
class Step:
    command: str
    image: str
    condition: str = ""  # GitHub's if:
    matrix: tuple = ()

    @property
    def words(self):
        return self.command.split()

    @property
    def runs_after_failure(self):
        return "always()" in self.condition or "failure()" in self.condition

    @property
    def runs_after_success(self):
        return "failure()" not in self.condition


@dataclasses.dataclass
class Job:
    steps: list
    uses: tuple = ()  # GitHub's actions: (name, what it is given)
    paths: tuple = ()  # what is kept of what the steps wrote


def expanded(text, values):
    def value(match):
        name = match[1] or match[2]
        if name not in values:
            raise ValueError(f"{text}: {name} is not in the matrix")
        return values[name]

    return VARIABLE.sub(value, text)


def choices(matrix):
    """Each combination of the matrix's values."""
    names = [name for name in matrix if name not in ("include", "exclude")]
    for values in itertools.product(*(matrix[name] for name in names)):
        yield dict(zip(names, values))


def lines(text):
    return tuple(line.strip() for line in (text or "").splitlines() if line.strip())


def github_job(job):
    steps, uses, paths = [], [], ()
    for values in choices(job.get("strategy", {}).get("matrix", {})):
        image = expanded(job.get("container", ""), values)
        for step in job["steps"]:
            if "run" in step:
                command = expanded(step["run"], values)
                condition, matrix = step.get("if", ""), tuple(values.items())
                steps.append(Step(command, image, condition, matrix))
    for step in job["steps"]:
        if "uses" in step:
            given = step.get("with", {})
            uses.append((step["uses"], given))
            if "upload" in step["uses"]:
                paths += lines(given.get("path")) + lines(given.get("sarif_file"))
    return Job(steps, tuple(uses), paths)


def github(root):
    """workflow -> job -> Job."""
    result = {}
    for file in sorted((root / GITHUB).glob("*.yml")):
        content = yaml.safe_load(file.read_text())
        result[file.stem] = {name: github_job(job) for name, job in content["jobs"].items()}
    return result


def gitlab(root):
    """job -> Job."""
    content = yaml.safe_load((root / GITLAB).read_text())
    result = {}
    for name, job in content.items():
        if not isinstance(job, dict) or "script" not in job:
            continue
        steps = []
        matrices = job.get("parallel", {}).get("matrix", [{}])
        for values in itertools.chain.from_iterable(map(choices, matrices)):
            image = expanded(job.get("image", content["default"]["image"]), values)
            for command in job["script"] + job.get("after_script", []):
                steps.append(Step(expanded(command, values), image, "", tuple(values.items())))
        result[name] = Job(steps, (), tuple(job.get("artifacts", {}).get("paths", [])))
    return result


def is_project_command(command):
    """One program of this tree and plain words: the same in every shell."""
    words = command.split(" ")
    return words[0].startswith("./") and all(PLAIN.fullmatch(word) for word in words)


def targets_of(step):
    """What the command asks Bazel for, and not what it gives a program."""
    words = step.words[: step.words.index("--")] if "--" in step.words else step.words
    return [word.lstrip("-") for word in words if re.match("-?//", word)]


def configs_of(step):
    return [word.partition("=")[2] for word in step.words if word.startswith("--config=")]


def all_steps(root):
    jobs = [job for jobs in github(root).values() for job in jobs.values()]
    return [step for job in [*jobs, *gitlab(root).values()] for step in job.steps]


def defined_configs(root):
    """Names after build: and test: in the tree's bazelrc files."""
    files = [root / ".bazelrc", root / "tools/holdfast.bazelrc"]
    text = "\n".join(pathlib.Path(file).read_text() for file in files)
    return set(re.findall(r"^(?:build|test|run|common):(\S+)", text, re.M))
