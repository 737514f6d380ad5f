"""Tests that use what pytest offers. Each does some work in a C extension."""

import json
import logging
import os
import sys
import threading
import unittest
import unittest.mock

import pytest

EVENTS = []


@pytest.fixture(scope="session")
def session_cache():
    return {}


@pytest.fixture(scope="module")
def module_lines(tmp_path_factory):
    path = tmp_path_factory.mktemp("module") / "lines"
    path.write_text("kelp\nrock\n" * 50)
    with path.open() as file:
        yield file.read().splitlines()


@pytest.fixture(scope="class")
def class_list():
    return ["made once for a class"]


@pytest.fixture
def made():
    value = {"text": "kelp"}
    yield value
    value.clear()


@pytest.fixture
def made_of_made(made, request):
    request.addfinalizer(lambda: made.pop("more", None))
    made["more"] = json.loads("[1, 2, 3]")
    return made


@pytest.fixture(params=["a", "b", "c"], ids="id-{}".format)
def parameter(request):
    return request.param * 3


@pytest.fixture
def sized(request):
    return bytes(request.param)


@pytest.fixture(autouse=True)
def events():
    EVENTS.append("before")
    yield EVENTS
    EVENTS.clear()


@pytest.fixture
def worker():
    stop = threading.Event()
    thread = threading.Thread(target=stop.wait)
    thread.start()
    yield thread
    stop.set()
    thread.join()


def test_function_fixture(made):
    assert made == {"text": "kelp"}
    made["text"] = json.dumps(made)


def test_fixture_is_new_each_time(made_of_made):
    assert made_of_made == {"text": "kelp", "more": [1, 2, 3]}
    made_of_made["more"].append(4)


def test_module_fixture(module_lines):
    assert len(module_lines) == 100


def test_session_fixture(session_cache):
    value = session_cache.setdefault("value", json.loads('{"a": []}'))
    assert session_cache["value"] is value


def test_autouse(events):
    assert events == ["before"]


def test_parametrised_fixture(parameter):
    assert len(parameter) == 3


@pytest.mark.parametrize("sized", [0, 100, 100_000], indirect=True)
def test_indirect(sized):
    assert sized.count(0) == len(sized)


@pytest.mark.parametrize("x", range(4))
@pytest.mark.parametrize("y", ["a", "b"])
def test_two_parameters(x, y):
    assert json.loads(json.dumps({y: x})) == {y: x}


@pytest.mark.parametrize(
    "value", [1, pytest.param(2, marks=pytest.mark.xfail(reason="odd only")), 3]
)
def test_parameters_with_marks(value):
    assert value % 2


@pytest.mark.usefixtures("made", "worker")
def test_used_fixtures():
    assert threading.active_count() >= 2


def test_dynamic_fixture(request):
    assert request.getfixturevalue("made")["text"] == "kelp"


def test_tmp_path(tmp_path):
    assert not list(tmp_path.iterdir())
    (tmp_path / "only.json").write_text("{}")
    assert json.loads((tmp_path / "only.json").read_text()) == {}


def test_tmp_path_factory(tmp_path_factory):
    folder = tmp_path_factory.mktemp("again")
    (folder / "a").touch()
    assert len(os.listdir(folder)) == 1


def test_monkeypatch(monkeypatch, tmp_path):
    monkeypatch.setattr(json, "loads", lambda text: "patched")
    monkeypatch.setitem(sys.modules, "holdfast_clean_patched", json)
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("HOLDFAST_NOT_THERE", raising=False)
    assert json.loads("1") == "patched"


def test_captured_output(capsys):
    print("kelp", "rock" * 1000)
    print("holds", file=sys.stderr)
    out, err = capsys.readouterr()
    assert out.startswith("kelp") and err == "holds\n"


def test_captured_descriptors(capfd):
    os.write(1, b"from below\n")
    assert capfd.readouterr().out == "from below\n"


def test_output_that_nobody_reads():
    print("x" * 10_000)
    os.write(2, b"y" * 1000)
    assert True


