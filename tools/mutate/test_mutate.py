"""The mutants of a small file, what becomes of them, and that it is kept."""

import collections
import dataclasses
import functools
import pathlib
import subprocess
import sys

import pytest

HERE = pathlib.Path(__file__).parent
sys.path.insert(0, str(HERE))

import build as building  # noqa: E402
import changed  # noqa: E402
import checks  # noqa: E402
import configuration  # noqa: E402
import mistakes  # noqa: E402
import mutants as making  # noqa: E402
import mutate  # noqa: E402
import page  # noqa: E402
import progress  # noqa: E402
import review as reviewing  # noqa: E402
import score  # noqa: E402

DATA = HERE / "testdata"
CLANG = ["clang", "-O1", "-fPIC", "-w", "-ffunction-sections", "-fdata-sections"]


def mutants_of(name):
    found, errors = making.mutants_of(str(DATA / name), (DATA / name).read_bytes(), [])
    assert not errors
    return found


def changes(function, name="counter.c"):
    return {(m.operator, m.was, m.becomes) for m in mutants_of(name) if m.function == function}


def test_a_test_is_dropped_relaxed_negated_and_made_constant():
    whole = "c != NULL && c->held >= least"
    assert changes("is_counted") == {
        ("drop a test", whole, "c != NULL"),
        ("drop a test", whole, "c->held >= least"),
        ("negate", whole, f"!({whole})"),
        ("constant", whole, "true"),
        ("constant", whole, "false"),
        ("relax", "&&", "||"),
        ("negate", "!=", "=="),
        ("relax", ">=", ">"),
        ("relax", ">=", "<="),
        ("check behind the use", whole, "c->held >= least && c != NULL"),
    }


def test_a_statement_is_dropped_and_a_condition_decided():
    condition = "--c->held == 0"
    assert changes("decref") >= {
        ("drop call", "release(c)", "(void)0"),
        ("negate", condition, f"!({condition})"),
        ("always", condition, "1"),
        ("never", condition, "0"),
        ("arithmetic", "--c->held", "++c->held"),
    }


def test_a_function_that_a_macro_defines_has_mutants():
    found = changes("limit_unit", "counter.h")
    assert ("never", "value > most", "0") in found
    assert ("relax", ">", ">=") in found


def test_counts_are_dropped_doubled_and_swapped(tmp_path):
    file = tmp_path / "count.c"
    file.write_text(
        "typedef struct _object { int n; } PyObject;\n"
        "void Py_INCREF(PyObject *o);\n"
        "void Py_DECREF(PyObject *o);\n"
        "void Py_XDECREF(PyObject *o);\n"
        "#define Py_CLEAR(o) do { PyObject *t = (o); (o) = 0; Py_XDECREF(t); } while (0)\n"
        "#define HF_NEW(T, p) ((hf_##T){p})\n"
        "typedef struct hf_str { void *p; } hf_str;\n"
        "hf_str f(PyObject *a, PyObject *b)\n"
        "{\n"
        "    Py_INCREF(a);\n"
        "    Py_CLEAR(b);\n"
        "    return HF_NEW(str, a);\n"
        "}\n"
    )
    found, errors = making.mutants_of(str(file), file.read_bytes(), [])
    assert not errors
    by_operator = {m.operator: m.becomes for m in found if m.was != "a"}
    assert by_operator["drop incref"] == "(void)0"
    assert by_operator["add incref"] == "{ Py_INCREF(a); Py_INCREF(a); }"
    assert {m.becomes for m in found if m.operator == "swap incref and decref"} == {
        "Py_XDECREF(a)",
        "Py_XINCREF(b)",
    }
    assert ("b = NULL", 11) in {(m.becomes, m.line) for m in found}
    assert {m.operator for m in found if m.was == "a"} >= {
        "add incref",
        "borrowed for new",
        "another variable",
    }


def test_macros_that_are_expressions_have_mutants(tmp_path):
    file = tmp_path / "macros.h"
    file.write_text(
        "#ifdef A\n"
        "#define IS(x) ((x) == 0)\n"
        "#define USE(x)   \\\n"
        "    (hf_private_ledger_use(x))\n"
        "#define BLOCK(x) do { x; } while (0)\n"
        "#else\n"
        "#define OTHER(x) ((x) == 0)\n"
        "#endif\n"
        "#define VERSION 3\n"
        "#define TYPE(x) sizeof(*(x *)0)\n"
        "#define HF_LIKELY(x) __builtin_expect(!!(x), 1)\n"
    )
    found, errors = making.mutants_of(str(file), file.read_bytes(), ["-DA"])
    assert not errors
    assert [(m.function, m.line, m.what) for m in found] == [
        ("IS", 2, "negate: ((x) «== → !=» 0)"),
        ("IS", 2, "constant: ((x) == «0 → -1»)"),
        ("IS", 2, "constant: ((x) == «0 → 1»)"),
        ("USE", 4, "another call: («hf_private_ledger_use → hf_private_ledger_close»(x))"),
    ]


# ---- What is right word by word.

DECLARED = """\
typedef struct _object { struct _object *ob_type; } PyObject;
typedef long Py_ssize_t;
#define NULL ((void *)0)
#define bool _Bool
#define true 1
#define HF_USE(h) ((h).p)
typedef struct hf_str { PyObject *p; } hf_str;
void Py_DECREF(PyObject *o);
int PyUnicode_Check(PyObject *o);
int PyUnicode_CheckExact(PyObject *o);
Py_ssize_t size_of(PyObject *o);
PyObject *named(const char *name);
void refuse(PyObject *o);
int use(PyObject *o, Py_ssize_t size);
void PyErr_Restore(PyObject *type, PyObject *value, PyObject *traceback);
"""


