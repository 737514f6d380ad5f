"""Runs a test again, as pytest did: its own fixtures anew, all others as they are."""

import os
import sys
import warnings

from .decide import NotRepeatable

try:
    from _pytest.tmpdir import tmppath_result_key
except ImportError:
    tmppath_result_key = None


class Sibling:
    """Stands for a next test beside this one, so that only what is the test's
    own is torn down."""

    def __init__(self, item):
        self._item = item

    def listchain(self):
        return [*self._item.listchain()[:-1], self]

    def __getattr__(self, name):
        return getattr(self._item, name)


class Repeater:
    def __init__(self, item):
        self._item = item
        self._sibling = Sibling(item)
        # Lists that each run of a test adds to.
        self._lists = [item._report_sections, item.user_properties, item.own_markers]
        # Of all fixtures that live on: some are asked for by name, while the test runs.
        manager = getattr(item.session, "_fixturemanager", None)
        for definitions in getattr(manager, "_arg2fixturedefs", {}).values():
            for definition in definitions:
                finalizers = getattr(definition, "_finalizers", None)
                if isinstance(finalizers, list) and definition.scope != "function":
                    self._lists.append(finalizers)
        stack = getattr(getattr(item.session, "_setupstate", None), "stack", None)
        if isinstance(stack, dict):
            for node, (finalizers, _) in stack.items():
                if node is not item:
                    self._lists.append(finalizers)
        self._lengths = [len(each) for each in self._lists]
        self._filters = warnings.catch_warnings

    def _forget(self):
        for each, length in zip(self._lists, self._lengths):
            del each[length:]

    def set_up(self):
        item = self._item
        if hasattr(item, "_initrequest"):
            item._initrequest()
        item.ihook.pytest_runtest_setup(item=item)

    def tear_down(self):
        item = self._item
        if tmppath_result_key is not None:
            item.stash.setdefault(tmppath_result_key, {})
        item.ihook.pytest_runtest_teardown(item=item, nextitem=self._sibling)
        # As at the end of pytest's own protocol.
        if hasattr(item, "_request"):
            item._request = False
            item.funcargs = None
        self._forget()

    def _sub_test(self, case, test, error):
        """For unittest's subTest, of which newer versions of pytest keep a report."""
        if error is not None:
            self._item._addexcinfo(error)

    def once(self, before=None, after=None):
        """Sets up, calls, tears down. before() and after() enclose the call."""
        item = self._item
        if hasattr(item, "addSubTest"):
            item.addSubTest = self._sub_test
        with warnings.catch_warnings(record=True):
            try:
                try:
                    self.set_up()
                    if before is not None:
                        before()
                    try:
                        item.ihook.pytest_runtest_call(item=item)
                    finally:
                        if after is not None:
                            after()
                finally:
                    self.tear_down()
            except KeyboardInterrupt:
                raise
            except BaseException as error:  # pytest's outcomes are among them
                reason = f"{type(error).__name__}: {error}"
            else:
                reason = None
                if getattr(item, "_excinfo", None):  # a unittest's
                    reason = str(item._excinfo.pop(0).value)
        if reason is not None:
            # What pytest keeps of the last exception is no leak of the test's.
            for name in ("last_type", "last_value", "last_traceback", "last_exc"):
                vars(sys).pop(name, None)
            raise NotRepeatable(reason)

    def ready(self):
        """For pytest's own teardown, which follows."""
        try:
            with warnings.catch_warnings(record=True):
                self.set_up()
                # Made when it is asked for, and deleted by the teardown.
                getattr(self._item, "instance", None)
        except KeyboardInterrupt:
            raise
        except BaseException:
            pass  # it was set up before: that it cannot be again was said
        self._forget()
        vars(self._item).pop("addSubTest", None)
        os.environ.setdefault("PYTEST_CURRENT_TEST", f"{self._item.nodeid} (call)")
