/* The list of all ledgers in a process. */

#include "fuzz/engine/ends.h"
#include "fuzz/ledger/perform.h"
#include "fuzz/ledger/rows.h"

#include <string.h>

const char *const list_of_all = "holdfast.ledgers";
static hf_ledger_table foreign = {.version = HF_LEDGER_VERSION,
                                  .module = "foreign"};

PyObject *known_to_all(void)
{
    return PyInterpreterState_GetDict(PyInterpreterState_Main());
}

static void put_list(hf_ledger_table *first)
{
    PyObject *capsule = PyCapsule_New(first, list_of_all, NULL);
    PyDict_SetItemString(known_to_all(), list_of_all, capsule);
    Py_DECREF(capsule);
}

static void find_first(void)
{
    out.raw = (PyObject *)(void *)hf_ledger_first();
}

static const char two_versions[] =
    "holdfast: %s and %s are compiled with ledgers of versions %d and %d: "
    "compile both with the same Holdfast\n";
enum { SAID = 8192 }; /* there is no room for more, with the NUL */

/* foreign_name is short; or such that what is said fits, just so, or not. */
static const char *foreign_name(int which)
{
    static char name[SAID];
    int rest = snprintf(NULL, 0, two_versions, "", program_path,
                        HF_LEDGER_VERSION + 1, HF_LEDGER_VERSION);
    memset(name, 'f', sizeof(name));
    name[which == 0 ? 7 : SAID - 3 - rest + which] = '\0';
    return name;
}

static int other_version(const call *c)
{
    return HF_LEDGER_VERSION + (c->value & 16 ? -1 : 1);
}

/* put_first makes the list what |c| wants it to be before this ledger looks at it;
 * |first| is what it is to begin with then, and |next| what is behind that. */
static void put_first(call *c, hf_ledger_table **first, hf_ledger_table **next)
{
    switch (c->value % 4) {
    case 0: /* gone, as where Python ended in between */
        PyDict_DelItemString(known_to_all(), list_of_all);
        break;
    case 1: /* another module came first */
        put_list(&foreign);
        *next = &foreign;
        break;
    case 2: /* it is in the list, further back */
        foreign.next = *first;
        put_list(&foreign);
        *first = &foreign;
        *next = foreign.next;
        break;
    default:
        without_exception(c); /* it would end with the process */
        foreign.version = (uint32_t)other_version(c);
        foreign.module = foreign_name(c->value >> 2 & 3);
        put_list(&foreign);
        break;
    }
}

/* check_versions_are_told finds a module of another version in the list: the
 * process ends, and says so. */
static void check_versions_are_told(const call *c)
{
    char said[SAID];
    ends_begin(false);
    run_guarded(find_first);
    const char *text = ends_read();
    snprintf(said, sizeof(said), two_versions, foreign.module, program_path,
             other_version(c), HF_LEDGER_VERSION);
    if (!jumped || strcmp(text, said) != 0) {
        fuzz_failed("report", "expected\n%sfound\n%s", said, text);
    }
    foreign.version = HF_LEDGER_VERSION;
}

void first_one(call *c)
{
    only_held(c);
    unsigned armed = c->armed;
    c->armed = 0;
    hf_ledger_table *wanted = hf_ledger_first();
    hf_ledger_table *next = wanted->next;
    hf_policy before = c->policy;
    foreign.version = HF_LEDGER_VERSION;
    foreign.next = NULL;
    put_first(c, &wanted, &next);
    if (c->value % 4 == 3) {
        check_versions_are_told(c);
        put_list(wanted);
    }
    fail_allocation(armed);
    hf_ledger_first(); /* it may be there only after the next call */
    end_of_failure();
    hf_ledger_table *first = hf_ledger_first();
    const hf_ledger_table *mine = first == &foreign ? first->next : first;
    if (first != wanted || first->next != next ||
        mine->version != HF_LEDGER_VERSION ||
        strcmp(mine->module, program_path) != 0 ||
        mine->reports() != n_reports || mine->report(KEPT, NULL) != NULL) {
        wrong("another list of ledgers", "this one behind what was put first");
    }
    if (first == &foreign) {
        put_list((hf_ledger_table *)(uintptr_t)mine);
    }
    mine->set_policy(before);
}
