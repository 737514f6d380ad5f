"""The first run of a test, as pytest makes it anyway: where that has changed no counter,
the test need not be repeated.

It is looked at as a repetition is, from the setup of the test's own fixtures to their
teardown, which is made right after the call; but for what is pytest's own in between.
"""

import inspect
import os

import pytest
from _pytest.runner import SetupState
from _pytest.skipping import xfailed_key
from _pytest.unittest import TestCaseFunction

from .installed import native
from .repeat import Sibling, tmppath_result_key

# Before pytest 7 it tears an item down by another name.
_TEARS_DOWN = list(inspect.signature(SetupState.teardown_exact).parameters) == ["self", "nextitem"]
IS_POSSIBLE = hasattr(native, "pause") and _TEARS_DOWN

# What the teardown of a unittest's leaves as None, and what it deletes; the setup makes
# them. Since pytest 8.2 the instance has another name.
CLEARED = ("_testcase", "_obj", "_explicit_tearDown")
DELETED = "_instance"

VARIABLE = "PYTEST_CURRENT_TEST"

# Plugins that do not look at what a test's fixtures have made, once it was called.
BLIND = ("_pytest.", "_hypothesis", "xdist.", __package__)


def others_look_at(item):
    """Whether somebody may, until pytest's teardown is over: then they must be there."""
    hooks = item.ihook
    return any(
        not (each.function.__module__ or "").startswith(BLIND)
        for hook in (hooks.pytest_runtest_teardown, hooks.pytest_runtest_makereport)
        for each in hook.get_hookimpls()
    )


class _Fixtures:
    """Those that live on. pytest keeps a finalizer or two of each for each run of a test
    that uses it; those of a run in which none was made do nothing."""

    def __init__(self, item):
        manager = getattr(item.session, "_fixturemanager", None)
        definitions = getattr(manager, "_arg2fixturedefs", {}).values()
        self._definitions = [each for some in definitions for each in some if each.scope != "function"]
        self._results = [each.cached_result for each in self._definitions]
        lists = [getattr(each, "_finalizers", None) for each in self._definitions]
        stack = item.session._setupstate.stack
        lists += [finalizers for finalizers, _ in stack.values()]
        self._nodes = len(stack)
        self._stack = stack
        self._lists = [(each, len(each)) for each in lists if isinstance(each, list)]

    def forget(self):
        if len(self._stack) != self._nodes:
            return
        for definition, result in zip(self._definitions, self._results):
            if definition.cached_result is not result:
                return
        for finalizers, length in self._lists:
            if length == 0:
                finalizers.clear()  # del would leave a block
            elif len(finalizers) > length:
                del finalizers[length:]


class First:
    def __init__(self, item, depths):
        self._item = item
        self._sibling = Sibling(item)
        self._depths, self._backwards = list(depths), list(depths)[::-1]
        self.left_nothing = False
        self.error = None  # what the teardown has raised
        self._result = None
        self._fixtures = _Fixtures(item)
        item.stash.setdefault(xfailed_key, None)  # as it is during the call
        # The C library keeps each text that a variable has had.
        for when in ("call", "setup"):
            os.environ[VARIABLE] = f"{item.nodeid} ({when})".replace("\x00", "(null)")
        self._without_request()
        for depth in self._depths:
            depth.open(item)
        if isinstance(item, TestCaseFunction):
            for name in CLEARED:
                if not isinstance(getattr(type(item), name, None), property):
                    setattr(item, name, None)
            vars(item).pop(DELETED, None)

    def _without_request(self):
        """As at the end of pytest's own protocol. Of what was there before, cycles are
        not collected."""
        self._item._request = False
        self._item.funcargs = None

    # Each of these is called by pytest at the same depth, and has the same objects of
    # its own: a loop's iterator.

    def begin(self):
        for depth in self._backwards:
            depth.begin()
        self._item._initrequest()

    def pause(self):
        for depth in self._depths:
            depth.pause()

    def resume(self):
        # Pytest has made it in between, and the teardown of tmp_path lets it go: as it is
        # held here, no counter falls.
        if tmppath_result_key is not None:
            self._result = self._item.stash.get(tmppath_result_key, None)
        for depth in self._backwards:
            depth.resume()

    def end(self):
        """After the call, which has raised nothing."""
        for depth in self._depths:
            depth.stop()
        self._tear_down()
        if self.error is None:
            self._look()
        self._item._initrequest()

    def _look(self):
        for depth in self._depths:
            if not depth.left_nothing():
                break
        else:
            self.left_nothing = True

    def _tear_down(self):
        item = self._item
        try:
            item.session._setupstate.teardown_exact(self._sibling)
        except (KeyboardInterrupt, pytest.exit.Exception):
            raise
        except BaseException as error:
            self.error = error
        self._fixtures.forget()
        self._without_request()

    def close(self):
        for depth in self._depths:
            depth.close()


# Around what the other plugins do to a test, within their wrappers: Before comes first,
# After last. first(item, begins) is its First, or None. pluggy keeps the result of the
# plugin before, which is None: so that Before has one, too, there is Earlier.


class Earlier:
    @pytest.hookimpl(tryfirst=True)
    def pytest_runtest_setup(self, item):
        pass

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtest_call(self, item):
        pass


class Before:
    def __init__(self, first):
        self._first = first

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtest_setup(self, item):
        first = self._first(item, True)
        if first is not None:
            first.begin()

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtest_call(self, item):
        first = self._first(item, False)
        if first is not None:
            first.resume()


class After:
    def __init__(self, first):
        self._first = first

    @pytest.hookimpl(trylast=True)
    def pytest_runtest_setup(self, item):
        first = self._first(item, False)
        if first is not None:
            first.pause()

    @pytest.hookimpl(trylast=True)
    def pytest_runtest_call(self, item):
        first = self._first(item, False)
        if first is not None and not getattr(item, "_excinfo", None):
            first.end()


def register(manager, first):
    """The last one is asked first."""
    if IS_POSSIBLE:
        manager.register(After(first), "holdfast_after")
        manager.register(Before(first), "holdfast_before")
        manager.register(Earlier(), "holdfast_earlier")
