/* wraps.h: what the ledger asks the system for goes through here, and
 * fails, or is made up, as a call wants it. The linker sees to it (fuzz_flags).
 */
#ifndef FUZZ_LEDGER_WRAPS_H
#define FUZZ_LEDGER_WRAPS_H

#include "core/ledger/symbols.h"
#include "fuzz/ledger/model.h"

#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <link.h>
#include <pthread.h>
#include <signal.h>
#include <stdarg.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

/* ---- What fails, beside allocations of Python's. */

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

static failing failing_wanted, failing_now;
static size_t most_pages = SIZE_MAX; /* bytes that can be had at once */

/* The address space that was asked for, while there is room here. */
enum { ASKED = 16 };
static size_t asked[ASKED];
static int n_asked;
static int n_mapped;      /* and not given back */
static void *map_next_at; /* if not NULL */

int __real_munmap(void *at, size_t size);
int __wrap_munmap(void *at, size_t size);
char *__real_strdup(const char *text);
char *__wrap_strdup(const char *text);
int __real_pipe(int ends[2]);
int __wrap_pipe(int ends[2]);
pid_t __real_fork(void);
pid_t __wrap_fork(void);
int __real_pthread_getattr_np(pthread_t thread, pthread_attr_t *attributes);
int __wrap_pthread_getattr_np(pthread_t thread, pthread_attr_t *attributes);
ssize_t __real_read(int file, void *to, size_t size);
ssize_t __wrap_read(int file, void *to, size_t size);
ssize_t __real_write(int file, const void *from, size_t size);
ssize_t __wrap_write(int file, const void *from, size_t size);

/* Which of both names <sys/mman.h> means depends on the C library. Nothing can
 * be read before and behind what is mapped. */
#define WRAP_MMAP(name)                                                        \
    void *__real_##name(void *at, size_t size, int protection, int flags,      \
                        int file, off_t offset);                               \
    void *__wrap_##name(void *at, size_t size, int protection, int flags,      \
                        int file, off_t offset);                               \
    void *__wrap_##name(void *at, size_t size, int protection, int flags,      \
                        int file, off_t offset)                                \
    {                                                                          \
        enum { AROUND = 1 << 16 };                                             \
        if (n_asked < ASKED) {                                                 \
            asked[n_asked++] = size;                                           \
        }                                                                      \
        if (failing_now == NO_PAGES || size > most_pages) {                    \
            return MAP_FAILED;                                                 \
        }                                                                      \
        n_mapped++;                                                            \
        if (map_next_at != NULL) {                                             \
            at = map_next_at;                                                  \
            flags |= MAP_FIXED;                                                \
            map_next_at = NULL;                                                \
        } else if (n_asked < ASKED) { /* at the start */                       \
            char *all = __real_##name(NULL, size + 2 * AROUND, PROT_NONE,      \
                                      flags, file, offset);                    \
            at = all + AROUND;                                                 \
            flags |= MAP_FIXED;                                                \
        }                                                                      \
        return __real_##name(at, size, protection, flags, file, offset);       \
    }

WRAP_MMAP(mmap)
WRAP_MMAP(mmap64)

int __wrap_munmap(void *at, size_t size)
{
    int failed = __real_munmap(at, size);
    n_mapped -= failed == 0;
    return failed;
}

char *__wrap_strdup(const char *text)
{
    return failing_now == NO_TEXT ? NULL : __real_strdup(text);
}

int __wrap_pipe(int ends[2])
{
    return failing_now == NO_PIPE ? -1 : __real_pipe(ends);
}

static int other_stdin;         /* a symbolizer is not to read that */
static bool started_for_nobody; /* a child, with nothing to write to */

/* A child of the program's own, that has ended: nobody else waits for it. */
static pid_t other_child;

static void start_other_child(void)
{
    siginfo_t end;
    if (other_child == 0) {
        other_child = vfork();
        if (other_child == 0) {
            _exit(1);
        }
        waitid(P_PID, (id_t)other_child, &end, WEXITED | WNOWAIT);
    }
}

static bool is_other_child_there(void)
{
    pid_t child = other_child;
    other_child = 0;
    return child == 0 || waitpid(child, NULL, 0) == child;
}

/* Some inputs may take long: a symbolizer is a process like any other then, with
 * a copy of all memory. In all others it shares this one's memory, as vfork has
 * it: to copy that takes more time than all else. */
static bool takes_long = true;

/* is_shared is called before there is a child, and says whether it is one that
 * shares memory. */
__attribute__((used)) static bool is_shared(void)
{
    started_for_nobody |= failing_now == NO_PIPE;
    if (failing_now == NO_CHILD || failing_now == LITTLE) {
        start_other_child();
    }
    return !takes_long && failing_now != NO_CHILD;
}

/* A child is there to become another program, or to end: one that goes on as if
 * it was this one is not to fill the machine, and goes when its parent does. */
