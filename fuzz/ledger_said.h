/* ledger_said.h: whether a report says what it shall; and the symbolizer that
 * says what is at a place. */
#ifndef FUZZ_LEDGER_SAID_H
#define FUZZ_LEDGER_SAID_H

#include "fuzz/ledger_model.h"

#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <link.h>
#include <signal.h>
#include <stdarg.h>
#include <sys/stat.h>
#include <unistd.h>

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

static void set_mode(mode m)
{
    mode_now = m;
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
    const bool is_right = is_right_call(argv) && has_right_files();
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
    switch (mode_now) {
    case INLINED:
        dprintf(to,
                "%shfUser\n/own!.c:%s (discriminator 3)\nmain\n/src/main.c:1\n",
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

/* Addresses, and of which file they are, or none. */
static const struct {
    uintptr_t address;
    int file;
} odd_places[] = {
    {0x10FFF, NONE}, {0x11000, 0}, {0x11FFF, 0},    {0x12000, NONE},
    {0x13000, NONE}, {0x14000, 0}, {0x15000, NONE}, {0x60000, NONE},
    {0x21000, 2},    {0x31000, 3}, {0x41000, 4},    {0x51000, 5},
    {0x61000, 6},    {0x71000, 7},
};
enum { ODD_PLACES = sizeof(odd_places) / sizeof(odd_places[0]) };

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
        const struct odd_file *in = odd_places[i].file != NONE
                                        ? &odd_files[odd_places[i].file]
                                        : NULL;
        told[2 + i].place = odd_places[i].address + 1;
        told[2 + i].in.path = in != NULL ? in->path : "?";
        told[2 + i].in.bias = in != NULL ? in->bias : 0;
    }
}

/* ---- What it says. Each of these gives what is left of |text| behind what was
 * expected; or NULL. */

static const char *match(const char *text, const char *wanted)
{
    size_t n = strlen(wanted);
    return text != NULL && strncmp(text, wanted, n) == 0 ? text + n : NULL;
}

static const char *match_place(const char *text, site s, mode m)
{
    char wanted[6000];
    const image *in = image_of(s);
    uintptr_t place;
    if (text == NULL) {
        return NULL;
    }
    if (s == at_read_for && inner[0] != '\0') { /* no call of the user's */
        return match(text, inner_has_name ? "hf_inner at /x:1\n"
                                          : "inner at /own%%/x:1\n");
    }
    if (m == BLANK && in->is_readable) {
        return match(text, "? at ?\n");
    }
    if (!in->is_readable || m == FAILS || m == KILLED || m == UNKNOWN ||
        m == MISSING || m == NO_LINE_AT_ALL || m == NEITHER) {
        place = (uintptr_t)strtoull(text, NULL, 16);
        snprintf(wanted, sizeof(wanted),
                 "%p (%s+0x%zx: no symbolizer, or no debug information)\n",
                 (void *)place, in->path, (size_t)(place - 1 - in->bias));
    } else {
        const char *number = strstr(text, "0x");
        size_t address = number != NULL ? strtoull(number, NULL, 16) : 0;
        place = address + in->bias + 1;
        char where[40];
        int n = snprintf(where, sizeof(where), "0x%zx", address);
        if (is_long(m)) { /* as much as there is room for behind "user\n" */
            snprintf(wanted, sizeof(wanted), "user at %s:%0*d\n", where,
                     4095 - 5 - n - 1, 0);
        } else {
            snprintf(wanted, sizeof(wanted), "%s%s at %s%s\n",
                     m == ONLY_FUNCTION  ? "alone_"
                     : m == OF_THE_LAYER ? "hf_last"
                     : m == INLINED      ? "hfUser"
                                         : "user",
                     m == ONLY_FUNCTION ? where : "",
                     m == ONLY_FUNCTION  ? "?"
                     : m == OF_THE_LAYER ? "/else/y.h:"
                     : m == INLINED      ? "/own!.c:"
                                         : "/src/user.c:",
                     m == ONLY_FUNCTION ? "" : where);
        }
    }
    /* A report ends where its memory does. */
    size_t left = strlen(text);
    if (is_long(m) && left < strlen(wanted)) {
        wanted[left] = '\0';
    }
    return is_place(s, place) ? match(text, wanted) : NULL;
}

static const char *match_line(const char *text, const char *label, site s,
                              mode m)
{
    char wanted[20];
    if (text == NULL || label == NULL || s == NOWHERE || *text == '\0') {
        return text;
    }
    snprintf(wanted, sizeof(wanted), "  %-10s ", label);
    return match_place(match(text, wanted), s, m);
}

/* Of the calls further out it is only known that there are some, or how many.
 */
static const char *match_stack(const char *text, site s, int calls, mode m)
{
    char wanted[20];
    int n = 0;
    for (; text != NULL && *text != '\0'; n++) {
        snprintf(wanted, sizeof(wanted), "      #%d ", n);
        const char *place = match(text, wanted);
        if (place == NULL) {
            break;
        }
        if (n == 0 && s != NOWHERE && match_place(place, s, m) == NULL) {
            return NULL;
        }
        const char *end = strchr(place, '\n');
        text = end != NULL ? end + 1 : place + strlen(place);
    }
    bool is_cut = text != NULL && *text == '\0' && is_long(m);
    bool right = calls == ANY ? n < 8 : calls == NONE ? n == 0 : n > 0 && n < 8;
    return is_cut || (right && (calls <= 0 || n == calls)) ? text : NULL;
}

#ifdef LEDGER_STACKS
enum { WITH_STACKS = true };
#else
enum { WITH_STACKS = false };
#endif

static const char *match_report(const char *text, const report *r, mode m)
{
    char head[LINE], times[60] = "";
    if (r->times > 1) {
        snprintf(times, sizeof(times), " (%zu times; this is one of them)",
                 r->times);
    }
    snprintf(head, sizeof(head), "holdfast: %s%s\n", words[r->kind].head,
             times);
    text = match(text, head);
    const char *behind = r->n_lines > 0 ? NULL : text;
    for (int i = 0; i < r->n_lines && behind == NULL; i++) {
        behind = match(text, r->lines[i]);
    }
    text = match_line(behind, words[r->kind].opened, r->opened, m);
    if (WITH_STACKS && r->stack) {
        text = match_stack(text, !is_told(r->opened) ? r->opened : NOWHERE,
                           r->calls, m);
    }
    text = match_line(text, words[r->kind].closed, r->closed, m);
    text = match_line(text, words[r->kind].place, r->place, m);
    if (WITH_STACKS && r->place != NOWHERE) {
        /* The unwinder finds who reads; frame pointers do not. */
        bool is_read = r->kind == HF_VIEW_READ_TOO_LATE;
        bool is_own = is_read || is_told(r->place); /* no such call */
        text = match_stack(text, is_own ? NOWHERE : r->place, r->place_calls,
                           m);
    }
    return text;
}

/* match_any is match_report for one of those of a call. */
static const char *match_any(const char *text, int batch, mode m)
{
    static char one[8192]; /* all there is room for in a report */
    if (strlen(text) >= sizeof(one)) {
        memcpy(one, text, sizeof(one) - 1);
        const char *behind = match_any(one, batch, m);
        return behind != NULL ? text + (behind - one) : NULL;
    }
    for (size_t i = 0; i < n_reports; i++) {
        const char *behind = reports[i].batch == batch
                                 ? match_report(text, &reports[i], m)
                                 : NULL;
        if (behind != NULL) {
            return behind;
        }
    }
    return NULL;
}

/* wrong_report shows what was expected, but for the places. */
static __attribute__((noreturn)) void wrong_report(const char *found, int batch)
{
    char wanted[4000] = "";
    size_t n = 0;
    for (size_t i = 0; i < n_reports && n < 3000; i++) {
        const report *r = &reports[i];
        if (r->batch == batch) {
            n += (size_t)snprintf(wanted + n, sizeof(wanted) - n,
                                  "%s\n%s  (%zu times; at %d, %d, %d)\n",
                                  words[r->kind].head,
                                  r->n_lines > 0 ? r->lines[0] : "", r->times,
                                  r->opened, r->closed, r->place);
        }
    }
    fuzz_failed("report", "expected\n%sfound\n%s", wanted,
                found != NULL ? found : "nothing\n");
}

#endif /* FUZZ_LEDGER_SAID_H */
