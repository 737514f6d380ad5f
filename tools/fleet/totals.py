"""What a fleet knows, in a file that is whole at every moment."""

import json
import os
import time

COUNTS = ("seconds", "slices", "runs", "operations", "new", "failures")
MOST = ("covered", "inputs", "memory")


class Totals:
    """Sums by target, causes, and a line of history each minute. One for each machine
    that works in |folder|; a page is made of all of them."""

    def __init__(self, folder, machine):
        self.file = folder / f"totals-{machine}.json"
        self.history = folder / f"history-{machine}.jsonl"
        self.targets, self.causes = {}, []
        if self.file.exists():
            known = json.loads(self.file.read_text())
            self.targets, self.causes = known["targets"], known["causes"]

    def of(self, target):
        return self.targets.setdefault(target, dict.fromkeys(COUNTS + MOST, 0))

    def add(self, target, seconds, seen, failures):
        """One slice has ended."""
        total = self.of(target)
        total["seconds"] += seconds
        total["slices"] += 1
        total["failures"] += failures
        for name in ("runs", "operations", "new"):
            total[name] += seen.get(name, 0)
        for name in MOST:
            total[name] = max(total[name], seen.get(name, 0))

    def add_cause(self, target, failure, file):
        """Whether the cause is new; it has one more input now."""
        name = str(failure)
        for cause in self.causes:
            if (cause["target"], cause["name"]) == (target, name):
                cause["inputs"] += 1
                return False
        self.causes.append(
            {
                "target": target,
                "name": name,
                "message": failure.message,
                "file": str(file),
                "inputs": 1,
                "since": time.strftime("%Y-%m-%d %H:%M"),
            }
        )
        return True

    def save(self):
        fresh = self.file.with_suffix(".new")
        with fresh.open("w") as file:
            json.dump({"targets": self.targets, "causes": self.causes}, file, indent=1)
            file.flush()
            os.fsync(file.fileno())
        fresh.replace(self.file)

    def note(self, running):
        """A line of history, with what the running workers have reached so far."""
        line = {"time": int(time.time()), "targets": {}}
        for target, total in self.targets.items():
            line["targets"][target] = {
                "seconds": round(total["seconds"]),
                "runs": total["runs"],
                "covered": total["covered"],
                "inputs": total["inputs"],
            }
        for worker in running:
            now = line["targets"].setdefault(
                worker.target, {"seconds": 0, "runs": 0, "covered": 0, "inputs": 0}
            )
            now["seconds"] += round(worker.seconds)
            now["runs"] += worker.seen.get("runs", 0)
            for name in ("covered", "inputs"):
                now[name] = max(now[name], worker.seen.get(name, 0))
        with self.history.open("a") as file:
            file.write(json.dumps(line) + "\n")


def together(folder):
    """The totals of all machines: {target: sums}, and the causes."""
    targets, causes = {}, []
    for file in sorted(folder.glob("totals-*.json")):
        known = json.loads(file.read_text())
        causes += known["causes"]
        for target, total in known["targets"].items():
            sums = targets.setdefault(target, dict.fromkeys(COUNTS + MOST, 0))
            for name in COUNTS:
                sums[name] += total[name]
            for name in MOST:
                sums[name] = max(sums[name], total[name])
    return targets, causes


def histories(folder):
    """{target: [(hours of work on it, places covered)]}, of the machine that has most."""
    best = {}
    for file in sorted(folder.glob("history-*.jsonl")):
        lines = {}
        for text in file.read_text().splitlines():
            for target, now in json.loads(text)["targets"].items():
                points = lines.setdefault(target, [])
                points.append((now["seconds"] / 3600, now["covered"]))
        for target, points in lines.items():
            if len(points) > len(best.get(target, ())):
                best[target] = points
    return best
