#include "fuzz/targets/bytes_model.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

char *kept(const char *text)
{
    size_t size = strlen(text) + 1;
    return memcpy(fuzz_room(size), text, size);
}

int two(const fuzz_step *step)
{
    return step->y + FUZZ_SLOTS * step->z;
}

void raises_saying(fuzz_step *step, PyObject *type, const char *format, ...)
{
    char text[300];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(text, sizeof(text), format, arguments);
    va_end(arguments);
    fuzz_raises(step, type, "%s");
    step->named[0] = kept(text);
}

int64_t token_of_text(fuzz_text text)
{
    uint64_t sum = (uint64_t)text.length;
    for (ptrdiff_t i = 0; i < text.length; i++) {
        sum = sum * 257 + text.at[i];
    }
    return (int64_t)sum;
}

bool is_long(const fuzz_object *o)
{
    return o != NULL &&
           (o->kind == &fuzz_bytes || o->kind == &fuzz_bytearray) &&
           o->text.length > FUZZ_TEXT_MOST;
}

Py_ssize_t near_end(const fuzz_object *o)
{
    return is_long(o) ? o->text.length - 16 : 0;
}

bool is_short(fuzz_step *step, ptrdiff_t length)
{
    bool grows = is_long(step->ox) || is_long(step->oy) || is_long(step->oz);
    bool fits = length <= (grows ? FUZZ_TEXT_LONGEST : FUZZ_TEXT_MOST);
    step->inapplicable |= !fits;
    return fits;
}

fuzz_text long_text(Py_ssize_t size)
{
    static uint32_t all[LONG_MOST];
    for (Py_ssize_t i = 0; all[1] == 0 && i < LONG_MOST; i++) {
        all[i] = long_byte(i);
    }
    return (fuzz_text){all, size};
}

void makes_bytes(fuzz_step *step, fuzz_text text)
{
    fuzz_makes(step, &fuzz_bytes)->text = text;
    step->identity = text.length < 2 ? FUZZ_EITHER : FUZZ_FRESH;
}

fuzz_text text_of_data(const char *data, Py_ssize_t size)
{
    uint32_t *at = fuzz_aligned((size_t)size * sizeof(*at));
    for (Py_ssize_t i = 0; i < size; i++) {
        at[i] = (uint8_t)data[i];
    }
    return (fuzz_text){at, size};
}

/* ---- Memory. */

bool is_view(const fuzz_object *o)
{
    return o->kind == &fuzz_memoryview;
}

bool is_released(const fuzz_object *o)
{
    return is_view(o) && (o->mark & FUZZ_RELEASED);
}

fuzz_object *root_of(fuzz_object *o)
{
    return is_view(o) ? o->part[0] : o;
}

fuzz_layout layout_of(const fuzz_object *o)
{
    if (is_view(o)) {
        return fuzz_layout_from_text(o->text);
    }
    if (o->kind == &fuzz_Exporter) {
        return fuzz_layouts[o->mark];
    }
    return (fuzz_layout){.dimensions = 1,
                         .length = {o->text.length},
                         .stride = {1},
                         .item_size = 1,
                         .readonly = o->kind == &fuzz_bytes,
                         .format = "B"};
}

fuzz_text content_of(fuzz_object *root, const fuzz_layout *layout)
{
    Py_ssize_t n = fuzz_layout_items(layout);
    uint32_t *to = fuzz_aligned((size_t)(n * layout->item_size) * sizeof(*to));
    Py_ssize_t columns = layout->dimensions > 1 ? layout->length[1] : 1;
    ptrdiff_t size = 0;
    for (Py_ssize_t i = 0; i < n; i++) {
        Py_ssize_t row = i / columns, column = i % columns, at = layout->at;
        at += layout->dimensions > 0 ? row * layout->stride[0] : 0;
        at += layout->dimensions > 1 ? column * layout->stride[1] : 0;
        for (Py_ssize_t byte = 0; byte < layout->item_size; byte++) {
            to[size++] = root->text.at[at + byte];
        }
    }
    return (fuzz_text){to, size};
}

void overwrite(fuzz_object *root, Py_ssize_t at, const uint8_t *data,
               Py_ssize_t size)
{
    size_t all = (size_t)root->text.length * sizeof(*root->text.at);
    uint32_t *changed = fuzz_aligned(all);
    if (all > 0) {
        memcpy(changed, root->text.at, all);
    }
    for (Py_ssize_t i = 0; i < size; i++) {
        changed[at + i] = data[i];
    }
    root->text.at = changed;
}

/* is_c says that a memoryview takes its own items for a C array: of one that is cut
 * to nothing it looks at the stride. */
static bool is_c(const fuzz_layout *layout)
{
    if (layout->dimensions == 1) {
        return layout->length[0] == 1 || layout->stride[0] == layout->item_size;
    }
    return fuzz_layout_is_c(layout);
}

