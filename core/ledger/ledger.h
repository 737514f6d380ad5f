/* ledger.h: the checked build, a borrow checker at run time.
 *
 * Compiled with HF_CHECKED, each owned handle is a ticket in the ledger, and a
 * borrowed handle carries the ticket of its lender. A mistake is reported at
 * the line that made it, with the lines where the reference was opened and
 * closed. Nothing in user code changes; all objects of an extension must be
 * compiled alike, which the linker checks.
 *
 *   HOLDFAST_LEDGER=abort     print the report and abort (the default)
 *                  =raise     raise holdfast.OwnershipError with the report
 *                  =collect   keep the report for hf_ledger_reports
 *   HOLDFAST_LEDGER_STACKS=1  keep, and print, the calls that led to each place
 *   HOLDFAST_LEDGER_EXIT=1    print what is still open when Python ends, and
 *                             abort
 *   HOLDFAST_SYMBOLIZER=...   a program like llvm-symbolizer
 *
 * After a mistake under raise or collect the wrong operation is not done: a
 * handle that is used wrongly is null to the function that it was given to.
 *
 * How it works. Read this before ledger.c.
 *
 *   Tickets. In the checked build a handle is a pointer and a ticket. A ticket
 *   names an entry of a table (ledger.c) that says which object it is, at which
 *   line it was opened, and whether it is open. Making an owned handle opens a
 *   ticket; a copy of the C struct is the same ticket, so both copies stand for
 *   one reference. To incref opens another ticket. To move or to cast keeps it.
 *
 *   Generations. Entries are used again. A ticket is the index of its entry and
 *   the entry's generation, which goes up by one when it is opened and when it
 *   is closed: odd is open. A handle whose generation is no longer the entry's
 *   is one that was consumed before. The entry still tells where it was opened
 *   and closed until it is used again, so closed ones wait in a queue, eight
 *   thousand long, before that.
 *
 *   Who closes what. Each function that consumes a handle closes its ticket,
 *   once, whether the function succeeds or not: hf_decref and its like
 *   (hf_private_ledger_close), and hf_into_raw, where the reference goes on as
 *   a raw pointer to Python or to a C function (hf_private_ledger_give).
 *   Closing changes no reference count: the function does that, as in the
 *   release build. A ticket that is closed twice is "consumed twice". One that
 *   nobody closed is a leak, which is known only where a window ends, or
 *   Python.
 *
 *   Lenders. A borrowed handle has no entry of its own but carries the ticket of
 *   the handle that lent it, and may be used as long as that ticket is open. So
 *   hf_borrow costs nothing, and "used after consumed" is one comparison.
 *
 *   Scopes. A borrowed handle that is made of a raw pointer has no handle for a
 *   lender. The lender is then the call from Python that is running, which is
 *   what HF_CALL_SCOPE marks: the handle gets an entry with the flag LENT, in a
 *   list of the scope, and the end of the scope closes the list. With no scope
 *   on this thread nobody knows how long it is valid: its ticket is 0, it is
 *   not watched.
 *
 *   Pins. Such an entry also holds a reference to its object, a pin, so that an
 *   owner who drops it does not free it: when all references that are left are
 *   pins, nobody owns the object any more, and a use of the handle is "owner
 *   dropped it". HF_COUNT_NEUTRAL pins what it watches, for the same reason.
 *   Reports subtract the pins from the counts that they print.
 *
 *   Containers. A borrowed handle to an item is lent by the handle of its
 *   container: its entry is LENT and pinned too, and is in a list of the
 *   container's own entry, or behind it in the list of a scope, and closed with
 *   it. So a use is a mistake once the container's handle is closed, or once
 *   nobody holds the item but a pin, since the container has let it go. Each
 *   handle lends sixty-four items so, which are alive as long as it is open;
 *   further ones carry the container's own ticket.
 *
 *   Views. The bytes that hf_str_as_utf8 gives are a copy in pages of its own
 *   (views.c) that belongs to a ticket; so is the array that hf_buffer_array gives
 *   of the memory of a bytes object, which nobody can change. When the ticket is
 *   closed the pages become unreadable, and the fault of a late read is turned into
 *   a report. What a function consumes while it reads a view of the same handle is
 *   closed "late": its views become unreadable when the function is done.
 *
 *   Shown pointers. What becomes of a pointer that hf_as_raw gave is not seen. So
 *   what is simple, and whose last handle is released after that, in a call from
 *   Python, is held until the next one begins (shown.c). If the pointer was
 *   returned to Python, that has taken a reference away until then, mostly.
 *
 *   Buffers. An hf_buffer is no handle, but has a ticket too, from where it is
 *   got to where it is released: it stays in the struct then, so that what is
 *   done with it later is seen. A copy of the struct is the same ticket, and
 *   holds nothing. So what a copy releases does not close the ticket, but is
 *   remembered: it is a mistake once the buffer itself is released as well, and
 *   a leak where that is not.
 *
 *   Builders. That of a str, a bytes or a dict holds a handle, which has a ticket.
 *   That of a list or a tuple has memory, and a ticket of its own, to no object. The
 *   ticket knows how much was written: a struct that has another number of it is a
 *   copy that was left behind, or the one that it was left behind by.
 *
 *   Windows. Each owned handle has the number of its opening. A window is that
 *   number when it began, so it costs nothing while it is open, and what is
 *   still open with a higher number was opened in it.
 *
 *   Reports. A mistake is an hf_incident (report.h). report.c writes it,
 *   symbols.c has the names of places, unwind.c finds the calls that led there,
 *   raise.c makes it an exception.
 *
 *   A ticket of 0 is never watched: a null handle, a borrowed one of which
 *   nobody knows the lender, or one that was opened when the table was full.
 */
