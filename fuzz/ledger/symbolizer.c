#define _GNU_SOURCE 1 /* setenv */

#include "fuzz/ledger/symbolizer.h"

#include "core/ledger/symbols.h"
#include "fuzz/ledger/files.h"
#include "fuzz/ledger/stacks.h"
#include "fuzz/ledger/system.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define NAME_OF_MODE(name, text) text,
const char *const mode_name[MODES] = {MODE_NAMES(NAME_OF_MODE)};

bool is_long(mode m)
{
    return m == LONG || m == LONG_FROM_PATH || m == LONG_SECOND;
}

/* ---- What is to be said. */

static mode mode_now;
char inner[40];
bool inner_has_name;

/* Where the layer asks in which folder its own files are; and where those are
 * then said to be: in a tree, or in one file. */
static char own_place[40];
static const char *own_file(void)
{
    return with_stacks ? "holdfast.c" : "ledger/symbols.c";
}

void reset_environment(void)
{
    const char *const names[] = {"LD_PRELOAD", "HOLDFAST_SYMBOLIZER"};
    for (int i = 0; i < 2; i++) {
        unsetenv(names[i]);
    }
    for (int i = 0; i < 2; i++) {
        setenv(names[i], "", 1);
    }
}

void set_mode(mode m)
{
    mode_now = m;
    setenv("LD_PRELOAD", "/this/is/for/no/child.so", 1);
    signal(SIGCHLD, m == UNWAITED ? SIG_IGN : SIG_DFL);
    if (m == FROM_PATH || m == SECOND || m == NEITHER || m == LONG_FROM_PATH ||
        m == LONG_SECOND) {
        unsetenv("HOLDFAST_SYMBOLIZER");
    } else {
        setenv("HOLDFAST_SYMBOLIZER",
               m == ONLY_FUNCTION ? "some-addr2line" : "some-symbolizer", 1);
    }
}

/* ---- A symbolizer. */

/* is_right_call says whether a symbolizer is called as it is to be. */
static bool is_right_call(char *const *argv)
{
    static const char *const of_addr2line[] = {"-f", "-i", "-C", NULL};
    const char *chosen = getenv("HOLDFAST_SYMBOLIZER");
    const bool is_addr2line = strstr(argv[0], "addr2line") != NULL;
    bool right = chosen != NULL ? strcmp(argv[0], chosen) == 0
                                : strcmp(argv[0], "llvm-symbolizer") == 0 ||
                                      strcmp(argv[0], "addr2line") == 0;
    argv++;
    for (int i = 0; is_addr2line && right && of_addr2line[i] != NULL; i++) {
        right = *argv != NULL && strcmp(*argv++, of_addr2line[i]) == 0;
    }
    return right && argv[0] != NULL && strcmp(argv[0], "-e") == 0 &&
           argv[1] != NULL && argv[2] != NULL && argv[3] == NULL &&
           getenv("LD_PRELOAD") == NULL;
}

/* is_same says whether |file| and |other| are open, and the same. */
static bool is_same(int file, int other)
{
    struct stat one, two;
    return fstat(file, &one) == 0 && fstat(other, &two) == 0 &&
           one.st_dev == two.st_dev && one.st_ino == two.st_ino;
}

/* has_right_files says whether it reads and writes nothing but its pipe. */
static bool has_right_files(void)
{
    enum { MOST = 100 };
    int nowhere = open("/dev/null", O_RDWR);
    bool right = is_same(STDIN_FILENO, nowhere) &&
                 is_same(STDERR_FILENO, nowhere) &&
                 (fcntl(STDIN_FILENO, F_GETFL) & O_ACCMODE) == O_RDWR;
    for (int file = 0; file < MOST; file++) {
        right &= file == STDOUT_FILENO || !is_same(file, STDOUT_FILENO);
    }
    return right;
}

/* say_place says where |address| is, as the mode has it. */
static void say_place(const char *address)
{
    static const char layer[] = "inner\n/own%%/str.h:1:1\n"
                                "outer\n/own%%/int.c:3\n"
                                "hf_outer\n/else/x.h:2:2\n";
    const int to = STDOUT_FILENO;
    switch (mode_now) {
    case INLINED:
        dprintf(to,
                "%shfUser\n/own%%%%.c:%s (discriminator 3)\n"
                "main\n/src/main.c:1\n",
                layer, address);
        break;
    case ONLY_FUNCTION:
        dprintf(to, "alone_%s\n", address);
        break;
    case OF_THE_LAYER:
        dprintf(to, "%shf_last\n/else/y.h:%s\n", layer, address);
        break;
    case LONG:
    case LONG_FROM_PATH:
    case LONG_SECOND:
        dprintf(to, "user\n%s:%05000d\n", address, 0);
        break;
    case UNKNOWN:
        dprintf(to, "?\?\n");
        break;
    case BLANK:
        dprintf(to, "\n");
        break;
    case NO_LINE_AT_ALL:
    case NEITHER:
        break;
    default:
        dprintf(to, "user\n/src/user.c:%s%s\n", address,
                mode_now == NAMED ? " (discriminator 12)" : "");
        break;
    }
}

/* symbolize is a symbolizer, in the process that was made for it. */
static __attribute__((noreturn)) void symbolize(char *const *argv)
{
    const bool is_right = is_right_call(argv) &&
                          (!takes_long || has_right_files());
    const int to = STDOUT_FILENO;
    while (argv[2] != NULL) {
        argv++;
    }
    const char *path = argv[0], *address = argv[1];
    dprintf(STDERR_FILENO, "noise\n");
    if (!is_right || access(path, R_OK) != 0) {
        _exit(1);
    }
    if (strcmp(address, inner) == 0) {
        dprintf(to, "%s\n",
                inner_has_name ? "hf_inner\n/x:1" : "inner\n/own%%/x:1");
        _exit(0);
    }
    if (mode_now == INLINED && strcmp(address, own_place) == 0) {
        dprintf(to, "hf_symbols_learn_own\n/own%%%%/%s:9\n", own_file());
        _exit(0);
    }
    say_place(address);
    if (mode_now == KILLED) {
        raise(SIGKILL);
    }
    _exit(mode_now == FAILS);
}

int __wrap_execlp(const char *file, const char *first, ...);
int __wrap_execlp(const char *file, const char *first, ...)
{
    enum { MOST = 10 };
    char *argv[MOST] = {NULL};
    va_list rest;
    va_start(rest, first);
    for (int i = 0; i + 1 < MOST && first != NULL; i++) {
        argv[i] = (char *)(uintptr_t)first;
        first = va_arg(rest, const char *);
    }
    va_end(rest);
    bool is_first = strcmp(file, "llvm-symbolizer") == 0;
    bool is_second = strcmp(file, "addr2line") == 0;
    bool is_there = is_first ? mode_now != SECOND && mode_now != LONG_SECOND
                    : is_second
                        ? mode_now != FROM_PATH && mode_now != LONG_FROM_PATH
                        : mode_now != MISSING;
    if (!is_there || argv[0] == NULL || strcmp(argv[0], file) != 0) {
        errno = ENOENT;
        return -1;
    }
    symbolize(argv);
}

void symbolizer_start(void)
{
    snprintf(own_place, sizeof(own_place), "0x%zx",
             (size_t)((uintptr_t)hf_symbols_learn_own - this_image.bias));
}