__attribute__((used)) static pid_t fork_slowly(void)
{
    static int depth;
    if (depth == 2) {
        _exit(1);
    }
    pid_t child = failing_now == NO_CHILD ? -1 : __real_fork();
    if (child == 0) {
        depth++;
        dup2(other_stdin, STDIN_FILENO);
        prctl(PR_SET_PDEATHSIG, SIGKILL);
    }
    return child;
}

/* What calls vfork must not return before the child has ended: so __wrap_fork
 * becomes vfork, by a jump. */
#if defined(__x86_64__)
__asm__(".text\n"
        ".globl __wrap_fork\n"
        ".type __wrap_fork, @function\n"
        "__wrap_fork:\n"
        "    subq $8, %rsp\n"
        "    call is_shared\n"
        "    addq $8, %rsp\n"
        "    testb %al, %al\n"
        "    jz fork_slowly\n"
        "    jmp vfork@PLT\n"
        ".size __wrap_fork, . - __wrap_fork\n");
#else
pid_t __wrap_fork(void)
{
    is_shared();
    return fork_slowly();
}
#endif

int __wrap_pthread_getattr_np(pthread_t thread, pthread_attr_t *attributes)
{
    return failing_now == NO_STACK
               ? ENOMEM
               : __real_pthread_getattr_np(thread, attributes);
}

/* little is how much is read or written of |size|: 0, where that is to be tried
 * again. */
static size_t little(size_t size)
{
    static bool again;
    size_t most = size % 5 == 0 ? 1 : 6; /* such that 1 is left at times */
    again = !again;
    errno = EINTR;
    return again ? 0 : size < most ? size : most;
}

ssize_t __wrap_read(int file, void *to, size_t size)
{
    size = failing_now == LITTLE ? little(size) : size;
    return size == 0 ? -1 : __real_read(file, to, size);
}

static const char broken_off[] = "holdfas"; /* what is there of a report */

ssize_t __wrap_write(int file, const void *from, size_t size)
{
    static int n; /* how many times this text was tried */
    if (failing_now == LITTLE) {
        size = little(size);
        return size == 0 ? -1 : __real_write(file, from, size);
    }
    if (failing_now == BROKEN) {
        bool begins = memcmp(from, broken_off, strlen(broken_off)) == 0;
        n = begins ? 0 : n + 1;
        if (n == 1) {
            errno = EIO;
            return size % 2 ? 0 : -1;
        }
        size = begins ? strlen(broken_off) : size;
    }
    return __real_write(file, from, size);
}

/* ---- How places are looked up. The process that is to become a symbolizer
 * becomes none: it says what the mode asks for, and ends. */

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
    X(SECOND, "second") /* llvm-symbolizer fails, addr2line                    \
                           does not */                                         \
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
#define NAME_OF_MODE(name, text) text,
static const char *const mode_name[MODES] = {MODE_NAMES(NAME_OF_MODE)};

static bool is_long(mode m)
{
    return m == LONG || m == LONG_FROM_PATH || m == LONG_SECOND;
}

static mode mode_now;
static char inner[40]; /* the address of a function of the layer, or empty */
static bool inner_has_name; /* by which it is one, or else by its file */

/* Where the layer asks in which folder its own files are; and where those are
 * then said to be: in a tree, or in one file. */
static char own_place[40];
#ifdef LEDGER_STACKS
static const char own_file[] = "hf_symbols_learn_own\n/own%%/holdfast.c:9";
#else
static const char own_file[] =
    "hf_symbols_learn_own\n/own%%/ledger/symbols.c:9";
#endif

/* reset_environment makes it as large as it ever is: the C library keeps the
 * room that it took with the last variable that was not there. */
static void reset_environment(void)
{
    const char *const names[] = {"LD_PRELOAD", "HOLDFAST_SYMBOLIZER"};
    for (int i = 0; i < 2; i++) {
        unsetenv(names[i]);
    }
    for (int i = 0; i < 2; i++) {
        setenv(names[i], "", 1);
    }
}

static void set_mode(mode m)
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

