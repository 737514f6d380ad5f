#define _GNU_SOURCE /* REG_RIP */
#include "cover.h"

#include <signal.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <ucontext.h>
#include <unistd.h>

#if defined(__x86_64__)

enum { BREAKPOINT = 0xCC };

typedef struct place {
    uintptr_t address;
    unsigned char byte; /* what was there */
} place;

typedef struct shared {
    atomic_size_t count;
    atomic_uchar reached[];
} shared;

static place *places; /* by address */
static size_t place_count;
static shared *hits;

static int by_address(const void *a, const void *b)
{
    const place *x = a, *y = b;
    return (x->address > y->address) - (x->address < y->address);
}

static void on_trap(int number, siginfo_t *info, void *context)
{
    (void)info;
    ucontext_t *c = context;
    place wanted = {.address = (uintptr_t)c->uc_mcontext.gregs[REG_RIP] - 1};
    const place *found = bsearch(&wanted, places, place_count, sizeof(*places),
                                 by_address);
    if (found == NULL) { /* somebody else's */
        signal(number, SIG_DFL);
        raise(number);
        return;
    }
    *(volatile unsigned char *)found->address = found->byte;
    c->uc_mcontext.gregs[REG_RIP] = (greg_t)found->address;
    if (atomic_exchange(&hits->reached[found - places], 1) == 0) {
        atomic_fetch_add(&hits->count, 1);
    }
}

static void *map(size_t size, int kind)
{
    void *p = mmap(NULL, size, PROT_READ | PROT_WRITE, kind | MAP_ANONYMOUS, -1,
                   0);
    return p == MAP_FAILED ? NULL : p;
}

/* open_pages lets the code be written. */
static bool open_pages(void)
{
    uintptr_t page = (uintptr_t)sysconf(_SC_PAGESIZE), last = 0;
    for (size_t i = 0; i < place_count; i++) {
        uintptr_t start = places[i].address & ~(page - 1);
        if (start != last && mprotect((void *)start, page,
                                      PROT_READ | PROT_WRITE | PROT_EXEC) < 0) {
            return false;
        }
        last = start;
    }
    return true;
}

bool hf_cover_plant(const uintptr_t *addresses, size_t n)
{
    if (n == 0 || places != NULL) {
        return false;
    }
    places = map(n * sizeof(*places), MAP_PRIVATE);
    hits = map(sizeof(*hits) + n, MAP_SHARED);
    if (places == NULL || hits == NULL) {
        return false;
    }
    for (size_t i = 0; i < n; i++) {
        places[i].address = addresses[i];
    }
    place_count = n;
    qsort(places, n, sizeof(*places), by_address);
    struct sigaction action = {.sa_sigaction = on_trap,
                               .sa_flags = SA_SIGINFO | SA_NODEFER};
    if (!open_pages() || sigaction(SIGTRAP, &action, NULL) < 0) {
        place_count = 0;
        return false;
    }
    for (size_t i = 0; i < n; i++) {
        places[i].byte = *(unsigned char *)places[i].address;
    }
    for (size_t i = 0; i < n; i++) {
        *(volatile unsigned char *)places[i].address = BREAKPOINT;
    }
    return true;
}

size_t hf_cover_count(void)
{
    return hits != NULL ? atomic_load(&hits->count) : 0;
}

bool hf_cover_at(size_t i, uintptr_t *address, bool *reached)
{
    if (i >= place_count) {
        return false;
    }
    *address = places[i].address;
    *reached = atomic_load(&hits->reached[i]) != 0;
    return true;
}

#else

bool hf_cover_plant(const uintptr_t *addresses, size_t n)
{
    (void)addresses;
    (void)n;
    return false;
}

size_t hf_cover_count(void)
{
    return 0;
}

bool hf_cover_at(size_t i, uintptr_t *address, bool *reached)
{
    (void)i;
    (void)address;
    (void)reached;
    return false;
}

#endif