bool offers(fuzz_step *step, const fuzz_object *o, bool writable,
            bool contiguous)
{
    bool exports = o->kind == &fuzz_bytes || o->kind == &fuzz_bytearray ||
                   o->kind == &fuzz_Exporter || is_view(o);
    if (!exports) {
        step->raises = PyExc_TypeError;
        return false;
    }
    if (is_released(o) ||
        (o->kind == &fuzz_Exporter && o->mark == FUZZ_REFUSES)) {
        step->raises = PyExc_ValueError;
        return false;
    }
    fuzz_layout layout = layout_of(o);
    if ((writable && layout.readonly) ||
        (contiguous && is_view(o) && !is_c(&layout)) ||
        (contiguous && !is_view(o) && !fuzz_layout_is_c(&layout))) {
        step->raises = PyExc_BufferError;
        return false;
    }
    return true;
}

bool is_odd(const fuzz_object *o)
{
    return o->kind == &fuzz_Exporter && o->mark >= FUZZ_TORN &&
           o->mark <= FUZZ_POINTERS;
}

bool nests(const fuzz_object *o)
{
    return o->kind == &fuzz_Exporter && o->mark == FUZZ_NESTS;
}

void is_exported(fuzz_object *o, int more)
{
    o->number += o->kind != &fuzz_bytes ? more : 0;
}

int64_t exports_of(const fuzz_object *o)
{
    return is_view(o) ? FUZZ_VIEW_EXPORTS(o->number) : o->number;
}

/* ---- Memoryviews: those that have one buffer together are of one group. */

enum { VIEWS = 256 };
static struct view {
    PyObject *raw;
    int group;
    bool is_live, keeps;
} views[VIEWS];
static int n_views, groups;

static struct view *view_of(const fuzz_object *o)
{
    int i = 0;
    while (i < n_views && views[i].raw != o->raw) {
        i++;
    }
    if (i == n_views) {
        fuzz_failed("engine", "a memoryview that nobody made");
    }
    return &views[i];
}

static int count(int group, bool live)
{
    int n = 0;
    for (int i = 0; i < n_views; i++) {
        n += views[i].group == group && (views[i].is_live || !live);
    }
    return n;
}

static int64_t number_in(int group, bool keeps, int64_t exports)
{
    return FUZZ_VIEW(exports, count(group, false), count(group, true), keeps);
}

/* tell tells all of a group how many they are now. */
static void tell(int group)
{
    for (int i = 0; i < n_views; i++) {
        fuzz_object *o = views[i].group == group ? fuzz_known(views[i].raw)
                                                 : NULL;
        if (o != NULL) {
            o->number = number_in(group, views[i].keeps, exports_of(o));
        }
    }
}

void makes_view(fuzz_step *step, fuzz_object *root, const fuzz_layout *layout)
{
    fuzz_object *made = fuzz_makes(step, &fuzz_memoryview);
    made->text = fuzz_layout_to_text(layout);
    fuzz_put(made, 0, root);
}

void view_is_made(fuzz_step *step, const fuzz_object *beside, bool keeps)
{
    if (!step->ok) {
        return;
    }
    fuzz_object *root = step->made.part[0];
    if (n_views == VIEWS) {
        fuzz_failed("engine", "there are more than %d memoryviews", VIEWS);
    }
    struct view *made = &views[n_views++];
    made->raw = hf_as_raw(s[step->x].as_object);
    made->is_live = true;
    if (beside != NULL) {
        const struct view *other = view_of(beside);
        made->group = other->group;
        made->keeps = other->keeps;
        /* Their buffer holds it once: what this one adds is let go of, when it is
         * there. */
        step->kept[step->n_kept++] = root;
    } else {
        made->group = groups++;
        made->keeps = keeps;
        if (!keeps) {
            is_exported(root, 1);
        }
    }
    tell(made->group);
    step->made.number = number_in(made->group, made->keeps, 0);
}

/* lets_go is the view's end: the last one that is live ends the buffer. */
static void lets_go(fuzz_object *o, struct view *view)
{
    view->is_live = false;
    if (count(view->group, true) > 0) {
        fuzz_hold(o->part[0]); /* for those that are left */
    } else if (!view->keeps) {
        is_exported(o->part[0], -1);
    }
}

void view_is_released(fuzz_object *o)
{
    struct view *view = view_of(o);
    if (view->is_live) {
        lets_go(o, view);
        o->mark |= FUZZ_RELEASED;
        tell(view->group);
        fuzz_put(o, 0, NULL);
    }
}

void gone(fuzz_object *o)
{
    if (!is_view(o)) {
        return;
    }
    struct view *view = view_of(o);
    int group = view->group;
    if (view->is_live) {
        lets_go(o, view);
    }
    *view = views[--n_views];
    tell(group);
}

/* A buffer is a block, and so is its keeper. */
Py_ssize_t blocks_of_views(void)
{
    Py_ssize_t n = 0;
    for (int i = 0; i < n_views; i++) {
        bool is_first = true, is_first_live = views[i].is_live;
        for (int before = 0; before < i; before++) {
            bool is_same = views[before].group == views[i].group;
            is_first &= !is_same;
            is_first_live &= !(is_same && views[before].is_live);
        }
        n += is_first + (is_first_live && views[i].keeps);
    }
    return n;
}

void forget_views(void)
{
    n_views = groups = 0;
}
