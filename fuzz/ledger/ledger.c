/* ledger: the checked build under programs that are full of mistakes, of each
 * kind, under each policy: what the ledger reports must be what its
 * documentation says, to the last line, and nothing else may be reported.
 *
 * An input is a row of records of six bytes: which call, two slots, an object,
 * how the call is made, a value, what fails. The model knows the tickets: who
 * owns what, since when and where; addresses of places it learns from the first
 * report that names them. An abort that is expected is caught.
 *
 * What a program has is in model.h, what a call is in call.h. The calls, in the
 * files calls_*.c, change the model, enter what is to be reported (reports.h), and
 * have a site (sites.h) performed (perform.h), which alone calls the layer. What is
 * reported then is compared by said.h, all else by compare.h. What the ledger gets
 * of the system goes through system.h, symbolizer.h and files.h. */

#include "fuzz/engine/emit.h"
#include "fuzz/ledger/input.h"
#include "fuzz/ledger/stacks.h"

const size_t fuzz_record = 6, fuzz_most_calls = 256;
const char *const fuzz_c_end = "end_input();";

const char *fuzz_name(void)
{
    return with_stacks ? "ledger_stacks" : "ledger";
}

const char *const *fuzz_prelude(void)
{
    enum { STACKS = 0 };
    static const char *files[] = {"fuzz/ledger/stacks_off.c",
                                  "fuzz/engine/ends.h",
                                  "fuzz/engine/ends.c",
                                  "fuzz/engine/calls.h",
                                  "fuzz/engine/calls_run.c",
                                  "fuzz/ledger/input.h",
                                  "fuzz/ledger/call.c",
                                  "fuzz/ledger/calls_append.c",
                                  "fuzz/ledger/calls_buffer.c",
                                  "fuzz/ledger/calls_builder.c",
                                  "fuzz/ledger/calls_handle.c",
                                  "fuzz/ledger/calls_items.c",
                                  "fuzz/ledger/calls_list.c",
                                  "fuzz/ledger/calls_many.c",
                                  "fuzz/ledger/calls_odd.c",
                                  "fuzz/ledger/calls_report.c",
                                  "fuzz/ledger/calls_scope.c",
                                  "fuzz/ledger/calls_shown.c",
                                  "fuzz/ledger/calls_told.c",
                                  "fuzz/ledger/calls_view.c",
                                  "fuzz/ledger/compare.c",
                                  "fuzz/ledger/end.c",
                                  "fuzz/ledger/files.c",
                                  "fuzz/ledger/input.c",
                                  "fuzz/ledger/model.c",
                                  "fuzz/ledger/objects.c",
                                  "fuzz/ledger/perform.c",
                                  "fuzz/ledger/places.c",
                                  "fuzz/ledger/reports.c",
                                  "fuzz/ledger/said.c",
                                  "fuzz/ledger/sites.c",
                                  "fuzz/ledger/start.c",
                                  "fuzz/ledger/start_ledger.c",
                                  "fuzz/ledger/symbolizer.c",
                                  "fuzz/ledger/system.c",
                                  "fuzz/ledger/table.c",
                                  NULL};
    if (with_stacks) {
        files[STACKS] = "fuzz/ledger/stacks_on.c";
    }
    return files;
}

const char *fuzz_flags(void)
{
    return "-Wl,--wrap=mmap,--wrap=mmap64,--wrap=munmap,--wrap=strdup "
           "-Wl,--wrap=pipe,--wrap=fork,--wrap=execlp "
           "-Wl,--wrap=pthread_getattr_np,--wrap=readlink "
           "-Wl,--wrap=read,--wrap=write,--wrap=dl_iterate_phdr ";
}

void fuzz_leaves_handles(void)
{
}

fuzz_call *fuzz_call_decode(const uint8_t *record)
{
    static const hf_policy policies[4] = {HF_POLICY_COLLECT, HF_POLICY_COLLECT,
                                          HF_POLICY_RAISE, HF_POLICY_ABORT};
    static const int pending[4] = {NO_EXCEPTION, LOOKUP, LOOKUP, OWNERSHIP};
    enum { LAZY = 1 };
    static fuzz_call c;
    uint8_t how = record[3], value = record[4];
    c = (fuzz_call){
        .x = record[1] & 15,
        .y = record[1] >> 4,
        .o = record[2] % OBJECTS,
        .value = value,
        .policy = policies[how & 3],
        .mode = (mode)(record[5] >> 3) % MODES,
        .gil = value & 0x80 ? (gil)(how >> 2 & 3) : HELD,
        .pending = pending[how >> 4 & 3],
        .is_lazy = (how >> 4 & 3) == LAZY,
        .armed = how >> 6,
        .failing = (failing)(record[5] & 7) % FAILINGS,
    };
    return &c;
}

void fuzz_call_emit(const fuzz_call *c)
{
    fuzz_emit(".x = %d, .y = %d, .o = %d, .value = %d, .policy = %d, "
              ".mode = %d, .gil = %d, .pending = %d, .armed = %u, "
              ".failing = %d%s",
              c->x, c->y, c->o, c->value, c->policy, c->mode, c->gil,
              c->pending, c->armed, c->failing,
              c->is_lazy ? ", .is_lazy = true" : "");
}

/* Some inputs may take long: which, their bytes say. */
const char *fuzz_input_begin(const uint8_t *data, size_t size)
{
    enum { SELDOM = 128 };
    unsigned sum = 0;
    for (size_t i = 0; i < size; i++) {
        sum += data[i];
    }
    const bool long_one = sum % SELDOM == 0;
    begin_input(long_one);
    return long_one ? "begin_input(true);" : "begin_input(false);";
}

void fuzz_input_end(void)
{
    end_input();
}
