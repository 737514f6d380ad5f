"""A symbolizer that keeps running: it reads a file's debug information once, not each
time that it is asked.

It is no child of this process, since tests may wait for any child; and each time it is
asked, its pipes are looked at, since tests may close any file.
"""

import os
import select
import subprocess
import time

SECONDS = 60  # for one answer


class Unanswered(Exception):
    pass


def _identity(fd):
    status = os.fstat(fd)
    return status.st_dev, status.st_ino


class Running:
    def __init__(self, program, environment):
        """May raise OSError."""
        self._process = os.getpid()
        theirs_in, self._in = os.pipe()
        self._out, theirs_out = os.pipe()
        try:
            subprocess.run(
                ["/bin/sh", "-c", 'exec 3<&0; "$0" <&3 3<&- &', program],
                stdin=theirs_in,
                stdout=theirs_out,
                stderr=subprocess.DEVNULL,
                env=environment,
                check=False,
            )
        finally:
            os.close(theirs_in)
            os.close(theirs_out)
        self._files = _identity(self._in), _identity(self._out)
        self._read = b""

    def is_ours(self):
        """Whether it can be asked: not by a process that was forked since."""
        try:
            return self._process == os.getpid() and self._files == (_identity(self._in), _identity(self._out))
        except OSError:
            return False

    def close(self):
        if self.is_ours():
            os.close(self._in)
            os.close(self._out)

    def ask(self, path, address):
        """The lines of its answer."""
        if '"' in path or "\n" in path:
            raise Unanswered
        try:
            os.write(self._in, f'"{path}" {address:#x}\n'.encode())  # less than a pipe takes at once
            end = time.monotonic() + SECONDS
            while b"\n\n" not in self._read:
                ready, _, _ = select.select([self._out], [], [], max(0, end - time.monotonic()))
                more = os.read(self._out, 1 << 16) if ready else b""
                if not more:
                    raise Unanswered
                self._read += more
        except (OSError, ValueError) as error:
            raise Unanswered from error
        answer, _, self._read = self._read.partition(b"\n\n")
        return answer.decode("utf-8", "replace").split("\n")