#ifndef HF_LEDGER_H
#define HF_LEDGER_H

#include "../check.h"

#ifdef HF_CHECKED

#include <stddef.h>
#include <stdint.h>

HF_BEGIN_DECLS

#define HF_PRIVATE_HIDDEN __attribute__((visibility("hidden")))

/* hf_private_number is a generation (32 bits), a count of moves (6) and an
 * index (26); 0 is no ticket: a null handle, or a borrowed one of which nobody
 * knows the lender. */
typedef uint64_t hf_private_number;

/* ---- For users: windows, policy, reports. */

/* hf_mistake says what a report is about. */
typedef enum hf_mistake {
    HF_LEAK,
    HF_CONSUMED_TWICE,
    HF_USED_AFTER_CONSUMED,
    HF_BORROWED_TOO_LONG,
    HF_OWNER_DROPPED_IT,
    HF_NULL_WITHOUT_EXCEPTION,
    HF_RESULT_WITH_EXCEPTION,
    HF_RUN_WITH_EXCEPTION,
    HF_COUNT_CHANGED,
    HF_VIEW_READ_TOO_LATE,
    HF_WITHOUT_THE_GIL,
    HF_NEVER_INITIALISED,
    HF_MOVED_AND_BORROWED,
    HF_NEW_NOT_OWNED,
    HF_LENT_NOT_OWNED,
    HF_GIVEN_NOT_OWNED,
    HF_MISTAKES
} hf_mistake;

typedef enum hf_policy {
    HF_POLICY_ABORT,
    HF_POLICY_RAISE,
    HF_POLICY_COLLECT,
    HF_POLICIES
} hf_policy;

/* hf_ledger_set_policy overrides HOLDFAST_LEDGER. */
HF_API void hf_ledger_set_policy(hf_policy policy);

/* hf_ledger_begin opens a window. hf_ledger_end closes it: each handle that was
 * opened in it and is still open is a leak; it gives their number. Windows may
 * nest, and cost nothing while they are open. */
typedef uint64_t hf_ledger_window;
HF_API hf_ledger_window hf_ledger_begin(void);
HF_API size_t hf_ledger_end(hf_ledger_window window);

/* hf_ledger_count is how many of the handles that were opened in |window| are
 * still open: what a test that is repeated compares. */
HF_API size_t hf_ledger_count(hf_ledger_window window);

/* hf_ledger_reports is how many mistakes were seen since the last call of
 * hf_ledger_forget; hf_ledger_report is the text of one of them, or NULL, and
 * writes its kind unless |mistake| is NULL; the first hundred are kept. Under
 * collect, the names of its places are looked up when it is first asked for. */
