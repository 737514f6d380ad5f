"""How far a long run is, in one line."""

import collections
import sys
import time


class Progress:
    def __init__(self, title, detail, left, known, say=None):
        self.title, self.left, self.start = title, left, time.monotonic()
        self.fates = collections.Counter()
        self.shown = self.start
        if left and say is not None:
            say(f"{title}: {left} to examine, {detail} ({known} known before)")

    def step(self, fate):
        self.fates[fate] += 1
        now = time.monotonic()
        if now - self.shown > (1 if sys.stderr.isatty() else 30):
            self.shown = now
            self.show(now)

    def line(self, now):
        done = self.fates.total()
        estimate = (now - self.start) / (done or 1) * (self.left - done)
        share = 100 * done // self.left
        fates = ", ".join(f"{n} {fate}" for fate, n in self.fates.most_common())
        left = f"about {estimate / 60:.0f} min left" if done < self.left else "done"
        return f"{self.title}: {done} of {self.left} ({share} %), {left}: {fates}"

    def show(self, now):
        end = "\r" if sys.stderr.isatty() else "\n"
        print(f"{self.line(now):<100}", end=end, file=sys.stderr, flush=True)

    def end(self):
        if self.left:
            self.show(time.monotonic())
            print(file=sys.stderr)
