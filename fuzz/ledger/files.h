/* files.h: the files that places are in, as dl_iterate_phdr has them: this
 * program's, and some behind the others that are not there, each odd in a way of
 * its own. */
#ifndef FUZZ_LEDGER_FILES_H
#define FUZZ_LEDGER_FILES_H

#include <stdbool.h>
#include <stdint.h>

typedef struct image {
    const char *path;
    uintptr_t bias;
    bool is_readable;
} image;
extern char program_path[1024];
extern image this_image;

/* Places that the ledger is told. */
enum { TOLD = 16 };
typedef struct told_place {
    uintptr_t place;
    image in;
} told_place;
extern told_place told[TOLD];

void files_start(void);

#endif /* FUZZ_LEDGER_FILES_H */