BOTH_USED = "PyObject *a = HF_USE(x), *b = HF_USE(y);\nreturn use(a, size_of(b));"


def made(tmp_path, body, head="int f(PyObject *a, PyObject *b, const char *name)"):
    """operator -> what it makes of a function."""
    file = tmp_path / "made.c"
    file.write_text(f"{DECLARED}{head}\n{{\n{body}\n}}\n")
    found, errors = making.mutants_of(str(file), file.read_bytes(), [])
    assert not errors
    result = {}
    for m in found:
        assert m.apply(file.read_bytes()).count(b"\n") == file.read_bytes().count(b"\n")
        result.setdefault(m.operator, set()).add((m.was, m.becomes))
    return result


def test_statements_that_depend_on_each_other_are_swapped(tmp_path):
    body = "Py_ssize_t n = 0;\nn = size_of(a);\nuse(b, n);\nuse(a, 1);\nreturn 0;"
    found = made(tmp_path, body)
    assert found["swap statements"] == {
        ("n = size_of(a); use(b, n);", "use(b, n); n = size_of(a);")
    }


def test_operands_that_are_consumed_are_swapped(tmp_path):
    head = "int f(hf_str x, hf_str y)"
    found = made(tmp_path, BOTH_USED, head)
    assert found["swap consumptions"] == {
        ("PyObject *a = HF_USE(x), *b = HF_USE(y);", "PyObject *b = HF_USE(y), *a = HF_USE(x);")
    }
    body = "PyObject *a = HF_USE(x);\nPyObject *b = HF_USE(y);\nreturn a == b;"
    found = made(tmp_path, body, head)
    assert {was for was, _ in found["swap consumptions"]} == {
        "PyObject *a = HF_USE(x); PyObject *b = HF_USE(y);"
    }


def test_a_function_is_taken_for_one_like_it(tmp_path):
    found = made(tmp_path, "/* PyUnicode_Check(a) */\nreturn PyUnicode_Check(a);")
    assert found["lookalike"] == {("PyUnicode_Check", "PyUnicode_CheckExact")}


def test_a_size_passes_through_fewer_bits(tmp_path):
    found = made(tmp_path, "Py_ssize_t n = size_of(a);\nreturn use(a, n);")
    assert ("n", "(int)(n)") in found["narrowed cast"]
    assert ("size_of(a)", "(unsigned short)(size_of(a))") in found["narrowed cast"]


def test_a_local_keeps_what_it_had(tmp_path):
    found = made(tmp_path, "Py_ssize_t n = 0;\nint m = use(a, 1);\nreturn m + (int)n;")
    assert found["static local"] == {("Py_ssize_t", "static Py_ssize_t")}


def test_the_same_object_is_taken_for_equal(tmp_path):
    head = "bool f(hf_str x, hf_str y)"
    found = made(tmp_path, BOTH_USED, head)
    ((was, becomes),) = found["identity shortcut"]
    assert becomes == was + " if (a == b) { return true; }"


def test_a_check_comes_behind_the_use(tmp_path):
    found = made(tmp_path, "if (a == NULL) {\n    return 1;\n}\nint n = use(a, 2);\nreturn n;")
    assert found["check behind the use"] == {
        (
            "if (a == NULL) { return 1; } int n = use(a, 2);",
            "int n = use(a, 2); if (a == NULL) { return 1; }",
        )
    }
    found = made(tmp_path, "return a != NULL && use(a, 1);")
    assert found["check behind the use"] == {
        ("a != NULL && use(a, 1)", "use(a, 1) && a != NULL")
    }
    assert "check behind the use" not in made(tmp_path, "return a != b && a != NULL;")


def test_a_result_is_kept_by_an_address(tmp_path):
    found = made(tmp_path, "PyObject *key = named(name);\nreturn use(key, 1);")
    ((was, becomes),) = found["cached value"]
    assert was == "named(name)"
    assert "static const char * hf_last_" in becomes and "Py_XNewRef(hf_kept_)" in becomes


def test_what_is_refused_is_released_before_it_is_named(tmp_path):
    found = made(tmp_path, "refuse(a);\nPy_DECREF(b);\nPy_DECREF(a);\nreturn 0;")
    assert found["released early"] == {
        (
            "refuse(a); Py_DECREF(b); Py_DECREF(a);",
            "Py_DECREF(a); refuse(a); Py_DECREF(b);",
        )
    }


def test_an_exception_is_restored_in_part(tmp_path):
    found = made(tmp_path, "PyErr_Restore(a, b, a);\nreturn 0;")
    changed_ = {becomes for _, becomes in found["partly restored"]}
    assert "(Py_XDECREF(a), PyErr_Restore(a, b, NULL))" in changed_
    assert "(Py_XDECREF(b), PyErr_Restore(a, NULL, a))" in changed_
    assert any("PyException_SetContext" in text for text in changed_)


def test_lines_with_directives_are_not_joined(tmp_path):
    body = "Py_ssize_t n = 0;\nn = size_of(a);\n#if 1\nuse(b, n);\n#endif\nreturn 0;"
    found = made(tmp_path, body)
    assert "swap statements" not in found