HF_API size_t hf_ledger_reports(void);
HF_API const char *hf_ledger_report(size_t i, hf_mistake *mistake);
HF_API void hf_ledger_forget(void);

/* hf_private_ledger_keep says of an open handle that it lives as long as its
 * module: it is no leak, and not counted. HF_KEEP(x) says it of the variable x.
 * */
HF_API void hf_private_ledger_keep(hf_private_number ticket);

/* hf_ledger_bytes is what the ledger itself has allocated. */
HF_API size_t hf_ledger_bytes(void);

/* Each extension module has a ledger of its own. hf_ledger_first is the first
 * of those in this process that have opened a handle or were asked; or NULL. It
 * is what the capsule of that name in the main interpreter's dict points to.
 * Two versions in one process are refused. */
#define HF_LEDGER_CAPSULE "holdfast.ledgers"
#ifndef HF_LEDGER_VERSION
#define HF_LEDGER_VERSION 1
#endif
typedef struct hf_ledger_table {
    uint32_t version;
    const char *module; /* the file it is in */
    struct hf_ledger_table *next;
    hf_ledger_window (*begin)(void);
    size_t (*count)(hf_ledger_window window);
    size_t (*end)(hf_ledger_window window);
    size_t (*reports)(void);
    const char *(*report)(size_t i, hf_mistake *mistake);
    void (*forget)(void);
    void (*set_policy)(hf_policy policy);
} hf_ledger_table;
HF_API hf_ledger_table *hf_ledger_first(void);

/* hf_private_call_scope is the time of a call from Python: what is borrowed
 * from raw pointers in it is borrowed until its end. HF_CALL_SCOPE; at the top
 * of a function that Python calls opens one that ends with the function. */
typedef struct hf_private_call_scope {
    struct hf_private_call_scope *outer;
    hf_private_number newest; /* of what was lent in it */
    bool raising;             /* an exception was set when it began */
    void *none_yet; /* the place of the latest call before it that saw none */
} hf_private_call_scope;
HF_API void hf_private_ledger_enter(hf_private_call_scope *scope);
HF_API void hf_private_ledger_leave(hf_private_call_scope *scope);

/* hf_private_neutral watches the reference count of one object.
 * HF_COUNT_NEUTRAL(x); at the top of a function says that when it ends, the
 * count of the borrowed |x| has changed by no more than what handles that it
 * opened or closed explain. */
typedef struct hf_private_neutral {
    struct hf_private_neutral *outer;
    PyObject *object;
    Py_ssize_t expected;
} hf_private_neutral;
HF_API void hf_private_ledger_watch(hf_private_neutral *neutral,
                                    PyObject *object);
HF_API void hf_private_ledger_unwatch(hf_private_neutral *neutral);

#define HF_CALL_SCOPE                                                          \
    __attribute__((cleanup(hf_private_ledger_leave)))                          \
    hf_private_call_scope hf_scope_;                                           \
    hf_private_ledger_enter(&hf_scope_)
