#define HF_CORE
#include "list_builder.h"

hf_list hf_list_builder_finish(hf_list_builder *self)
{
    hf_private_items *items = &self->hf_private_kept;
    PyObject *made = NULL;
    if (hf_private_items_finished(items, __func__)) {
        made = PyList_New(items->length);
        if (made != NULL) { /* and nothing runs until it is full */
            hf_private_items_move(items, ((PyListObject *)made)->ob_item);
        } else {
            hf_private_items_clear(items);
        }
    }
    return HF_NEW(list, made);
}

void hf_list_builder_clear(hf_list_builder *self)
{
    hf_private_items_clear(&self->hf_private_kept);
}