@pytest.mark.parametrize("name", ["counter.c", "counter.h"])
def test_a_mutant_changes_its_line_and_moves_none(name):
    source = (DATA / name).read_bytes()
    for mutant in mutants_of(name):
        changed = mutant.apply(source).split(b"\n")
        different = [i for i, (a, b) in enumerate(zip(changed, source.split(b"\n")), 1) if a != b]
        assert len(changed) == source.count(b"\n") + 1
        assert mutant.line in different


# ---- What becomes of them.


@pytest.fixture(scope="module")
def cache_path(tmp_path_factory):
    return tmp_path_factory.mktemp("cache") / "known.sqlite"


UNITS = ["mutate/testdata/counter.c", "mutate/testdata/target.c"]
LINK = ["clang", "-fsanitize=fuzzer", "-fuse-ld=lld", "-Wl,--gc-sections", "-lstdc++"]


def build_of(corpus, *options):
    return building.Build(
        root=HERE.parent,
        links={},
        compile={
            "mutate/testdata/counter.c": [*CLANG, *options, "-fsanitize=fuzzer-no-link"],
            "mutate/testdata/target.c": [*CLANG, *options],
            "mutate/probe.c": CLANG,
            "mutate/domain.c": CLANG,
        },
        targets={"sample": (UNITS, LINK)},
        corpora={"sample": corpus},
        domains={
            "all bytes": building.domain_of(
                UNITS, LINK, ["0-255", "0-9/0,7-9"], main="mutate/domain.c"
            )
        },
        probe="mutate/probe.c",
    )


@pytest.fixture(scope="module")
def corpus(tmp_path_factory):
    corpus = tmp_path_factory.mktemp("corpus")
    (corpus / "seed").write_bytes(b"\x01\x08")
    return corpus


FILES = ["mutate/testdata/counter.c", "mutate/testdata/counter.h"]


def study_of(corpus, cache_path, folder):
    cache = configuration.Cache(cache_path)
    release = configuration.Configuration(build_of(corpus), FILES, cache, 2, folder / "release")
    checked = configuration.Configuration(
        build_of(corpus, "-DCHECKED"), FILES, cache, 2, folder / "checked", "-DCHECKED"
    )
    return configuration.Study([release, checked], 2, lambda *_: None)


@pytest.fixture(scope="module")
def study(corpus, cache_path, tmp_path_factory):
    study = study_of(corpus, cache_path, tmp_path_factory.mktemp("trees"))
    study.examine_all(study.mutants, 10_000)
    return study


def mutant_of(mutants, *of):
    (mutant,) = [m for m in mutants if (m.function, m.operator, m.becomes) == of]
    return mutant


def fate(study, function, operator, becomes):
    return study.known[mutant_of(study.mutants, function, operator, becomes)]


def test_a_mutant_is_killed_by_an_oracle(study):
    killed = fate(study, "is_counted", "relax", ">")
    assert (killed["fate"], killed["target"]) == ("killed", "sample")
    assert killed["oracle"] == "number oracle"
    # By the corpus: the byte 1 is exactly what is held.
    assert 1 <= killed["inputs"] <= 2
    # While the target starts.
    assert fate(study, "is_counted", "drop a test", "c->held >= least")["inputs"] == 0


def test_a_crash_and_what_only_fuzzing_reaches_kill_too(study):
    assert fate(study, "decref", "arithmetic", "++c->held")["fate"] == "killed"
    # The seed has no byte that is 7 or less above 1: only fuzzing tells these apart.
    killed = fate(study, "limit_unit", "negate", "!(value > most)")
    assert killed["fate"] == "killed"


def test_a_mutant_that_nothing_sees_survives(study):
    assert fate(study, "release", "drop assignment", "(void)0")["fate"] == "survived"
    # The function is not even in the program.
    assert fate(study, "unused", "arithmetic", "-")["fate"] == "survived"


def test_a_unit_test_kills_where_it_is_asked_for(corpus, tmp_path):
    build = build_of(corpus)
    build.compile["mutate/testdata/counter_test.c"] = [*CLANG]
    objects = ["mutate/testdata/counter.c", "mutate/testdata/counter_test.c"]
    link = ["clang", "-fuse-ld=lld", "-Wl,--gc-sections", "-lcmocka", "-fsanitize=fuzzer-no-link"]
    build.targets = {"counter_test": (objects, link), **build.targets}
    cache = configuration.Cache(tmp_path / "known.sqlite")
    tested = configuration.Configuration(build, FILES[:1], cache, 1, tmp_path / "trees")
    asked = ("unused", "is_counted", "release")
    study = configuration.Study(
        [tested], 1, lambda *_: None, lambda mutant: mutant.function in asked
    )
    study.examine_all(study.mutants, 10_000)
    killed = fate(study, "unused", "arithmetic", "-")
    assert (killed["fate"], killed["target"]) == ("killed", "counter_test")
    assert (killed["oracle"], killed["inputs"]) == ("test_unused_adds_one", None)
    # What it does not look at is left to the targets.
    assert fate(study, "is_counted", "relax", ">")["target"] == "sample"
    assert fate(study, "release", "drop assignment", "(void)0")["fate"] == "survived"


def test_equal_code_is_not_counted(study):
    fates = score.fates_of(study, reviewing.Review())
    assert collections.Counter(fates.values())["killed"] > 10
    assert set(fates.values()) <= {"killed", "survived", "equal", "same", "no code"}
    assert {"same", "equal"} & set(fates.values())


