"""Runs the targets in this folder, and expects the right ones to fail."""

import os
import pathlib
import subprocess
import sys
import tempfile
import unittest

BUILD = sys.argv[1:]  # "libfuzzer" or "replay", and "asan" where it is
WITH_LIBFUZZER = unittest.skipUnless("libfuzzer" in BUILD, "built with another engine")
WITH_ASAN = unittest.skipUnless("asan" in BUILD, "built with another sanitizer")
HERE = pathlib.Path(__file__).parent.relative_to(os.getcwd())


def run(target, *args):
    """Its exit status, what it printed, and the files that it left behind."""
    with tempfile.TemporaryDirectory() as out:
        env = dict(
            os.environ,
            TEST_UNDECLARED_OUTPUTS_DIR=out,
            HOLDFAST_FUZZ_OUT=out,
        )
        done = subprocess.run(
            [HERE / target, *args],
            env=env,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        left = [path.name for path in pathlib.Path(out).rglob("*") if path.is_file()]
    return done.returncode, done.stdout, left


class FuzzRules(unittest.TestCase):
    def test_the_corpus_is_replayed(self):
        for target in ["planted", "planted_replay"]:
            status, output, _ = run(target)
            self.assertNotEqual(status, 0, output)

    @WITH_ASAN
    def test_the_sanitizer_names_the_line(self):
        _, output, _ = run("planted")
        self.assertIn("AddressSanitizer: heap-buffer-overflow", output)
        self.assertIn("planted.c", output)

    @WITH_LIBFUZZER
    def test_the_failing_input_is_kept(self):
        for target in ["planted", "planted_run"]:
            _, output, left = run(target, "-runs=0")
            self.assertTrue([name for name in left if name.startswith("crash-")], output)

    def test_fuzzing_says_where_its_output_is(self):
        status, output, _ = run("planted_run")
        self.assertNotEqual(status, 0, output)
        self.assertIn("tests/fuzz_rules/planted: corpus and failing inputs", output)

    def test_a_target_without_inputs_does_not_pass(self):
        status, output, _ = run("hungry")
        self.assertNotEqual(status, 0, output)
        self.assertIn("the corpus is empty", output)

    def test_a_sound_target_passes(self):
        for target in ["sound", "sound_replay"]:
            status, output, _ = run(target)
            self.assertEqual(status, 0, output)

    @WITH_LIBFUZZER
    def test_all_inputs_are_replayed(self):
        _, output, _ = run("sound")
        self.assertIn("2 files found", output)

    @WITH_LIBFUZZER
    def test_the_dictionary_is_used(self):
        status, output, _ = run("sound_run", "-runs=10")
        self.assertEqual(status, 0, output)
        self.assertIn("Dictionary: 2 entries", output)

    @WITH_LIBFUZZER
    def test_a_file_is_run_instead_of_fuzzing(self):
        file = os.path.abspath(HERE / "sound_corpus" / "fine")
        status, output, _ = run("sound_run", file)
        self.assertEqual(status, 0, output)
        self.assertIn("Running: " + file, output)
        self.assertNotIn("files found", output)


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1], verbosity=2)
