/* system.h: what the ledger asks the system for goes through here, and fails, or is
 * made up, as a call wants it: memory, pipes, children, what is read and written.
 * The linker sees to it (fuzz_flags). Symbolizers are in symbolizer.h, the list of
 * files in files.h. */
#ifndef FUZZ_LEDGER_SYSTEM_H
#define FUZZ_LEDGER_SYSTEM_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

/* What fails, beside allocations of Python's. */
typedef enum failing {
    ALL_GOES_WELL,
    NO_PAGES,
    NO_TEXT,
    NO_PIPE,
    NO_CHILD,
    NO_STACK,
    LITTLE, /* is read and written at once, and not the first time */
    BROKEN, /* what is written: after seven bytes nothing, once */
    FAILINGS
} failing;

extern failing failing_wanted, failing_now;

/* ---- Memory. */

extern size_t most_pages; /* bytes that can be had at once */

/* The address space that was asked for, while there is room here. */
enum { ASKED = 16 };
extern size_t asked[ASKED];
extern int n_asked;
extern int n_mapped;      /* and not given back */
extern void *map_next_at; /* if not NULL */

/* ---- Processes. */

extern int other_stdin;         /* a symbolizer is not to read that */
extern bool started_for_nobody; /* a child, with nothing to write to */

/* Some inputs may take long: a symbolizer is a process like any other then, with
 * a copy of all memory. In all others it shares this one's memory, as vfork has
 * it: to copy that takes more time than all else. */
extern bool takes_long;

/* holds_in_copy says whether |body| does, in such a copy of this process. */
bool holds_in_copy(bool (*body)(void));

/* is_other_child_there says whether nobody waited for a child of the program's
 * own, and does so. */
bool is_other_child_there(void);

/* ---- What is written. */

extern const char broken_off[]; /* what is there of a report */

#endif /* FUZZ_LEDGER_SYSTEM_H */