def test_what_a_define_adds_is_examined_where_it_is_defined(study):
    release, checked = study.configurations
    assert {m.function for m in checked.mutants} == {"is_whole"}
    assert "is_whole" not in {m.function for m in release.mutants}
    assert fate(study, "is_whole", "constant", "false")["fate"] == "killed"
    # All in one: a file's row has both.
    fates = score.fates_of(study, reviewing.Review())
    row = next(row for row in score.by_file(study, fates) if row[0] == FILES[0])
    assert int(row[1]) == len({m for m in release.mutants if m.file == FILES[0]}) + len(
        checked.mutants
    )


def test_what_is_known_is_kept(study, corpus, cache_path, tmp_path, monkeypatch):
    def never(*_):
        raise AssertionError("a run that was done before")

    again = study_of(corpus, cache_path, tmp_path)
    monkeypatch.setattr(building, "outcome", never)
    monkeypatch.setattr(building.Tree, "change", never)
    again.examine_all(again.mutants, 10_000)
    assert again.known == study.known
    # What survived is run again with more operations.
    survivor = next(m for m in again.mutants if again.known[m]["fate"] == "survived")
    assert not again.is_done(survivor, 20_000)


def test_an_input_that_kills_does_so_in_a_larger_corpus(
    study, corpus, cache_path, tmp_path, monkeypatch
):
    """What killed each mutant is known, and whether it is still there."""
    runs = []
    monkeypatch.setattr(building, "outcome", lambda *run: runs.append(run))
    other = tmp_path / "corpus"
    other.mkdir()

    def replays(operator, becomes):
        """Whether a mutant of is_counted is run with the corpus as it is now."""
        again = study_of(other, cache_path, tmp_path / "trees")
        release = again.configurations[0]
        release.seconds = {"sample": 60}
        mutant = mutant_of(release.mutants, "is_counted", operator, becomes)
        runs.clear()
        assert again.known[mutant] is None
        result = release.examine(mutant, 0)
        assert result["fate"] == ("survived" if runs else "killed")
        return bool(runs)

    # Other contents for each of these: what they come to is kept.
    (other / "more").write_bytes(b"\x03")
    assert replays("relax", ">")
    (other / "same").write_bytes((corpus / "seed").read_bytes())
    assert not replays("relax", ">")
    assert not replays("relax", "<=")


def test_a_replay_begins_with_what_killed_others(study, corpus, cache_path, tmp_path, monkeypatch):
    (tmp_path / "corpus").mkdir()
    (tmp_path / "corpus" / "seed").write_bytes((corpus / "seed").read_bytes())
    (tmp_path / "corpus" / "other").write_bytes(b"\x03")
    again = study_of(tmp_path / "corpus", tmp_path / "known", tmp_path / "trees")
    release = again.configurations[0]
    release.seconds = {"sample": 60}
    runs, run = [], building.outcome

    def outcome(program, inputs, *rest):
        runs.append([path.name for path in inputs])
        return run(program, inputs, *rest)

    monkeypatch.setattr(building, "outcome", outcome)
    for becomes, expected in {
        ">": [["other", "seed"], ["seed"]],
        "<=": [["seed"], ["seed"]],
    }.items():
        runs.clear()
        mutant = mutant_of(release.mutants, "is_counted", "relax", becomes)
        assert release.examine(mutant, 0)["fate"] == "killed"
        assert runs == expected


def test_an_interruption_is_not_a_fate(study, corpus, cache_path, tmp_path, monkeypatch):
    (tmp_path / "corpus").mkdir()
    again = study_of(tmp_path / "corpus", cache_path, tmp_path / "trees")
    release = again.configurations[0]
    with release.tree() as tree:
        tree.start()
        run = building.subprocess.run
        # As clang ends, at Ctrl-C.
        end = ["sh", "-c", "kill -2 $$"]
        monkeypatch.setattr(building.subprocess, "run", lambda _, **options: run(end, **options))
        with pytest.raises(building.Interrupted):
            tree.compile(FILES[0])
        with pytest.raises(building.Interrupted):
            tree.link("sample")
        monkeypatch.undo()

    def interrupted(*_):
        raise building.Interrupted

    for configuration in again.configurations:
        configuration.seconds = {"sample": 60}
    monkeypatch.setattr(building, "outcome", interrupted)
    with pytest.raises(building.Interrupted):
        again.examine_all(again.mutants, 10_000)
    later = study_of(tmp_path / "corpus", cache_path, tmp_path / "more trees")
    assert None in later.known.values()
    assert "survived" not in {known["fate"] for known in later.known.values() if known}


def test_another_source_is_not_what_is_known(study, corpus, cache_path, tmp_path):
    other = study_of(corpus, cache_path, tmp_path / "trees").configurations[0]
    key = other.key(other.mutants[0])
    other.base = building.digest("another")
    assert other.key(other.mutants[0]) != key


def test_a_source_that_is_compiled_in_two_ways_is_two_units(corpus, tmp_path):
    actions = [
        {"mnemonic": "CppCompile", "arguments": ["clang", *options, "-c", "a.c", "-o", f"{i}.o"]}
        for i, options in enumerate([["-DA", "-DB", "-g"], ["-DB", "-DA", "-DB"], ["-DA"]])
    ]
    commands, units = building.units_of(actions)
    assert units == {"0.o": "a.c", "1.o": "a.c", "2.o": "a.c#2"}
    assert "-DB" in commands["a.c"] and "-DB" not in commands["a.c#2"]
    # Each is compiled in its own way, and both when the source is changed.
    (tmp_path / "a.c").write_text("int f(void) { return A; }")
    compile_ = {"a.c": [*CLANG, "-DA=1"], "a.c#2": [*CLANG, "-DA=2"]}
    build = building.Build(tmp_path, {}, compile_, {}, {})
    tree = building.Tree(
        build, build.sources(), tmp_path / "tree", configuration.Cache(tmp_path / "known")
    )
    tree.start()
    assert tree.originals["a.c"] != tree.originals["a.c#2"]
    assert tree.change({"a.c": b"int f(void) { return A + 1; }"}).keys() == compile_.keys()


