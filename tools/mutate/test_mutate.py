"""The mutants of a small file, what becomes of them, and that it is kept."""

import collections
import pathlib
import sys
import sysconfig

import pytest

HERE = pathlib.Path(__file__).parent
sys.path.insert(0, str(HERE))

import build as building  # noqa: E402
import mutants as making  # noqa: E402
import mutate  # noqa: E402
import page  # noqa: E402

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
        "    (hf_ledger_use(x))\n"
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
        ("IS", 2, "negate: == -> !="),
        ("IS", 2, "constant: 0 -> -1"),
        ("IS", 2, "constant: 0 -> 1"),
        ("USE", 4, "another call: hf_ledger_use -> hf_ledger_close"),
    ]


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


def build_of(corpus, *options):
    return building.Build(
        root=HERE.parent,
        links={},
        compile={
            "mutate/testdata/counter.c": [*CLANG, *options, "-fsanitize=fuzzer-no-link"],
            "mutate/testdata/target.c": [*CLANG, *options],
        },
        targets={
            "sample": (
                ["mutate/testdata/counter.c", "mutate/testdata/target.c"],
                ["clang", "-fsanitize=fuzzer", "-fuse-ld=lld", "-Wl,--gc-sections", "-lstdc++"],
            )
        },
        corpora={"sample": corpus},
    )


@pytest.fixture(scope="module")
def corpus(tmp_path_factory):
    corpus = tmp_path_factory.mktemp("corpus")
    (corpus / "seed").write_bytes(b"\x01\x08")
    return corpus


FILES = ["mutate/testdata/counter.c", "mutate/testdata/counter.h"]


def study_of(corpus, cache_path, folder):
    cache = mutate.Cache(cache_path)
    release = mutate.Configuration(build_of(corpus), FILES, cache, 2, folder / "release")
    checked = mutate.Configuration(
        build_of(corpus, "-DCHECKED"), FILES, cache, 2, folder / "checked", "-DCHECKED"
    )
    return mutate.Study([release, checked], 2, lambda *_: None)


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
    cache = mutate.Cache(tmp_path / "known.sqlite")
    tested = mutate.Configuration(build, FILES[:1], cache, 1, tmp_path / "trees")
    study = mutate.Study([tested], 1, lambda *_: None)
    study.examine_all(study.mutants, 10_000)
    killed = fate(study, "unused", "arithmetic", "-")
    assert (killed["fate"], killed["target"]) == ("killed", "counter_test")
    assert (killed["oracle"], killed["inputs"]) == ("test_unused_adds_one", None)
    # What it does not look at is left to the targets.
    assert fate(study, "is_counted", "relax", ">")["target"] == "sample"
    assert fate(study, "release", "drop assignment", "(void)0")["fate"] == "survived"


def test_equal_code_is_not_counted(study):
    fates = mutate.fates_of(study, mutate.Equivalents(pathlib.Path("none")))
    assert collections.Counter(fates.values())["killed"] > 10
    assert set(fates.values()) <= {"killed", "survived", "equal", "same", "no code"}
    assert {"same", "equal"} & set(fates.values())


def test_what_a_define_adds_is_examined_where_it_is_defined(study):
    release, checked = study.configurations
    assert {m.function for m in checked.mutants} == {"is_whole"}
    assert "is_whole" not in {m.function for m in release.mutants}
    assert fate(study, "is_whole", "constant", "false")["fate"] == "killed"
    # All in one: a file's row has both.
    fates = mutate.fates_of(study, mutate.Equivalents(pathlib.Path("none")))
    row = next(row for row in mutate.table(study, fates) if row[0] == FILES[0])
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
        build, build.sources(), tmp_path / "tree", mutate.Cache(tmp_path / "known")
    )
    tree.start()
    assert tree.originals["a.c"] != tree.originals["a.c#2"]
    assert tree.change("a.c", b"int f(void) { return A + 1; }").keys() == compile_.keys()


def test_reviewed_mutants_are_equivalent_and_stale_entries_are_told(study, tmp_path):
    file = tmp_path / "equivalent.toml"
    entry = '[[equivalent]]\nfile = "{}"\nfunction = "{}"\n{}\nreason = "so it is"\n'
    file.write_text(
        entry.format(FILES[0], "release", "")
        + entry.format(FILES[0], "gone", "")
        + entry.format(FILES[0], "is_counted", 'mutants = ["relax: >= -> >", "relax: >= -> 7"]')
    )
    equivalents = mutate.Equivalents(file)
    fates = mutate.fates_of(study, equivalents)
    assert "equivalent" in {fates[m] for m in fates if m.function == "release"}
    told = [(function, what, why) for (_, function, what), why in equivalents.stale(fates, FILES)]
    assert told == [
        ("gone", None, "there is no such mutant"),
        ("is_counted", "relax: >= -> >", "it was killed"),
        ("is_counted", "relax: >= -> 7", "there is no such mutant"),
    ]


def test_an_entry_needs_a_reason(tmp_path):
    file = tmp_path / "equivalent.toml"
    file.write_text('[[equivalent]]\nfile = "a.c"\nfunction = "f"\nreason = ""\n')
    with pytest.raises(SystemExit):
        mutate.Equivalents(file)


def test_survivors_are_printed_as_entries(study, tmp_path):
    fates = mutate.fates_of(study, mutate.Equivalents(pathlib.Path("none")))
    survivors = [m for m in fates if fates[m] == "survived"]
    file = tmp_path / "equivalent.toml"
    file.write_text(mutate.as_toml(survivors).replace('reason = ""', 'reason = "so it is"'))
    fates = mutate.fates_of(study, mutate.Equivalents(file))
    assert "survived" not in fates.values()


def test_the_page_shows_each_fate(study):
    equivalents = mutate.Equivalents(pathlib.Path("none"))
    fates = mutate.fates_of(study, equivalents)
    rows = mutate.table(study, fates)
    text = page.render(study, fates, equivalents, rows)
    assert "killed by sample, number oracle, after " in text
    assert ", at its start" in text
    assert "<b>survived</b> 10,000 operations" in text
    assert text.count('<div class="line">') + text.count("<details") == sum(
        study.sources[f].count(b"\n") + 1 for f in FILES
    )
    assert rows[-1][0] == "all" and rows[-1][-1].endswith("%")


# ---- The real ones.


@pytest.mark.skipif(sys.version_info[:2] != (3, 11), reason="reviewed for CPython 3.11")
def test_each_entry_in_equivalent_toml_is_for_a_mutant_of_core(monkeypatch):
    root = HERE.parent.parent
    equivalents = mutate.Equivalents(HERE / "equivalent.toml")
    monkeypatch.chdir(root)
    include = sysconfig.get_paths()["include"]
    missing = set(equivalents.reasons)
    for define in ([], [mutate.CHECKED]):
        for file in {file for file, _, _ in missing}:
            arguments = ["-std=c11", "-iquote", ".", "-isystem", include, *define]
            some, errors = making.mutants_of(file, (root / file).read_bytes(), arguments)
            assert not errors
            missing -= {(m.file, m.function, what) for m in some for what in (m.what, None)}
    assert not missing
