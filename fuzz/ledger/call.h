/* call.h: one call of a program: how it is made, and what is expected of it. */
#ifndef FUZZ_LEDGER_CALL_H
#define FUZZ_LEDGER_CALL_H

#include "fuzz/engine/calls.h"
#include "fuzz/ledger/reports.h"
#include "fuzz/ledger/symbolizer.h"
#include "fuzz/ledger/system.h"

typedef enum gil { HELD, RELEASED, OTHER_WITHOUT, OTHER_WITH } gil;

typedef struct fuzz_call {
    int x, y, o;
    uint8_t value;
    failing failing;
    hf_policy policy;
    mode mode;
    gil gil;
    int pending;    /* the exception that is set before, */
    bool is_lazy;   /* as a type and a str, of which no instance was made yet */
    unsigned armed; /* the allocation that fails, or 0 */
    /* Expected: */
    int mistakes;
    bool stops;  /* the first mistake ends the call */
    bool system; /* it raises SystemError */
    bool encode; /* it raises UnicodeEncodeError, */
    bool decode; /* or UnicodeDecodeError */
} call;

enum { NO_EXCEPTION, LOOKUP, OWNERSHIP, EXCEPTIONS };
extern PyObject *exceptions[EXCEPTIONS], *tracebacks[EXCEPTIONS];
extern PyObject *lazy_value; /* what LOOKUP is made of, where it is lazy */

extern int budget; /* of reports whose places are looked up */

/* ---- What it is given. */

/* chosen is the handle that |y| says, owned or borrowed. */
handle *chosen(const call *c);

bool in_scope(const call *c);
bool is_without_gil(const call *c);

/* is_rare says whether a call is to be done that takes long: for one value, in
 * inputs that may take long. */
bool is_rare(const call *c);

/* ---- How it is not made. */

/* only_held leaves a call alone with the GIL: where the layer itself asks for
 * exceptions, there is no thread that could have one. */
void only_held(call *c);

/* only_reports is for what does not go through perform. */
void only_reports(call *c);

void without_exception(call *c);

/* ---- What is expected. */

/* mistake enters what is to be reported; false: the call goes no further. */
bool mistake(call *c, hf_mistake kind, int t, int o, site place);

/* is_usable says whether a call at |place| gets what the handle is, is_consumed
 * whether it consumes it; if not, they enter why. */
bool is_usable(call *c, const handle *h, site place);
bool is_consumed(call *c, const handle *h, site place);

/* ---- What is found. */

__attribute__((noreturn)) void wrong(const char *found, const char *wanted);

#endif /* FUZZ_LEDGER_CALL_H */