# ---- What is reviewed.


CLASSES = '''
[class.believed]
reason = "so it is"

[class.same]
reason = "both are the same"
check = "value"

[class.twin]
reason = "the other way gives the same"
check = "result"
'''
ENTRY = '[[equivalent]]\nclass = "{}"\nfunction = "{}"\nmutants = ["{}"]\n'


def review_of(tmp_path, *entries):
    file = tmp_path / "equivalent.toml"
    file.write_text(CLASSES + "".join(ENTRY.format(*entry) for entry in entries))
    return reviewing.Review(file)


DROPPED = "drop assignment: «c->held = 0 → (void)0»"


def test_reviewed_mutants_are_not_counted_and_stale_entries_are_told(study, tmp_path):
    review = review_of(
        tmp_path,
        ("believed", "release", DROPPED),
        ("believed", "gone", DROPPED),
        ("believed", "is_counted", "relax: return c != NULL && c->held «>= → >» least"),
        ("believed", "is_counted", "relax: return c != NULL && c->held «>= → 7» least"),
    )
    fates = score.fates_of(study, review)
    assert [fates[m] for m in fates if m.what == DROPPED] == ["prose"]
    assert [(entry.function, why) for entry, why in review.stale(fates)] == [
        ("gone", "there is no such mutant"),
        ("is_counted", "it was killed"),
        ("is_counted", "there is no such mutant"),
    ]
    assert review.unused() == ["same", "twin"]


@pytest.mark.parametrize(
    "text",
    [
        '[class.a]\nreason = ""\n',
        '[class.a]\nreason = "r"\ncheck = "by eye"\n',
        '[[equivalent]]\nclass = "none"\nfunction = "f"\nmutants = []\n',
        '[class.a]\nreason = "r"\n[[equivalent]]\nclass = "a"\nfunction = "f"\n',
        '[class.a]\nreason = "r"\n'
        '[[equivalent]]\nclass = "a"\nfunction = "f"\nmutants = []\nline = 1\n',
    ],
)
def test_an_entry_needs_a_class_and_a_class_a_reason(tmp_path, text):
    file = tmp_path / "equivalent.toml"
    file.write_text(text)
    with pytest.raises(SystemExit):
        reviewing.Review(file)


def test_an_entry_outlives_edits_elsewhere_and_a_move_of_its_file(tmp_path):
    text = "int f(int a) {\n    if (a == 0) return 1;\n    return 2;\n}\n"
    edited = text.replace("    if", "    a += a == 0;\n    if")

    def relaxed(name, text):
        file = tmp_path / name
        file.parent.mkdir(exist_ok=True)
        file.write_text(text)
        found, _ = making.mutants_of(str(file), file.read_bytes(), [])
        return {m for m in found if m.becomes == "<=" and m.function == "f"}

    (before,) = relaxed("a.c", text)
    review = review_of(tmp_path, ("believed", "f", before.what))
    (after,) = [m for m in relaxed("elsewhere/b.c", edited) if review.entry(m)]
    assert after.line == before.line + 1
    assert len(relaxed("elsewhere/b.c", edited)) == 2


def test_a_statement_that_is_there_twice_is_told_apart():
    ordinals = [m.ordinal for m in mutants_of("counter.c") if m.function == "twice"]
    assert {0, 1} == set(ordinals)


def test_mutants_of_two_files_need_the_name_of_one(study, tmp_path):
    review = review_of(tmp_path, ("believed", "release", DROPPED))
    (mutant,) = [m for m in study.mutants if review.entry(m)]
    other = dataclasses.replace(mutant, file="elsewhere/other.c")
    fates = {mutant: "survived", other: "survived"}
    assert "two files" in review.stale(fates)[0][1]
    entry = dataclasses.replace(review.entries[0], file="other.c")
    assert entry.matches(other) and not entry.matches(mutant)


def test_an_entry_is_ported_to_the_statement_as_it_is_now(study, tmp_path):
    review = review_of(
        tmp_path,
        ("twin", "release", "drop assignment: «c->held = 1 → (void)0»"),
        ("twin", "renamed_is_counted", "relax: return c != NULL && c->held «>= → >» least"),
        ("twin", "gone", "off by one: nothing of «the → kind»"),
    )
    entries, done = review.ported(study.mutants)
    assert [(e.function, e.what) for e in entries[:1]] == [("release", DROPPED)]
    assert entries[1].function == "is_counted"
    assert [moved is None for _, moved in done] == [False, False, True]
    # And what is written is read again as the same.
    file = tmp_path / "equivalent.toml"
    file.write_text(reviewing.whole_file(review.classes.values(), entries))
    assert set(reviewing.Review(file).entries) == set(entries)


def test_survivors_are_printed_as_entries(study, tmp_path):
    fates = score.fates_of(study, reviewing.Review())
    survivors = [m for m in fates if fates[m] == "survived"]
    file = tmp_path / "equivalent.toml"
    text = reviewing.survivors_as_toml(survivors)
    file.write_text(CLASSES + text.replace('class = ""', 'class = "believed"'))
    fates = score.fates_of(study, reviewing.Review(file))
    assert "survived" not in fates.values()


# ---- What a machine checks of it.


