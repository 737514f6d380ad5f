/* views.c: the memory that a user reads with no length of life of its own.
 *
 * A view is a copy on pages of its own. When the handle or the buffer that it was
 * taken from is closed, its pages are taken away: a read from then on is a fault,
 * which is reported here, with the line that reads. What is not ours goes to
 * whoever handled faults before.
 */
#ifndef _GNU_SOURCE
#define _GNU_SOURCE /* MAP_ANONYMOUS */
#endif
#include "report.h"

#ifdef HF_CHECKED

#include <signal.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "unwind.h"

enum { VIEWS = 1024 };
typedef struct view {
    hf_private_number ticket;
    char *pages;
    size_t size; /* of the pages */
    hf_place opened, closed;
    bool ended, sealed;
} view;

static view views[VIEWS];
static size_t next_view; /* round and round */
bool hf_private_ledger_unsealed;
static struct sigaction previous;

static void on_fault(int number, siginfo_t *info, void *context)
{
    uintptr_t address = (uintptr_t)info->si_addr;
    for (size_t i = 0; i < VIEWS; i++) {
        const view *v = &views[i];
        if (v->sealed && address >= (uintptr_t)v->pages &&
            address - (uintptr_t)v->pages < v->size) {
            hf_incident incident = {
                .kind = HF_VIEW_READ_TOO_LATE,
                .opened = v->opened,
                .closed = v->closed,
                .place = hf_unwind_reader(context, v->opened),
            };
            hf_report_incident(&incident, HF_POLICY_ABORT);
        }
    }
    /* Not ours: as if we had not been here. */
    sigaction(number, &previous, NULL);
}

const char *hf_report_view(hf_private_number ticket, const char *data,
                           size_t size, hf_place place)
{
    static bool watching;
    if (!watching) {
        struct sigaction action = {0};
        action.sa_sigaction = on_fault;
        action.sa_flags = SA_SIGINFO | SA_NODEFER;
        sigaction(SIGSEGV, &action, &previous);
        watching = true;
    }
    size_t page = (size_t)sysconf(_SC_PAGESIZE);
    size_t wanted = (size + 1 + page - 1) / page * page;
    view *v = NULL;
    for (size_t i = 0; i < VIEWS && v == NULL; i++) {
        view *candidate = &views[next_view++ % VIEWS];
        if (candidate->pages == NULL || candidate->sealed) {
            v = candidate;
        }
    }
    if (v == NULL) {
        return NULL;
    }
    if (v->pages != NULL) {
        munmap(v->pages, v->size);
        v->pages = NULL;
    }
    char *pages = mmap(NULL, wanted, PROT_READ | PROT_WRITE,
                       MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (pages == MAP_FAILED) {
        return NULL;
    }
    memcpy(pages, data, size + 1);
    mprotect(pages, wanted, PROT_READ);
    *v = (view){ticket, pages, wanted, place, NULL, false, false};
    return pages;
}

void hf_report_end_views(hf_private_number ticket, hf_place place)
{
    for (size_t i = 0; i < VIEWS; i++) {
        if (views[i].pages != NULL && views[i].ticket == ticket) {
            views[i].closed = place;
            views[i].ended = true;
            hf_private_ledger_unsealed = true;
        }
    }
}

void hf_report_seal_views(void)
{
    hf_private_ledger_unsealed = false;
    for (size_t i = 0; i < VIEWS; i++) {
        if (views[i].ended && !views[i].sealed) {
            mprotect(views[i].pages, views[i].size, PROT_NONE);
            views[i].sealed = true;
        }
    }
}

#endif /* HF_CHECKED */
