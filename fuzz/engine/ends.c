#include "fuzz/engine/ends.h"

#include <fcntl.h>
#include <setjmp.h>
#include <signal.h>
#include <sys/mman.h>
#include <unistd.h>

static __thread sigjmp_buf ends_back;

void ends_come_back(int number)
{
    siglongjmp(ends_back, number);
}

bool ends_in(void (*body)(void))
{
    if (sigsetjmp(ends_back, 1) == 0) {
        body();
        return false;
    }
    return true;
}

enum { ENDS_MOST = 1 << 17 }; /* bytes that can be printed */

/* Where stderr is kept while it is read, or -1; and what it is then. */
static int ends_stderr = -1, ends_printed = -1;
static struct sigaction ends_abort;

void ends_begin(bool silent)
{
    struct sigaction action = {.sa_handler = ends_come_back};
    if (ends_printed < 0) {
        ends_printed = memfd_create("printed", MFD_ALLOW_SEALING);
        /* It never grows: who prints without end does not fill the machine. */
        if (ftruncate(ends_printed, ENDS_MOST) != 0 ||
            fcntl(ends_printed, F_ADD_SEALS, F_SEAL_GROW) != 0) {
            fuzz_failed("engine", "there is no memory for what is printed");
        }
    }
    int nowhere = open("/dev/null", O_RDONLY);
    fflush(stderr);
    ends_stderr = dup(STDERR_FILENO);
    if (nowhere < 0 || ends_stderr < 0 ||
        lseek(ends_printed, 0, SEEK_SET) != 0) {
        fuzz_failed("engine", "what is printed cannot be read");
    }
    dup2(silent ? nowhere : ends_printed, STDERR_FILENO);
    close(nowhere);
    sigaction(SIGABRT, &action, &ends_abort);
}

const char *ends_read(void)
{
    static char text[ENDS_MOST + 1];
    sigaction(SIGABRT, &ends_abort, NULL);
    fflush(stderr);
    dup2(ends_stderr, STDERR_FILENO);
    close(ends_stderr);
    ends_stderr = -1;
    ssize_t n = pread(ends_printed, text,
                      (size_t)lseek(ends_printed, 0, SEEK_CUR), 0);
    text[n > 0 ? n : 0] = '\0';
    for (ssize_t i = 0; i < n; i++) {
        text[i] = text[i] != '\0' ? text[i] : '?'; /* to be seen */
    }
    return text;
}

void ends_give_back(void)
{
    if (ends_stderr >= 0) {
        fputs(ends_read(), stderr);
    }
}