def verdict_of(study, function, operator, becomes):
    mutant = mutant_of(study.mutants, function, operator, becomes)
    study.of[mutant].check([mutant])
    return mutant, study.of[mutant].known_verdict(mutant)


def test_a_domain_tells_same_values_from_other_ones(study):
    # A byte is not negative: == and <= are the same.
    _, verdict = verdict_of(study, "is_nothing", "relax", "<=")
    assert (verdict.killed, verdict.reached, verdict.differs) == ("", True, False)
    assert verdict.holds("value", False) and not verdict.holds("result", False)
    # The faster way is not taken: the values differ, the results do not.
    _, verdict = verdict_of(study, "is_small", "never", "0")
    assert (verdict.killed, verdict.reached, verdict.differs) == ("", True, True)
    assert verdict.holds("result", False) and not verdict.holds("value", False)


def test_a_domain_finds_a_mutant_and_says_where(study):
    _, verdict = verdict_of(study, "is_small", "constant", "7")
    assert "number oracle" in verdict.killed
    assert not verdict.holds("value", False) and not verdict.holds("result", False)


def test_where_the_domain_does_not_come_nothing_is_checked(study):
    _, verdict = verdict_of(study, "unused", "arithmetic", "-")
    assert not verdict.reached and not verdict.killed
    assert not verdict.holds("value", False) and not verdict.holds("result", False)


def test_a_statement_is_marked_where_it_has_no_value(study):
    mutant, verdict = verdict_of(study, "release", "drop assignment", "(void)0")
    assert mutant.value is None
    assert verdict.reached and verdict.differs is None and verdict.holds("result", False)


def test_a_program_holds_many_mutants_and_a_run_chooses_one(study, corpus, tmp_path):
    again = study_of(corpus, tmp_path / "known", tmp_path / "trees")
    release = again.configurations[0]
    some = [m for m in release.mutants if m.function in ("is_small", "is_nothing", "release")]
    batches = checks.batches(release.sources, some)
    assert sum(map(len, batches)) == len(some) and len(batches) < len(some) / 2
    release.check(some)
    verdicts = {(m.function, m.operator, m.becomes): release.known_verdict(m) for m in some}
    # As one by one: found by the domain, content with it, the same, and no code.
    assert "number oracle" in verdicts["is_small", "constant", "7"].killed
    assert verdicts["is_small", "never", "0"].holds("result", False)
    assert verdicts["is_nothing", "relax", "<="].holds("value", False)
    assert verdicts["release", "drop assignment", "(void)0"].reached


@pytest.mark.parametrize(
    "text, declared, assigns",
    [
        ("T *a = F(x, y), *b = G(y);", "T *a, *b; ", "a = F(x, y); b = G(y);"),
        ("if (x) { T n = 0; return n; } T m = x;", "T m; ", "if (x) { T n = 0; return n; } m = x;"),
        ("const T n = x;", "T n; ", "n = x;"),
        ("const unsigned char *p = x;", "const unsigned char *p; ", "p = x;"),
        ("a->b = x; c = ','; f(d, e);", "", "a->b = x; c = ','; f(d, e);"),
        ("static T *a = NULL;", "", "static T *a = NULL;"),
        ("return a == b;", "", "return a == b;"),
    ],
)
def test_what_one_order_declares_the_other_assigns_to(text, declared, assigns):
    before, rest = checks.assigning(text)
    assert (before, rest.strip()) == (declared, assigns)


@pytest.mark.parametrize(
    "before, call, after, is_statement",
    [
        ("if (a) ", "Py_XINCREF(f(a, b))", ";", True),
        ("{ ", "Py_XINCREF(a)", ";", True),
        ("return a && ", "Py_XINCREF(f(a, b))", " != 0;", False),
        ("b = ", "Py_XINCREF(a)", ";", False),
    ],
)
def test_of_another_functions_name_the_call_is_chosen(before, call, after, is_statement):
    start = len(before)
    one = making.Mutant(
        "a.c", "f", "lookalike", "Py_XINCREF", "Py_INCREF", "", "", 0, 1, start, start + 10, "Py_INCREF"
    )
    source = (before + call + after).encode()
    assert checks.place_of(source, one) == ((start, start + len(call)), is_statement)
    assert checks.becomes_of(source, one) == call.replace("_X", "_")
    ((edit,),) = checks.schema({"a.c": source}, [one]).values()
    assert edit[:2] == (start, start + len(call)) and call in edit[2]


def test_what_does_not_compile_leaves_the_others_in(study, corpus, tmp_path):
    again = study_of(corpus, tmp_path / "known", tmp_path / "trees")
    release = again.configurations[0]
    good = mutant_of(release.mutants, "is_nothing", "relax", "<=")
    bad = mutant_of(release.mutants, "is_counted", "relax", ">")
    bad = dataclasses.replace(bad, text="> undeclared +", becomes="> undeclared +")
    release.check([bad, good])
    assert release.known_verdict(good).reached
    assert not release.known_verdict(bad).reached


def test_what_is_checked_is_counted_apart_from_prose(study, tmp_path):
    review = review_of(tmp_path, ("twin", "release", DROPPED), ("same", "release", "none"))
    (mutant,) = [m for m in study.mutants if m.what == DROPPED]
    study.check_all([mutant])
    try:
        fates = score.fates_of(study, review)
        assert fates[mutant] == "checked"
        assert "checked by machine: 1 (1 result); by prose alone: 0" in score.reviewed_words(
            fates, review
        )
        # A class that claims more than was found is prose, and is told.
        review = review_of(tmp_path, ("same", "release", DROPPED))
        fates = score.fates_of(study, review)
        assert fates[mutant] == "prose"
        assert [m for m, _ in score.not_held(study, review)] == [mutant]
        assert "by prose alone: 1" in score.reviewed_words(fates, review)
    finally:
        study.verdicts.clear()