def test_captured_log(caplog):
    caplog.set_level(logging.INFO)
    logging.getLogger("clean.features").info("kelp %s", {"a": 1})
    assert caplog.record_tuples == [("clean.features", logging.INFO, "kelp {'a': 1}")]


def test_log_that_nobody_reads():
    logging.getLogger("clean.features").warning("kelp %s", [1] * 100)
    assert True


def test_recorded_warnings(recwarn):
    import warnings

    warnings.warn("kelp", stacklevel=1)
    assert recwarn.pop(UserWarning).message.args == ("kelp",)


def test_recorded_property(record_property):
    record_property("kelp", 3)
    assert True


def test_request(request):
    assert request.node.name == "test_request" and request.config.rootpath


def test_a_mark_on_the_run(request):
    request.node.add_marker(pytest.mark.filterwarnings("ignore"))
    assert request.node.get_closest_marker("filterwarnings")


def test_mocks():
    mock = unittest.mock.MagicMock(return_value=json.loads("[1]"))
    with unittest.mock.patch("json.dumps", mock):
        assert json.dumps({"a": 1}) == [1]
    mock.assert_called_once_with({"a": 1})


def test_autospec():
    double = unittest.mock.create_autospec(json.JSONEncoder, instance=True)
    double.encode.side_effect = ["a", ValueError]
    assert double.encode(1) == "a"
    with pytest.raises(ValueError):
        double.encode(2)


def test_approximately():
    assert [0.1 + 0.2, 1e-9] == pytest.approx([0.3, 0], abs=1e-6)


def test_an_assertion_that_fails_is_expected():
    with pytest.raises(AssertionError) as info:
        assert json.loads("[1, 2, 3]") == [1, 2, 4]
    assert "[1, 2, 3]" in str(info.value)


def test_failing_is_expected():
    with pytest.raises(pytest.fail.Exception):
        pytest.fail("kelp")


@pytest.mark.skip(reason="always skipped")
def test_skipped():
    raise AssertionError


@pytest.mark.skipif("sys.version_info > (3,)", reason="skipped by a condition")
def test_skipped_by_condition():
    raise AssertionError


def test_skipped_on_the_way():
    json.loads("[1]")
    pytest.skip("half way")


def test_import_or_skip():
    pytest.importorskip("no_such_module_anywhere")


@pytest.mark.xfail(reason="known to be wrong")
def test_expected_to_fail():
    assert json.loads("[1]") == [2]


@pytest.mark.xfail(raises=json.JSONDecodeError, strict=True)
def test_expected_to_raise():
    json.loads("[")


@pytest.mark.xfail(reason="passes all the same")
def test_unexpectedly_passes():
    assert json.loads("[1]") == [1]


def test_expected_to_fail_on_the_way():
    pytest.xfail("from here on it is known to be wrong")


class TestClass:
    shared = []

    @classmethod
    def setup_class(cls):
        cls.lines = ["a", "b"]

    def setup_method(self):
        self.value = json.loads("[1, 2]")

    def teardown_method(self):
        self.value.clear()

    def test_first(self, class_list):
        assert self.value == [1, 2] and len(class_list) == 1

    def test_second(self, class_list, made):
        assert self.lines == ["a", "b"] and made

    @pytest.mark.parametrize("n", [1, 10])
    def test_with_parameters(self, n):
        assert len(json.dumps(self.value * n)) > n

    @staticmethod
    def test_static():
        assert json.loads("0") == 0


class OldStyle(unittest.TestCase):
    def setUp(self):
        self.value = [1]
        self.addCleanup(self.value.clear)

    def test_new_each_time(self):
        self.value.append(2)
        self.assertEqual(self.value, [1, 2])

    def test_logs(self):
        with self.assertLogs("clean", "INFO") as logs:
            logging.getLogger("clean.old").info("kelp")
        self.assertEqual(len(logs.output), 1)

    def test_skips(self):
        self.skipTest("on the way")


def setup_module():
    EVENTS.clear()


def setup_function():
    assert not EVENTS or EVENTS == ["before"]