#define HF_KEEP(x) hf_private_ledger_keep((x).hf_private_any.hf_private_ticket)
#define HF_COUNT_NEUTRAL(x) HF_PRIVATE_NEUTRAL(x, __LINE__)
#define HF_PRIVATE_NEUTRAL(x, line) HF_PRIVATE_NEUTRAL_(x, line)
#define HF_PRIVATE_NEUTRAL_(x, line)                                           \
    __attribute__((cleanup(hf_private_ledger_unwatch)))                        \
    hf_private_neutral hf_neutral_##line;                                      \
    hf_private_ledger_watch(&hf_neutral_##line, hf_as_raw(x))

/* ---- For representation.h. Each has a second form that is told the place:
 * code in core/ passes on the place that it was called from. |type| is the name
 * in HF_TYPES. */

/* hf_private_ledger_open enters an owned handle; 0 for NULL, which must go with
 * an exception. hf_private_ledger_open_result is for what Python code resulted
 * in, with no exception set before: then an object must go without one.
 * hf_private_ledger_open_again is for one more reference: NULL is null.
 * hf_private_ledger_open_more is that for a type known by its row in HF_TYPES.
 * */
HF_API hf_private_number hf_private_ledger_open(PyObject *object,
                                                const char *type);
HF_API hf_private_number hf_private_ledger_open_at(PyObject *object,
                                                   const char *type,
                                                   void *place);
HF_API hf_private_number hf_private_ledger_open_result_at(PyObject *object,
                                                          const char *type,
                                                          void *place);
HF_API hf_private_number hf_private_ledger_open_again(PyObject *object,
                                                      const char *type);
HF_API hf_private_number hf_private_ledger_open_again_at(PyObject *object,
                                                         const char *type,
                                                         void *place);
HF_API hf_private_number hf_private_ledger_open_more(PyObject *object, int row);
HF_API hf_private_number hf_private_ledger_open_more_at(PyObject *object,
                                                        int row, void *place);

/* hf_private_ledger_lend enters a borrowed handle made of a raw pointer. It is
 * for when a call scope is open on this thread: hf_private_ledger_scope. */
extern HF_PRIVATE_HIDDEN __thread hf_private_call_scope *hf_private_ledger_scope
    __attribute__((tls_model("initial-exec")));
HF_API hf_private_number hf_private_ledger_lend(PyObject *object,
                                                const char *type);
HF_API hf_private_number hf_private_ledger_lend_at(PyObject *object,
                                                   const char *type,
                                                   void *place);

/* hf_private_ledger_lend_by enters a borrowed handle to an item of what the
 * handle with the ticket |lender| names. */
HF_API hf_private_number hf_private_ledger_lend_by(hf_private_number lender,
                                                   PyObject *object,
                                                   const char *type);
HF_API hf_private_number hf_private_ledger_lend_by_at(hf_private_number lender,
                                                      PyObject *object,
                                                      const char *type,
                                                      void *place);

/* hf_private_ledger_use gives |object| if it may be used, or NULL; |ticket| is
 * not 0. hf_private_ledger_close ends the ticket, too.
 * hf_private_ledger_close_late leaves the views of it readable until
 * hf_private_ledger_seal. hf_private_ledger_give closes it for good, to Python
 * or to a C function: in a call scope, null exactly when the call raised. */
HF_API PyObject *hf_private_ledger_use(hf_private_number ticket,
                                       PyObject *object);
HF_API PyObject *hf_private_ledger_use_at(hf_private_number ticket,
                                          PyObject *object, void *place);
HF_API PyObject *hf_private_ledger_close(hf_private_number ticket,
                                         PyObject *object);
HF_API PyObject *hf_private_ledger_close_at(hf_private_number ticket,
                                            PyObject *object, void *place);
HF_API PyObject *hf_private_ledger_give(hf_private_number ticket,
                                        PyObject *object);
HF_API PyObject *hf_private_ledger_give_at(hf_private_number ticket,
                                           PyObject *object, void *place);
HF_API PyObject *hf_private_ledger_close_late_at(hf_private_number ticket,
                                                 PyObject *object, void *place);
/* hf_private_ledger_show is hf_private_ledger_use for a pointer that the user gets.
 * hf_private_ledger_drop is hf_private_ledger_close where the reference is
 * released. */
HF_API PyObject *hf_private_ledger_show(hf_private_number ticket,
                                        PyObject *object);
HF_API PyObject *hf_private_ledger_show_at(hf_private_number ticket,
                                           PyObject *object, void *place);
HF_API PyObject *hf_private_ledger_drop(hf_private_number ticket,
                                        PyObject *object);
HF_API PyObject *hf_private_ledger_drop_at(hf_private_number ticket,
                                           PyObject *object, void *place);
/* hf_private_ledger_status gives |status|, with which a call ends that has no
 * object to give: in a call scope, negative exactly when the call raised. */
HF_API int hf_private_ledger_status(int status);
extern HF_PRIVATE_HIDDEN bool
    hf_private_ledger_unsealed; /* there is something to seal */
HF_API void hf_private_ledger_seal(void);

/* hf_private_ledger_view_at gives a copy of the |size| bytes and the NUL at
 * |data|, which cannot be read any more once |ticket| is closed; or |data|. */
HF_API const char *hf_private_ledger_view_at(hf_private_number ticket,
                                             const char *data, Py_ssize_t size,
                                             void *place);

/* hf_private_ledger_array_at is that for the array of a buffer, which may be asked
 * for without the GIL: then it is |data|. */
HF_API const char *hf_private_ledger_array_at(hf_private_number ticket,
                                              const char *data, Py_ssize_t size,
                                              void *place);

/* hf_private_ledger_is_set_at says whether what holds a handle with |ticket|
 * was ever set; |is_null| is whether, without a ticket, it looks like {0}. */
HF_API bool hf_private_ledger_is_set_at(hf_private_number ticket, bool is_null,
                                        void *place);

/* hf_private_ledger_open_buffer_at enters a buffer that keeps |object|, or
 * nothing: then it is not watched. hf_private_ledger_close_copy_at is where a copy
 * of one is released, which is not it. hf_private_ledger_is_open says whether
 * |ticket| is open, also to who does not hold the GIL. */
HF_API hf_private_number hf_private_ledger_open_buffer_at(PyObject *object,
                                                          void *place);
HF_API void hf_private_ledger_close_copy_at(hf_private_number ticket,
                                            PyObject *object, void *place);
HF_API bool hf_private_ledger_is_open(hf_private_number ticket);

/* hf_private_ledger_open_builder_at enters a builder that holds no one object. */
HF_API hf_private_number hf_private_ledger_open_builder_at(void *place);

/* hf_private_ledger_build notes that the builder with |ticket|, which is open, has
 * written |length| pieces: whenever it is given memory, and written to.
 * hf_private_ledger_is_built_at says whether that is how many it has now: otherwise a
 * copy of it has gone on, which is reported. */
HF_API void hf_private_ledger_build(hf_private_number ticket,
                                    Py_ssize_t length);
HF_API bool hf_private_ledger_is_built_at(hf_private_number ticket,
                                          Py_ssize_t length, void *place);

/* hf_private_moved is |ticket| in the variable that it was moved to.
 * hf_private_ledger_use_beside_at is hf_private_ledger_use_at for a borrowed
 * operand of a call that consumes |taken|. Where one variable was moved out of
 * and borrowed for the same call, the count of moves tells them apart. */
#define HF_PRIVATE_MOVES ((hf_private_number)0x3F << 26)
HF_INLINE hf_private_number hf_private_moved(hf_private_number ticket)
{
    hf_private_number moves = (ticket + ((hf_private_number)1 << 26)) &
                              HF_PRIVATE_MOVES;
    return ticket == 0 ? 0 : (ticket & ~HF_PRIVATE_MOVES) | moves;
}
HF_API PyObject *hf_private_ledger_use_beside_at(hf_private_number ticket,
                                                 PyObject *object,
                                                 hf_private_number taken,
                                                 void *place);

/* hf_private_ledger_need_gil ends the process where this thread does not hold the
 * GIL: for what has no handle that would be looked at, before it is done. */
HF_API void hf_private_ledger_need_gil(void);
HF_API void hf_private_ledger_need_gil_at(void *place);

/* hf_private_said_owned and hf_private_said_borrowed give |raw|, of which a
 * handle is made by from_owned or from_borrowed, after a look at the expression
 * that it comes from, |said|: hf_as_raw does not give what can be owned, nor
 * PyObject_Repr(x), or hf_into_raw, what nobody has to own. So it is where a function
 * of CPython's steals, or borrows (said.h). */
HF_API PyObject *hf_private_said_owned(const char *said, PyObject *raw);
HF_API PyObject *hf_private_said_borrowed(const char *said, PyObject *raw);

/* hf_private_ledger_pending_at reports that Python code was to run on |object|
 * while an exception is set. */
HF_API void hf_private_ledger_pending_at(PyObject *object, void *place);

HF_END_DECLS

/* Code in core/ defines HF_CORE. */
#ifdef HF_CORE
#define HF_PRIVATE_AT(call, ...)                                               \
    call##_at(__VA_ARGS__, __builtin_return_address(0))
#else
#define HF_PRIVATE_AT(call, ...) call(__VA_ARGS__)
#endif

#else /* not HF_CHECKED */

#define HF_KEEP(x) ((void)(x))
#define HF_CALL_SCOPE                                                          \
    do {                                                                       \
    } while (0)
#define HF_COUNT_NEUTRAL(x) ((void)(x))

#endif /* HF_CHECKED */

#endif /* HF_LEDGER_H */
