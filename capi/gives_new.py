"""core/ledger/gives_new.h, made of the table: which functions give a reference.

    python3 capi/gives_new.py > core/ledger/gives_new.h
"""

import rows

HEAD = """\
/* gives_new.h: functions of the C API whose result is a new reference, or NULL:
 * a borrowed handle that is made of one leaks it. Made of capi/table by
 * capi/gives_new.py; private to the ledger.
 */
#ifndef HF_GIVES_NEW_H
#define HF_GIVES_NEW_H

static const char *const gives_new[] = {
"""
TAIL = "};\n\n#endif /* HF_GIVES_NEW_H */\n"


def header():
    names = [
        name
        for name, versions in rows.read().items()
        if any(") -> new" in row.prototype() for row in versions)
    ]
    return HEAD + "".join(f'    "{name}",\n' for name in names) + TAIL


if __name__ == "__main__":
    print(header(), end="")
