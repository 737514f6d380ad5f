#define _GNU_SOURCE 1 /* vfork, waitid */

#include "fuzz/ledger/system.h"

#include <errno.h>
#include <pthread.h>
#include <signal.h>
#include <stdint.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

failing failing_wanted, failing_now;

/* ---- Memory. */

size_t most_pages = SIZE_MAX;

size_t asked[ASKED];
int n_asked, n_mapped;
void *map_next_at;

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

/* ---- Processes. */

int __wrap_pipe(int ends[2])
{
    return failing_now == NO_PIPE ? -1 : __real_pipe(ends);
}

int other_stdin;
bool started_for_nobody;
bool takes_long = true;

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

bool is_other_child_there(void)
{
    pid_t child = other_child;
    other_child = 0;
    return child == 0 || waitpid(child, NULL, 0) == child;
}

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

bool holds_in_copy(bool (*body)(void))
{
    int status = 1;
    pid_t child = fork_slowly();
    if (child == 0) {
        _exit(body() ? 0 : 1);
    }
    return waitpid(child, &status, 0) == child && status == 0;
}

/* ---- Threads, and what is read and written. */

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

const char broken_off[] = "holdfas"; /* what is there of a report */

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
