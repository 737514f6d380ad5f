/* The table of contract.c, and how the target starts. */

#include "fuzz/contract/rows.h"
#include "fuzz/engine/ends.h"

#define CONTRACT_ROW(id, name) {id, #name, name},
const fuzz_row fuzz_rows[] = {CONTRACT_ROWS(CONTRACT_ROW)};
const int fuzz_n_rows = sizeof(fuzz_rows) / sizeof(fuzz_rows[0]);

/* For planted.h. */
extern bool contract_has_started;
bool contract_has_started;

void fuzz_give_back(void)
{
    ends_give_back();
}

/* What CPython looked up while it started is kept by its method cache, and would end
 * whenever an input takes its place: others that stay take all places now. Where in
 * it a name goes depends on its address, which is even, and on the type. */
static void fill_method_cache(void)
{
    static PyTypeObject *const types[] = {
        &PyBaseObject_Type, &PyLong_Type,  &PyUnicode_Type, &PyList_Type,
        &PyDict_Type,       &PyTuple_Type, &PyFloat_Type,   &PySet_Type};
    static PyObject *names;
    names = fuzz_made(PyList_New(0));
    PyType_ClearCache(); /* what has no place below has None, as at the start */
    for (int i = 0; i < 1 << 13; i++) { /* 16 times as many, by all types */
        PyObject *name = fuzz_made(PyUnicode_FromFormat("a%d", i));
        for (size_t k = 0; k < sizeof(types) / sizeof(types[0]); k++) {
            _PyType_Lookup(types[k], name);
        }
        PyList_Append(names, name);
        Py_DECREF(name);
    }
}

/* What CPython keeps from the first time on is there before the first input. */
void fuzz_begin(void)
{
    raise_import();
    codecs_import();
    buffer_import();
    call_start();
    attribute_start();
    error_start();
    call_it_start();
    raise_start();
    again_start();
    item_start();
    box_start();
    type_start();
    dict_start();
    iterator_start();
    protocol_start();
    bytes_start();
    for (int i = 0; i < fuzz_n_rows; i++) {
        for (int a = 0; a < FIXED; a++) {
            for (uint8_t value = 0; value < 10; value++) {
                /* The second operand is a str once: some rows need one. */
                call c = {
                    .a = a, .b = a == NOTHING ? NAME : INT, .value = value};
                fuzz_do(&fuzz_rows[i], &c);
            }
        }
    }
    fill_method_cache();
    fuzz_calls_made = 0;
    fuzz_counted.steps = 0;
    contract_has_started = true;
}
