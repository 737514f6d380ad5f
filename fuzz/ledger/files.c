#define _GNU_SOURCE 1 /* dl_iterate_phdr */

#include "fuzz/ledger/files.h"

#include "fuzz/engine/process.h"

#include <dlfcn.h>
#include <link.h>
#include <string.h>
#include <unistd.h>

char program_path[1024];
image this_image = {program_path, 0, true};

told_place told[TOLD];

/* ---- Files that are not there. Each is what one place or the other is told to be
 * in, at an edge. */

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

/* ---- Starting. */

static int look_at_first(struct dl_phdr_info *info, size_t size, void *context)
{
    (void)size, (void)context;
    this_image.bias = info->dlpi_addr;
    return 1;
}

void files_start(void)
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
        const struct odd_file *in = odd_places[i].file != NO_FILE
                                        ? &odd_files[odd_places[i].file]
                                        : NULL;
        told[2 + i].place = odd_places[i].address + 1;
        told[2 + i].in.path = in != NULL ? in->path : "?";
        told[2 + i].in.bias = in != NULL ? in->bias : 0;
    }
}
