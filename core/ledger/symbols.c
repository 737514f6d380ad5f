#ifndef _GNU_SOURCE
#define _GNU_SOURCE /* dl_iterate_phdr, TEMP_FAILURE_RETRY */
#endif
#include "symbols.h"

#ifdef HF_CHECKED

#include <errno.h>
#include <fcntl.h>
#include <link.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

/* look_into asks of each file that is loaded whether the address is in it. */
static int look_into(struct dl_phdr_info *info, size_t size, void *context)
{
    hf_loaded *m = context;
    (void)size;
    for (int i = 0; i < info->dlpi_phnum; i++) {
        uintptr_t start = info->dlpi_addr + info->dlpi_phdr[i].p_vaddr;
        /* Unsigned: an address before |start| gives a difference that is
         * larger than any size. */
        if (info->dlpi_phdr[i].p_type == PT_LOAD &&
            m->address - start < info->dlpi_phdr[i].p_memsz) {
            m->bias = info->dlpi_addr;
            ssize_t n = 0;
            if (info->dlpi_name[0] == '\0') { /* the program */
                n = readlink("/proc/self/exe", m->path, sizeof(m->path) - 1);
            }
            if (n <= 0) {
                snprintf(m->path, sizeof(m->path), "%s", info->dlpi_name);
            }
            m->found = true;
            return 1;
        }
    }
    return 0;
}

const char *hf_report_module(hf_place place)
{
    static hf_loaded m;
    m = (hf_loaded){.address = (uintptr_t)place};
    dl_iterate_phdr(look_into, &m);
    return m.path;
}

/* run_symbolizer reads what |program| says of |address| in |path| to |out|. */
static bool run_symbolizer(const char *program, const char *path,
                           const char *address, char *out, size_t size)
{
    int ends[2];
    if (pipe(ends) != 0) {
        return false;
    }
    pid_t child = fork();
    if (child == 0) {
        int nowhere = open("/dev/null", O_RDWR);
        dup2(nowhere, 0);
        dup2(ends[1], 1);
        dup2(nowhere, 2);
        close(ends[0]);
        close(ends[1]);
        /* A sanitizer or a fuzzer that is preloaded is not for it. */
        unsetenv("LD_PRELOAD");
        if (strstr(program, "addr2line") != NULL) {
            execlp(program, program, "-f", "-i", "-C", "-e", path, address,
                   (char *)NULL);
        } else {
            execlp(program, program, "-e", path, address, (char *)NULL);
        }
        _exit(127);
    }
    close(ends[1]);
    size_t length = 0;
    for (;;) { /* to its end: who writes to what is closed is killed */
        char more[256];
        size_t room = size - 1 - length;
        ssize_t n = TEMP_FAILURE_RETRY(read(ends[0],
                                            room > 0 ? out + length : more,
                                            room > 0 ? room : sizeof(more)));
        if (n <= 0) {
            break;
        }
        length += room > 0 ? (size_t)n : 0;
    }
    out[length] = '\0';
    close(ends[0]);
    int status = 0; /* and stays so in a process that ignores SIGCHLD */
    if (child > 0) {
        TEMP_FAILURE_RETRY(waitpid(child, &status, 0));
    }
    return WIFEXITED(status) && WEXITSTATUS(status) == 0 && length > 0 &&
           strstr(out, "??") != out;
}

/* symbolize reads what a symbolizer says of |m->address|: pairs of lines, a
 * function and where, from the innermost inlined call outwards. */
static bool symbolize(const hf_loaded *m, char *out, size_t size)
{
    char address[32];
    snprintf(address, sizeof(address), "0x%zx", (size_t)(m->address - m->bias));
    const char *chosen = getenv("HOLDFAST_SYMBOLIZER");
    if (chosen != NULL) {
        return run_symbolizer(chosen, m->path, address, out, size);
    }
    return run_symbolizer("llvm-symbolizer", m->path, address, out, size) ||
           run_symbolizer("addr2line", m->path, address, out, size);
}

/* own is the folder of the layer's own files; empty until it is asked for. */
static char own[1024];

static bool starts_with(const char *text, const char *start)
{
    return strncmp(text, start, strlen(start)) == 0;
}

/* HF_NEVER(templates) in the ledger's fuzz targets; tests/ledger does: the name of a
 * template of C++ comes behind the type of its result. */
static const char *bare_name(const char *function)
{
    const char *name = function;
    int depth = 0;
    for (const char *c = function; *c != '\0' && (*c != '(' || depth > 0);
         c++) {
        depth += (*c == '<') - (*c == '>');
        name = *c == ' ' && depth == 0 ? c + 1 : name;
    }
    return name;
}

/* HF_NEVER(kinds) in the ledger's fuzz targets; tests/bind does: hf_from_point is a
 * user's, who has a kind of his own, and hf_from_int that of bind/kinds.h. */
static bool has_own_name(const char *name, const char *where)
{
    bool is_of_a_kind = starts_with(name, "hf_from_") ||
                        starts_with(name, "hf_to_");
    return starts_with(name, "hf_") &&
           (!is_of_a_kind || strstr(where, "/kinds.h:") != NULL);
}

bool hf_symbols_are_own(const char *function, const char *where)
{
    return has_own_name(bare_name(function), where) ||
           (own[0] != '\0' && starts_with(where, own));
}

/* HF_NEVER(bound) in the ledger's fuzz targets; tests/bind does: what bind/ makes of
 * a function to call it, hf_private_callo_keep, has that function's name. */
static const char *bound_name(const char *function)
{
    static const char made[] = "hf_private_call";
    const size_t n = sizeof(made) - 1;
    const char *name = strncmp(function, made, n) == 0 ? strchr(function + n, '_')
                                                       : NULL;
    return name != NULL ? name + 1 : function;
}

bool hf_symbols_find(hf_loaded *m, const char **function, const char **where)
{
    static char out[4096];
    dl_iterate_phdr(look_into, m);
    if (!m->found || !symbolize(m, out, sizeof(out))) {
        return false;
    }
    *function = *where = "?";
    char *rest = NULL;
    for (char *line = strtok_r(out, "\n", &rest); line != NULL;
         line = strtok_r(NULL, "\n", &rest)) {
        char *file = strtok_r(NULL, "\n", &rest);
        *function = line;
        *where = file != NULL ? file : "?";
        if (file == NULL) {
            break;
        }
        char *remark = strstr(file, " (discriminator");
        if (remark != NULL) {
            *remark = '\0';
        }
        if (!hf_symbols_are_own(*function, *where)) {
            break;
        }
    }
    *function = bound_name(*function);
    return true;
}

void hf_symbols_learn_own(void)
{
    const char *function, *where;
    hf_loaded m = {.address = (uintptr_t)hf_symbols_learn_own};
    if (own[0] == '\0' && hf_symbols_find(&m, &function, &where)) {
        /* The folder that this file's folder is in; or, where all of the layer
         * is one file, that. */
        snprintf(own, sizeof(own), "%s", where);
        char *end = strstr(own, "ledger/symbols.c:");
        if (end == NULL) {
            end = strrchr(own, '/');
            end = end != NULL ? end + 1 : own;
        }
        *end = '\0';
    }
}

bool hf_symbols_same_module(hf_place place, hf_place other)
{
    hf_loaded m = {.address = (uintptr_t)place - 1, .bias = UINTPTR_MAX};
    hf_loaded n = {.address = (uintptr_t)other - 1};
    dl_iterate_phdr(look_into, &m);
    dl_iterate_phdr(look_into, &n);
    return m.bias == n.bias;
}

#endif /* HF_CHECKED */
