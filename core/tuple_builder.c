#define HF_CORE
#include "tuple_builder.h"

hf_tuple hf_tuple_builder_finish(hf_tuple_builder *self)
{
    hf_private_items *items = &self->hf_private_kept;
    PyObject *made = NULL;
    if (hf_private_items_finished(items, __func__)) {
        made = PyTuple_New(items->length);
        if (made != NULL) { /* and nothing runs until it is full */
            hf_private_items_move(items, ((PyTupleObject *)made)->ob_item);
        } else {
            hf_private_items_clear(items);
        }
    }
    return HF_NEW(tuple, made);
}

void hf_tuple_builder_clear(hf_tuple_builder *self)
{
    hf_private_items_clear(&self->hf_private_kept);
}
