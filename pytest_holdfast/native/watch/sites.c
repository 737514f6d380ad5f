#include "sites.h"

#include <string.h>

#include "hash.h"
#include "memory.h"

site *sites;
uint32_t site_count = 1;
static uint32_t site_room;
static uint32_t *site_table;
static uint32_t site_mask;

static size_t site_hash(const char *how, const char *file, int line)
{
    return mixed((uintptr_t)file * 31 + (uintptr_t)how * 7 + (uint64_t)line);
}

static void grow_sites(void)
{
    uint32_t room = site_room ? site_room * 2 : 256;
    site *more = take(room * sizeof(site));
    if (sites != NULL) {
        memcpy(more, sites, site_count * sizeof(site));
        put_back(sites, site_room * sizeof(site));
        put_back(site_table, (site_mask + 1) * sizeof(uint32_t));
    }
    sites = more;
    site_room = room;
    site_mask = site_room * 4 - 1;
    site_table = take((site_mask + 1) * sizeof(uint32_t));
    for (uint32_t i = 1; i < site_count; i++) {
        size_t at = site_hash(sites[i].how, sites[i].file, sites[i].line);
        while (site_table[at & site_mask] != 0) {
            at++;
        }
        site_table[at & site_mask] = i;
    }
}

uint32_t find_site(const char *how, const char *file, int line,
                   const char *function)
{
    if (site_count >= site_room) {
        grow_sites();
    }
    size_t at = site_hash(how, file, line);
    for (uint32_t i; (i = site_table[at & site_mask]) != 0; at++) {
        if (sites[i].line == line && sites[i].file == file &&
            sites[i].how == how) {
            return i;
        }
    }
    sites[site_count] = (site){
        .how = how, .file = file, .function = function, .line = line};
    site_table[at & site_mask] = site_count;
    return site_count++;
}
