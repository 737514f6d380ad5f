"""Adds up the test cases of Bazel runs: STATUS MORE_PASSED MORE_FAILED EVENTS...

Prints "N passed, N failed"; exits with 1 if anything failed.
"""

import json
import pathlib
import sys
import urllib.parse
import xml.etree.ElementTree


def results(path):
    """The last result of each test (a flaky one has several)."""
    last = {}
    for line in path.read_text().splitlines():
        event = json.loads(line)
        if "testResult" in event:
            which = event["id"]["testResult"]
            last[which["label"], which.get("run"), which.get("shard")] = event["testResult"]
    return last.values()


def cases(result):
    """How many cases of one test passed and failed."""
    passed = failed = 0
    for file in result.get("testActionOutput", []):
        if file["name"] == "test.xml":
            path = urllib.parse.unquote(urllib.parse.urlparse(file["uri"]).path)
            for case in xml.etree.ElementTree.parse(path).iter("testcase"):
                if case.find("failure") is not None or case.find("error") is not None:
                    failed += 1
                elif case.find("skipped") is None:
                    passed += 1
    # A test that was killed may have had no time to say what failed.
    if result["status"] != "PASSED" and failed == 0:
        failed = 1
    return passed, failed


status, passed, failed = map(int, sys.argv[1:4])
for events in map(pathlib.Path, sys.argv[4:]):
    if not events.exists():
        continue  # Bazel did not get that far: status says so
    for result in results(events):
        more_passed, more_failed = cases(result)
        passed += more_passed
        failed += more_failed
if status != 0 and failed == 0:
    failed = 1  # it did not build

print(f"{passed} passed, {failed} failed")
sys.exit(failed > 0)