def test_a_check_alone_needs_no_examination(corpus, tmp_path):
    study = study_of(corpus, tmp_path / "known", tmp_path / "trees")
    review = review_of(tmp_path, ("twin", "release", DROPPED))
    mutate.examine(study, review, mutate.parse(["--checks"]))
    fates = score.fates_of(study, review)
    assert {m.what for m, fate in fates.items() if fate == "checked"} == {DROPPED}
    assert {fate for m, fate in fates.items() if m.what != DROPPED} == {"open"}


def test_what_the_domain_finds_was_not_equivalent(study, tmp_path):
    mutant = mutant_of(study.mutants, "release", "drop assignment", "(void)0")
    review = review_of(tmp_path, ("twin", "release", DROPPED))
    study.verdicts[mutant] = checks.Verdict("sample, the number oracle", True, True, 1)
    try:
        fates = score.fates_of(study, review)
        assert fates[mutant] == "killed"
        assert "it was killed" in {why for _, why in review.stale(fates)}
    finally:
        study.verdicts.clear()


def test_never_is_what_an_assertion_runs():
    source = b"int f(int a) { if (HF_NEVER(a > g(2))) return 1; return a > 3; }"

    def within(text):
        start = source.index(text)
        return checks.in_never(source, Place(start, start + len(text)))

    assert within(b"a > g(2)") and within(b"2") and within(b"HF_NEVER(a > g(2))")
    assert not within(b"a > 3") and not within(b"return 1")


Place = collections.namedtuple("Place", "start end")


def test_what_has_effects_is_not_computed_twice():
    assert checks.is_pure("a == b && PyUnicode_GET_LENGTH(c) <= (size_t)d")
    assert not checks.is_pure("a = b")
    assert not checks.is_pure("i++ < 3")
    assert not checks.is_pure("resize(a) < 0")


def test_the_page_shows_each_fate(study):
    review = reviewing.Review()
    fates = score.fates_of(study, review)
    rows = score.by_file(study, fates)
    text = page.render(study, fates, review)
    assert "killed by sample, number oracle, after " in text
    assert ", at its start" in text
    assert "<b>survived</b> 10,000 operations" in text
    assert text.count('<div class="line">') + text.count("<details") == sum(
        study.sources[f].count(b"\n") + 1 for f in FILES
    )
    assert rows[-1][0] == "all" and rows[-1][-1].endswith("%")


def test_the_score_is_told_by_class_of_mistake(study):
    fates = score.fates_of(study, reviewing.Review())
    rows = score.by_class(fates)
    assert rows[0][0] == "class" and rows[-1][0] == "all"
    assert sum(int(row[1]) for row in rows[1:-1]) == int(rows[-1][1]) == len(study.mutants)
    assert "By class of mistake" in page.render(study, fates, reviewing.Review())


def test_each_operator_has_a_class():
    operators = {m.operator for name in ("counter.c", "counter.h") for m in mutants_of(name)}
    operators |= {operator for operator, _, _ in mistakes.CALLS_ANEW}
    assert operators <= score.CLASS_OF.keys()


def test_progress_says_how_far_and_how_long(capsys):
    line = progress.Progress("mutants", "in short", 4, 0)
    line.step("killed")
    line.start -= 60
    assert "1 of 4 (25 %), about 3 min left: 1 killed" in line.line(line.start + 60)


# ---- Second order.


def test_pairs_are_the_same_each_time_and_apart(study):
    pairs = configuration.pairs_of(study.mutants, 40)
    assert len(pairs) == 40 == len(set(pairs))
    assert pairs == configuration.pairs_of(study.mutants, 40)
    for pair in pairs:
        a, b = pair.first, pair.second
        assert a.file != b.file or a.end <= b.start
    assert {p.first.file != p.second.file for p in pairs} == {True, False}


def test_a_pair_is_both_at_once_and_examined_like_one(study, corpus, cache_path, tmp_path):
    again = study_of(corpus, cache_path, tmp_path)
    release = again.configurations[0]
    first = mutant_of(release.mutants, "is_counted", "relax", ">")
    second = mutant_of(release.mutants, "release", "drop assignment", "(void)0")
    pair = configuration.Pair(first, second)
    changes = release.changes(pair.edits())
    assert b"c->held > least" in changes[FILES[0]] and b"(void)0" in changes[FILES[0]]
    again.of[pair], again.known[pair] = release, None
    again.pairs.append(pair)
    again.examine_all([pair], 10_000, "pairs")
    assert again.known[pair]["fate"] == "killed"
    fates = score.fates_of(again, reviewing.Review())
    assert score.by_class(fates)[-2][:2] == ["second order", "1"]


# ---- The change at hand.


@pytest.fixture
def clone(tmp_path):
    """A clone with a folder core/, and commit(), which commits what is there."""
    (tmp_path / "core").mkdir()

    def commit(name):
        run = functools.partial(subprocess.run, cwd=tmp_path, check=True, capture_output=True)
        run(["git", "add", "-A"])
        who = ["-c", "user.name=a", "-c", "user.email=a@example.org"]
        run(["git", *who, "commit", "-q", "-m", name])
        return run(["git", "rev-parse", "HEAD"], text=True).stdout.strip()

    subprocess.run(["git", "init", "-q", tmp_path], check=True, capture_output=True)
    return tmp_path, commit


