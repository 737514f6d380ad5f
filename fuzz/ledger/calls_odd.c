/* What a ledger is seldom given: handles of nobody, stacks that look odd, objects
 * that look back while they are released. */

#include "fuzz/ledger/perform.h"
#include "fuzz/ledger/rows.h"

/* foreign_one makes a handle that this ledger has never seen. */
void foreign_one(call *c)
{
    handle *h = &handles[c->x % HANDLES];
    if (n_tickets == TICKETS) {
        return;
    }
    int o = c->o != NOTHING ? c->o : PLAIN, t = n_tickets++;
    hf_private_number forged = c->y & 1 ? (hf_private_number)0xFFFF0001 << 32 |
                                              c->value
                                        : (hf_private_number)5 << 32 |
                                              (0xFFFFFF00 + c->value);
    h->object = HF_PRIVATE_MADE(hf_object, forged,
                                HF_PRIVATE_IN(objects[o].raw));
    h->names = o;
    h->ticket = t;
    tickets[t] = (ticket){.object = o, .forgotten = true, .forged = true};
}

/* craft makes the |frames| of callers look odd, and says how many calls the ledger
 * is to see: two at least, the site, and what it was called from. */
enum { FRAMES = 20 };
static int craft(call *c, const void *frames[FRAMES][2])
{
    switch (c->value % 6) {
    case 0:
        in.data++;
        return 2;
    case 1:
        in.data = (const char *)(UINTPTR_MAX & ~(uintptr_t)0xFFFF);
        if (c->y & 1 && n_watches == 0) { /* at the end of the stack */
            c->gil = OTHER_WITH;
            in.data = other_stack + STACK - sizeof(void *);
        }
        return 2;
    case 2:
        frames[0][1] = NULL;
        return 2;
    case 3:
        frames[0][0] = frames[0];
        return 3;
    case 4:
        frames[1][c->y & 1 ? 0 : 1] = NULL;
        return c->y & 1 ? 4 : 3;
    default:
        return 7; /* as many as are kept */
    }
}

/* craft_one opens a handle in a call whose callers look odd. They have to be on
 * the stack, where AddressSanitizer may not put them. */
__attribute__((no_sanitize("address"))) void craft_one(call *c)
{
    const void *frames[FRAMES][2];
    handle *to = &handles[c->x % HANDLES];
    if (n_tickets == TICKETS) {
        return;
    }
    only_held(c);
    for (int i = 0; i < FRAMES; i++) {
        frames[i][0] = i + 1 < FRAMES ? frames[i + 1] : NULL;
        frames[i][1] = (const void *)(uintptr_t)(0x100 + i);
    }
    in.data = (const char *)frames[0];
    int calls = craft(c, frames);
    in.raw = Py_NewRef(objects[WIDE].raw);
    perform(c, open_crafted);
    enter_ticket(to, WIDE, "object", at_open_crafted, false);
    tickets[to->ticket].calls = calls;
}

/* ask_one asks whether an exception is set, which needs the GIL and no handle. */
void ask_one(call *c)
{
    if (is_without_gil(c)) {
        mistake(c, HF_WITHOUT_THE_GIL, 0, NOTHING, at_ask);
    }
    perform(c, ask);
    bool wanted = c->pending != NO_EXCEPTION && c->gil == HELD;
    if (!c->stops && out.ok != wanted) {
        fuzz_failed("content", "expected %s, found %s",
                    wanted ? "that an exception is set" : "no exception",
                    out.ok ? "one" : "none");
    }
}

/* ---- What is done while an object is released. */

static size_t open_while_it_goes;

static void look_while_it_goes(PyObject *self)
{
    open_while_it_goes = hf_ledger_count(0);
    hf_object other = hf_object_from_owned(Py_NewRef(objects[LIST].raw));
    hf_decref(other);
    PyTypeObject *type = Py_TYPE(self);
    type->tp_free(self);
    Py_DECREF(type);
}

static PyType_Slot looker_slots[] = {
    {Py_tp_dealloc, (void *)(uintptr_t)look_while_it_goes}, {0, NULL}};
static PyType_Spec looker_spec = {.name = "fuzz.Looker",
                                  .basicsize = sizeof(PyObject),
                                  .flags = Py_TPFLAGS_DEFAULT,
                                  .slots = looker_slots};

/* goes_one consumes the only handle of an object that counts the open handles
 * while it is released: its own is none of them any more. */
void goes_one(call *c)
{
    static PyObject *type;
    only_reports(c);
    if (type == NULL) {
        type = PyType_FromSpec(&looker_spec);
    }
    const size_t before = hf_ledger_count(0);
    in.raw = PyType_GenericAlloc((PyTypeObject *)type, 0);
    perform(c, open_object);
    in.handle = out.handle;
    perform(c, c->value & 1 ? decref_too : decref);
    if (open_while_it_goes != before) {
        fuzz_failed("content",
                    "expected %zu open handles while an object is released "
                    "with its last one, found %zu",
                    before, open_while_it_goes);
    }
}
