/* symbolizer.h: how places are looked up. The process that is to become a
 * symbolizer becomes none: it says what the mode asks for, and ends. */
#ifndef FUZZ_LEDGER_SYMBOLIZER_H
#define FUZZ_LEDGER_SYMBOLIZER_H

#include <stdbool.h>

#define MODE_NAMES(X)                                                          \
    X(NAMED, "named")                 /* a function and a line */              \
    X(INLINED, "inlined")             /* in two functions of the layer */      \
    X(ONLY_FUNCTION, "only-function") /* and no line */                        \
    X(OF_THE_LAYER, "of-the-layer")   /* all of them */                        \
    X(LONG, "long")                                                            \
    X(FAILS, "fails")     /* although it prints something */                   \
    X(UNKNOWN, "unknown") /* ?? */                                             \
    X(MISSING, "missing") /* there is no such program */                       \
    X(FROM_PATH, "from-path")                                                  \
    X(SECOND, "second") /* addr2line, where there is no llvm-symbolizer */     \
    X(NO_LINE_AT_ALL, "no-line-at-all")                                        \
    X(NEITHER, "neither")   /* of those in the path */                         \
    X(UNSEEN, "unseen")     /* NAMED, but nothing can be printed */            \
    X(BLANK, "blank")       /* an empty line */                                \
    X(UNWAITED, "unwaited") /* NAMED, and SIGCHLD is ignored */                \
    X(KILLED, "killed")     /* after it printed something */                   \
    X(LONG_FROM_PATH, "long-from-path")                                        \
    X(LONG_SECOND, "long-second")

#define MODE(name, text) name,
typedef enum mode { MODE_NAMES(MODE) MODES } mode;
extern const char *const mode_name[MODES];

/* is_long says that a symbolizer prints more than there is room for. */
bool is_long(mode m);

void set_mode(mode m);

/* The address of a function of the layer, or empty; and whether that is one by its
 * name, or else by its file. */
extern char inner[40];
extern bool inner_has_name;

/* reset_environment makes it as large as it ever is: the C library keeps the
 * room that it took with the last variable that was not there. */
void reset_environment(void);

/* symbolizer_start comes when it is known where this program is (files.h). */
void symbolizer_start(void);

#endif /* FUZZ_LEDGER_SYMBOLIZER_H */