def test_a_change_is_the_lines_that_it_touches(clone):
    tree, commit = clone
    (tree / "core/a.c").write_text("one\ntwo\nthree\nfour\nfive\nsix\nseven\n")
    first = commit("first")
    (tree / "core/a.c").write_text("one\nTWO\nthree\nfour\nfive\nseven\n")
    assert changed.since(tree, first) == {"core/a.c": {2, 5, 6}}
    # A file that moves has no new lines; one that is new has nothing else.
    (tree / "core/a.c").write_text("one\ntwo\nthree\nfour\nfive\nsix\nseven\n")
    (tree / "core/inner").mkdir()
    (tree / "core/a.c").rename(tree / "core/inner/b.c")
    (tree / "core/new.c").write_text("new\n")
    subprocess.run(["git", "add", "core/inner"], cwd=tree, check=True)
    assert changed.since(tree, first) == {"core/new.c": {1, 2}}
    with pytest.raises(SystemExit):
        changed.since(tree, "nowhere")


def test_the_change_at_hand_is_the_last_one_that_touched_the_layer(clone):
    tree, commit = clone
    assert changed.last(tree) is None
    (tree / "core/a.c").write_text("one\n")
    first = commit("first")
    assert changed.last(tree) is None  # nothing is before it
    (tree / "core/a.c").write_text("two\n")
    second = commit("second")
    (tree / "other.c").write_text("one\n")
    third = commit("of something else")
    assert changed.last(tree) == first
    # A branch is compared with where it began.
    subprocess.run(
        ["git", "update-ref", "refs/remotes/origin/main", second], cwd=tree, check=True
    )
    assert changed.last(tree) == second
    subprocess.run(["git", "update-ref", "refs/remotes/origin/main", third], cwd=tree, check=True)
    (tree / "core/a.c").write_text("three\n")
    assert changed.last(tree) == "HEAD"


@pytest.mark.parametrize("folder", ["core", "bind"])
def test_a_change_of_either_folder_counts(clone, folder):
    tree, commit = clone
    (tree / folder).mkdir(exist_ok=True)
    (tree / folder / "a.c").write_text("one\n")
    first = commit("first")
    (tree / folder / "a.c").write_text("one\ntwo\n")
    assert changed.last(tree) == "HEAD"
    commit("second")
    (tree / "other.c").write_text("one\n")
    commit("of something else")
    (tree / folder / "new.c").write_text("new\n")
    assert changed.since(tree, first) == {f"{folder}/a.c": {2}, f"{folder}/new.c": {1, 2}}
    (tree / folder / "new.c").unlink()
    assert changed.last(tree) == first


def test_headers_of_bind_are_code_of_the_user(tmp_path, monkeypatch):
    text = "#define HF_TYPES(X)    \\\n    X(str, Str)\n"
    files = ["bind/b.c", "core/a.h", "core/inner/a.c"]
    for file in [*files, "bind/b.h"]:
        (tmp_path / file).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / file).write_text(text)
    assert mutate.files_of(tmp_path) == files
    lines = dict.fromkeys([*files, "bind/b.h"], {1})
    assert mutate.chosen_files(tmp_path, mutate.parse(["--changed"]), lines) == files
    with pytest.raises(SystemExit):
        mutate.chosen_files(tmp_path, mutate.parse(["--only", "bind/b.h"]), None)
    # Nor have their lists of types one more.
    monkeypatch.chdir(tmp_path)
    assert [file for file, _ in making.lists_beside("core/inner/a.c")] == ["core/a.h"]
    assert list(making.lists_beside("bind/b.c")) == []


def test_a_change_at_hand_gets_a_short_run():
    options = mutate.parse(["--changed"])
    assert (options.operations, options.minutes, options.no_checks) == (20_000, 4, True)
    assert not mutate.is_whole(options) and not mutate.is_whole(mutate.parse(["--only", "a"]))
    assert not mutate.is_whole(mutate.parse(["--reviewed"]))
    assert not mutate.parse(["--changed", "--checks"]).no_checks
    options = mutate.parse([])
    assert mutate.is_whole(options) and options.minutes is None


def test_the_parts_of_a_sample_are_the_whole():
    def part(text):
        sample = mutate.parse(["--sample", text]).sample
        return {m for m in everything if mutate.is_in_sample(m, sample)}

    everything = set(mutants_of("counter.c"))
    parts = [part(f"{i}/3") for i in range(3)]
    assert set.union(*parts) == everything and sum(map(len, parts)) == len(everything)
    assert part("3") == parts[0] and all(parts)
    for wrong in "3/3", "0", "a", "-1/3":
        with pytest.raises(SystemExit):
            mutate.parse([f"--sample={wrong}"])


def test_only_mutants_on_changed_lines_are_taken():
    mutants = mutants_of("counter.c")
    line = next(m.line for m in mutants if m.function == "release")
    lines = {mutants[0].file: {line}}
    assert {m.function for m in mutants if changed.is_touched(m, lines)} == {"release"}


def test_what_there_is_no_time_for_is_left_and_told(study, corpus, tmp_path):
    again = study_of(corpus, tmp_path / "known", tmp_path / "trees")
    again.minutes = 0
    again.examine_all([], 1000)
    assert again.until is None  # it begins with the first that there is
    again.examine_all(again.mutants, 1000)
    fates = score.fates_of(again, reviewing.Review())
    assert set(fates.values()) == {"open"}