/* symbolize is a symbolizer, in the process that was made for it. */
static __attribute__((noreturn)) void symbolize(char *const *argv)
{
    static const char layer[] = "inner\n/own%%/str.h:1:1\n"
                                "outer\n/own%%/int.c:3\n"
                                "hf_outer\n/else/x.h:2:2\n";
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
        dprintf(to, "%s\n", own_file);
        _exit(0);
    }
    switch (mode_now) {
    case INLINED:
        dprintf(
            to,
            "%shfUser\n/own%%%%.c:%s (discriminator 3)\nmain\n/src/main.c:1\n",
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

/* ---- Files that are not there: the ledger is told of them behind the others.
 * Each is what one place or the other is told to be in, at an edge. */

enum { PART = 0x1000, ODD_PATH = 2000, PATH_KEPT = 1023 };
static const ElfW(Phdr) parts[] = {
    {.p_type = PT_LOAD, .p_vaddr = 0x50000, .p_memsz = PART}, /* of no file */
    {.p_type = PT_LOAD, .p_vaddr = 0x1000, .p_memsz = PART},
    {.p_type = PT_NULL, .p_vaddr = 0x2000, .p_memsz = PART / 2},
    {.p_type = PT_SHLIB, .p_vaddr = 0x3000, .p_memsz = PART / 4},
    {.p_type = PT_LOAD, .p_vaddr = 0x4000, .p_memsz = PART},
    {.p_type = PT_LOAD, .p_vaddr = 0x5000, .p_memsz = PART}, /* of no file */
};
static char long_path[ODD_PATH + 1], cut_path[PATH_KEPT + 1];
static const struct odd_file {
    ElfW(Addr) bias;
    const char *name, *link; /* without a name it is what the link says */
    const char *path;
    ElfW(Half) n_parts;
} odd_files[] = {
    {0x10000, "x", "no", "x", 4},
    {0x10000, "behind the one before", "no", NULL, 4},
    {0x20000, "", long_path, cut_path, 1},
    {0x30000, "", NULL, "", 1},
    {0x40000, "", "y", "y", 1},
    {0x50000, long_path, "no", cut_path, 1},
    {0x60000, "/100%%", "no", "/100%%", 1},
    {0x70000, "\xe9", "no", "\xe9", 1},
};
enum { ODD_FILES = sizeof(odd_files) / sizeof(odd_files[0]) };

/* Addresses, and of which file they are. */
enum { NO_FILE = -1 };
static const struct {
    uintptr_t address;
    int file;
} odd_places[] = {
    {0x10FFF, NO_FILE}, {0x11000, 0}, {0x11FFF, 0},       {0x12000, NO_FILE},
    {0x13000, NO_FILE}, {0x14000, 0}, {0x15000, NO_FILE}, {0x60000, NO_FILE},
    {0x21000, 2},       {0x31000, 3}, {0x41000, 4},       {0x51000, 5},
    {0x61000, 6},       {0x71000, 7},
};
enum { ODD_PLACES = sizeof(odd_places) / sizeof(odd_places[0]) };
_Static_assert(TOLD == 2 + ODD_PLACES, "the ledger is told all of them");

typedef int visit(struct dl_phdr_info *info, size_t size, void *context);
int __real_dl_iterate_phdr(visit *each, void *context);
int __wrap_dl_iterate_phdr(visit *each, void *context);
ssize_t __real_readlink(const char *path, char *to, size_t size);
ssize_t __wrap_readlink(const char *path, char *to, size_t size);

static const struct odd_file *visited;

int __wrap_dl_iterate_phdr(visit *each, void *context)
{
    int stops = __real_dl_iterate_phdr(each, context);
    for (int i = 0; i < ODD_FILES && stops == 0; i++) {
        visited = &odd_files[i];
        struct dl_phdr_info info = {.dlpi_addr = visited->bias,
                                    .dlpi_name = visited->name,
                                    .dlpi_phdr = parts + 1,
                                    .dlpi_phnum = visited->n_parts};
        stops = each(&info, sizeof(info), context);
    }
    visited = NULL;
    return stops;
}

ssize_t __wrap_readlink(const char *path, char *to, size_t size)
{
    if (visited == NULL) {
        return __real_readlink(path, to, size);
    }
    if (visited->link == NULL) {
        return -1;
    }
    size_t n = strlen(visited->link);
    n = n < size ? n : size;
    memcpy(to, visited->link, n);
    return (ssize_t)n;
}

static int look_at_first(struct dl_phdr_info *info, size_t size, void *context)
{
    (void)size, (void)context;
    this_image.bias = info->dlpi_addr;
    return 1;
}

static void start_files(void)
{
    ssize_t n = readlink("/proc/self/exe", program_path,
                         sizeof(program_path) - 1);
    program_path[n > 0 ? n : 0] = '\0';
    dl_iterate_phdr(look_at_first, NULL);
    snprintf(own_place, sizeof(own_place), "0x%zx",
             (size_t)((uintptr_t)hf_symbols_learn_own - this_image.bias));
    memset(long_path, 'p', ODD_PATH);
    memset(cut_path, 'p', PATH_KEPT);
    told[0].place = 0x10;
    told[0].in.path = "?";
    void *function = dlsym(RTLD_DEFAULT, "PyObject_Str");
    Dl_info library;
    if (function == NULL || dladdr(function, &library) == 0) {
        fuzz_failed("engine", "there is no function in a library");
    }
    told[1].place = (uintptr_t)function + 1;
    told[1].in = (image){library.dli_fname, (uintptr_t)library.dli_fbase, true};
    for (int i = 0; i < ODD_PLACES; i++) {
        const struct odd_file *in = odd_places[i].file != NO_FILE
                                        ? &odd_files[odd_places[i].file]
                                        : NULL;
        told[2 + i].place = odd_places[i].address + 1;
        told[2 + i].in.path = in != NULL ? in->path : "?";
        told[2 + i].in.bias = in != NULL ? in->bias : 0;
    }
}

#endif /* FUZZ_LEDGER_WRAPS_H */
