"""Fates, counted by file and by class of mistake."""

import collections

# The classes, in the order of the page: what one token can get wrong; then what is
# right word by word (mistakes.py); then two at once.
CLASSES = {
    "statement dropped": ["drop return", "drop goto", "drop break", "drop assignment"]
    + ["drop call", "drop raise", "drop PyErr_Clear"],
    "condition": ["negate", "always", "never", "relax", "tighten", "drop a test"],
    "value": ["constant", "off by one", "arithmetic", "maxchar", "kind"],
    "operand": ["swap arguments", "another variable", "another call"],
    "reference": ["drop decref", "drop incref", "add incref", "add decref", "borrowed for new"]
    + ["swap incref and decref"],
    "order": ["swap statements", "swap consumptions", "check behind the use", "released early"],
    "lookalike": ["lookalike"],
    "narrowed cast": ["narrowed cast"],
    "kept state": ["static local", "cached value"],
    "identity shortcut": ["identity shortcut"],
    "exception partly restored": ["partly restored"],
    "second order": ["pair"],
}
CLASS_OF = {operator: name for name, some in CLASSES.items() for operator in some}


def fates_of(study, review):
    """Each mutant's fate: as it was found; or "checked" or "prose" where it survived and
    is reviewed; "same" as another's code; "open" where it was not examined. Of what was
    checked alone, what the check found."""
    fates, seen = {}, {}
    for mutant in [*study.mutants, *study.pairs]:
        known = study.known[mutant]
        if known is None:
            checked = study.verdicts.get(mutant) is not None
            fates[mutant] = reviewed(study, review, mutant) if checked else "open"
            continue
        fate = known["fate"]
        if known["objects"] is not None:
            first = seen.setdefault(known["objects"], mutant)
            if first is not mutant:
                fates[mutant] = "same"
                continue
        if fate == "survived" and review.entry(mutant):
            fate = reviewed(study, review, mutant)
        fates[mutant] = fate
    return fates


def reviewed(study, review, mutant):
    verdict = study.verdicts.get(mutant)
    if verdict is None:
        return "prose"
    if verdict.killed:
        return "killed"
    return "checked" if is_held(study, review, mutant, verdict) else "prose"


def is_held(study, review, mutant, verdict):
    check = review.class_of(mutant).check
    in_never = check == "never" and study.of[mutant].is_in_never(mutant)
    return bool(check) and verdict.holds(check, in_never)


def not_held(study, review):
    """Reviewed mutants whose class is checked, and of which that does not hold."""
    for mutant, verdict in study.verdicts.items():
        if verdict is not None and not is_held(study, review, mutant, verdict):
            yield mutant, verdict


COLUMNS = ["mutants", "no code", "equal", "same", "checked", "prose", "killed", "survived"]


def score_of(counts):
    counted = counts["killed"] + counts["survived"]
    return f"{100 * counts['killed'] / counted:.1f} %" if counted else "-"


def row_of(counts):
    return [str(counts.total()), *[str(counts[c]) for c in COLUMNS[1:]], score_of(counts)]


def table_by(head, fates, key, names):
    """Rows of text: one for each that key() gives for a mutant, and one for all."""
    counts = collections.defaultdict(collections.Counter)
    for mutant, fate in fates.items():
        counts[key(mutant)][fate] += 1
    rows = [[head, *COLUMNS, "score"]]
    rows += [[name, *row_of(counts[name])] for name in names if counts[name].total()]
    rows.append(["all", *row_of(sum(counts.values(), collections.Counter()))])
    return rows


def by_file(study, fates):
    single = {m: fates[m] for m in study.mutants}
    files = list(dict.fromkeys(m.file for m in study.mutants))
    return table_by("file", single, lambda m: m.file, files)


def by_class(fates):
    return table_by("class", fates, lambda m: CLASS_OF[m.operator], list(CLASSES))


def reviewed_words(fates, review):
    """How much of what is reviewed a machine has checked."""
    counts = collections.Counter(fates.values())
    total = counts["checked"] + counts["prose"]
    by_check = collections.Counter(
        review.class_of(m).check for m, fate in fates.items() if fate == "checked"
    )
    how = ", ".join(f"{n} {check}" for check, n in by_check.most_common())
    return (
        f"reviewed: {total} mutants; checked by machine: {counts['checked']}"
        f"{f' ({how})' if how else ''}; by prose alone: {counts['prose']}"
    )


def as_markdown(rows):
    widths = [max(len(row[i]) for row in rows) for i in range(len(rows[0]))]

    def line(cells):
        first, *rest = zip(cells, widths)
        return " | ".join(["| " + first[0].ljust(first[1]), *[c.rjust(w) for c, w in rest]]) + " |"

    ruler = ["-" * widths[0], *["-" * (w - 1) + ":" for w in widths[1:]]]
    return "\n".join([line(rows[0]), line(ruler), *map(line, rows[1:])])
