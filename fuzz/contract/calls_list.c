/* The calls of contract.c that are for lists. */

#include "core/internal/immortal.h"
#include "fuzz/contract/containers.h"
#include "fuzz/contract/rows.h"

static hf_list list_owned(const box *l)
{
    return l->raw != NULL ? hf_list_from_owned(Py_NewRef(l->raw))
                          : hf_null(list);
}

static bool is_list(const box *l)
{
    return l->raw != NULL && PyList_Check(l->raw);
}

static bool needs_list(call *c, const char *function, const box *l)
{
    return needs_a(c, function, l->raw, "list", is_list(l));
}

static hf_list_borrowed lent_list(const box *l)
{
    return hf_list_from_borrowed(l->raw);
}

/* The low bits of a value say which function, those in the middle which list,
 * the high ones which index. */
static int function_of(const call *c, int n)
{
    return (c->value & 7) % n;
}

static int list_of(const call *c)
{
    return c->value >> 3 & 3;
}

static int index_of(const call *c)
{
    return c->value >> 5;
}

static void needs_bounds(call *c, const char *function, Py_ssize_t start,
                         Py_ssize_t end)
{
    if (start < 0 || end < 0) {
        raises(c, PyExc_IndexError, "%s: index %zd is negative", function,
               start < 0 ? start : end);
    }
}

/* ---- Lists that are made. */

static void from_iterable(call *c)
{
    operand *o = right(c);
    if (runs_python(c)) {
        needs_object(c, "hf_list_from_iterable", o->raw);
    }
    if (!is_refused(c)) {
        as_cpython(c, PySequence_List(o->raw));
    }
    begin(c);
    end_object(c, hf_into_object(hf_list_from_iterable(lent_object(o))));
}

void list_make(call *c)
{
    static const char *const functions[] = {
        "hf_list_new", "hf_list_copy", "hf_list_to_tuple", "hf_list_slice"};
    int function = function_of(c, 5);
    if (function == 4) {
        from_iterable(c);
        return;
    }
    box l = box_list(c, list_of(c));
    Py_ssize_t start = index_chosen(index_of(c), box_length(&l));
    Py_ssize_t end_ = index_chosen(c->more, box_length(&l));
    if (function > 0) {
        needs_list(c, functions[function], &l);
    }
    if (function == 3) {
        needs_bounds(c, "hf_list_slice", start, end_);
    }
    if (!is_refused(c)) {
        c->result = function == 0   ? PyList_New(0)
                    : function == 1 ? PyList_GetSlice(l.raw, 0, PY_SSIZE_T_MAX)
                    : function == 2 ? PyList_AsTuple(l.raw)
                                    : PyList_GetSlice(l.raw, start, end_);
    }
    box_is_done(&l);
    begin(c);
    hf_object found = function == 0 ? hf_into_object(hf_list_new())
                      : function == 1
                          ? hf_into_object(hf_list_copy(lent_list(&l)))
                      : function == 2
                          ? hf_into_object(hf_list_to_tuple(lent_list(&l)))
                          : hf_into_object(
                                hf_list_slice(lent_list(&l), start, end_));
    PyObject *raw = hf_as_raw(found);
    bool is_new = raw != l.raw;
    end_object(c, found);
    expect(c, "whether it is a new object", true, is_new || raw == NULL);
    box_check(c, &l);
}

/* ---- What is in them. */

static void look_at_length(call *c, box *l)
{
    Py_ssize_t found = 77;
    needs_list(c, "hf_list_length", l);
    never_fails(c);
    begin(c);
    end(c, hf_list_length(lent_list(l), &found));
    expect_out(c, "the length", box_length(l), -1, found);
}

void list_look(call *c)
{
    box l = box_list(c, list_of(c));
    Py_ssize_t i = index_chosen(index_of(c), box_length(&l));
    int function = function_of(c, 3);
    box_is_done(&l);
    if (function == 0) {
        look_at_length(c, &l);
        box_check(c, &l);
        return;
    }
    PyObject *wanted = NULL;
    if (needs_list(c, function == 1 ? "hf_list_get" : "hf_list_get_borrowed",
                   &l)) {
        if (i < 0 || i >= box_length(&l)) {
            raises(c, PyExc_IndexError, "list index out of range");
        } else {
            wanted = PyList_GET_ITEM(l.kept, i);
        }
    }
    never_fails(c);
    hf_list own = list_owned(&l);
    Py_ssize_t count = wanted != NULL ? Py_REFCNT(wanted) : 0;
    begin(c);
    if (function == 1) {
        hf_object found = hf_list_get(hf_borrow(own), i);
        end(c, !hf_is_null(found));
        expect(c, "whether it is the item", true, hf_as_raw(found) == wanted);
        expect(c, "the count of references",
               count + (wanted != NULL && !hf_private_is_immortal(wanted)),
               hf_refcnt(found));
        hf_decref(found);
    } else {
        hf_object_borrowed found = hf_list_get_borrowed(hf_borrow(own), i);
        end(c, !hf_is_null(found));
        expect(c, "whether it is the item", true, hf_as_raw(found) == wanted);
    }
    hf_decref(own);
    box_check(c, &l);
}

/* ---- What is put in, and taken out. */

void list_put(call *c)
{
    static const char *const functions[] = {"hf_list_set", "hf_list_append",
                                            "hf_list_insert"};
    int function = function_of(c, 3);
    box l = box_list(c, list_of(c));
    Py_ssize_t n = box_length(&l), i = index_chosen(index_of(c), n);
    operand *o = right(c);
    needs_list(c, functions[function], &l);
    if (function == 0 && (i < 0 || i >= n)) {
        raises(c, PyExc_IndexError, "list assignment index out of range");
    }
    needs_object(c, functions[function], o->raw);
    if (is_refused(c)) {
    } else if (function == 0) {
        PyList_SetItem(l.raw, i, Py_NewRef(o->raw));
    } else if (function == 1) {
        PyList_Append(l.raw, o->raw);
    } else {
        PyList_Insert(l.raw, i, o->raw);
    }
    box_is_done(&l);
    begin(c);
    hf_list_borrowed self = lent_list(&l);
    hf_object item = given_object(o);
    end(c, function == 0   ? hf_list_set(self, i, item)
           : function == 1 ? hf_list_append(self, item)
                           : hf_list_insert(self, i, item));
    box_check(c, &l);
}

/* What is taken out: the item, or Py_None for what gives none. */
static PyObject *taken(int function, PyObject *raw, Py_ssize_t i)
{
    PyObject *item = Py_None;
    if (function <= 2) {
        item = PyList_GET_ITEM(raw, i);
    }
    Py_INCREF(item);
    PyList_SetSlice(raw, function == 3 ? 0 : i,
                    function == 3 ? PY_SSIZE_T_MAX : i + 1, NULL);
    return item;
}

static bool take(int function, hf_list_borrowed self, Py_ssize_t i,
                 Py_ssize_t end_, hf_object *item)
{
    switch (function) {
    case 0:
        *item = hf_list_pop(self);
        return !hf_is_null(*item);
    case 1:
        *item = hf_list_pop_at(self, i);
        return !hf_is_null(*item);
    case 2:
        return hf_list_delete(self, i);
    case 3:
        return hf_list_delete_all(self);
    case 4:
        return hf_list_delete_slice(self, i, end_);
    default:
        return hf_list_reverse(self);
    }
}

void list_take(call *c)
{
    static const char *const functions[] = {
        "hf_list_pop",        "hf_list_pop_at",       "hf_list_delete",
        "hf_list_delete_all", "hf_list_delete_slice", "hf_list_reverse"};
    static const char *const messages[] = {
        "pop from empty list", "pop index out of range",
        "list assignment index out of range"};
    int function = function_of(c, 6);
    box l = box_list(c, list_of(c));
    Py_ssize_t n = box_length(&l), i = index_chosen(index_of(c), n);
    Py_ssize_t end_ = index_chosen(c->more, n);
    needs_list(c, functions[function], &l);
    i = function == 0 ? n - 1 : i;
    if (function <= 2 && (i < 0 || i >= n)) {
        raises(c, PyExc_IndexError, "%s", messages[function]);
    } else if (function == 4) {
        needs_bounds(c, functions[function], i, end_);
    }
    if (is_refused(c)) {
    } else if (function <= 3) {
        c->result = taken(function, l.raw, i);
    } else if (function == 4) {
        PyList_SetSlice(l.raw, i, end_, NULL);
    } else {
        PyList_Reverse(l.raw);
    }
    box_is_done(&l);
    hf_object item = hf_null(object);
    begin(c);
    end(c, take(function, lent_list(&l), i, end_, &item));
    if (function <= 1) {
        expect(c, "whether it is the item", true, hf_as_raw(item) == c->result);
    }
    hf_decref(item);
    box_check(c, &l);
}

/* ---- What runs Python code. */

void list_run(call *c)
{
    static const char *const functions[] = {"hf_list_set_slice",
                                            "hf_list_extend", "hf_list_sort"};
    int function = function_of(c, 3);
    box l = box_list(c, list_of(c));
    Py_ssize_t n = box_length(&l), start = index_chosen(index_of(c), n);
    Py_ssize_t end_ = index_chosen(c->value >> 1, n);
    operand *o = right(c);
    PyObject *items = c->a == c->b && is_list(&l) ? l.raw : o->raw;
    if (runs_python(c) && needs_list(c, functions[function], &l) &&
        function < 2) {
        needs_object(c, functions[function], items);
    }
    if (function == 0 && !is_refused(c)) {
        needs_bounds(c, functions[function], start, end_);
    }
    if (!is_refused(c)) {
        int status = function == 0 ? PyList_SetSlice(l.raw, start, end_, items)
                     : function == 1 ? PyList_SetSlice(l.raw, PY_SSIZE_T_MAX,
                                                       PY_SSIZE_T_MAX, items)
                                     : PyList_Sort(l.raw);
        (void)status; /* the exception says it too */
        as_cpython(c, NULL);
    }
    box_is_done(&l);
    hf_object_borrowed values = hf_object_from_borrowed(items);
    begin(c);
    end(c, function == 0 ? hf_list_set_slice(lent_list(&l), start, end_, values)
           : function == 1 ? hf_list_extend(lent_list(&l), values)
                           : hf_list_sort(lent_list(&l)));
    box_check(c, &l);
}

/* looked_for gives how many items equal |item|, and where the first is; -1 where
 * an item raises before that is known: |all| or the first. */
static Py_ssize_t looked_for(PyObject *raw, PyObject *item, bool all,
                             Py_ssize_t *first)
{
    Py_ssize_t n = 0;
    *first = -1;
    for (Py_ssize_t i = 0; i < PyList_GET_SIZE(raw) && (all || n == 0); i++) {
        int equal = PyObject_RichCompareBool(PyList_GET_ITEM(raw, i), item,
                                             Py_EQ);
        if (equal < 0) {
            return -1;
        }
        *first = equal && n == 0 ? i : *first;
        n += equal;
    }
    return n;
}

void list_find(call *c)
{
    static const char *const functions[] = {"hf_list_index", "hf_list_count",
                                            "hf_list_contains"};
    int function = function_of(c, 3);
    /* What is looked for is in it, or code in the middle of the call adds it. */
    box l = list_of(c) != 0 && index_of(c) & 1 ? box_list_of_left(c, list_of(c))
                                               : box_list(c, list_of(c));
    operand *o = right(c);
    Py_ssize_t wanted = 0, first = -1, out = 77;
    bool yes = true;
    if (runs_python(c)) {
        needs_list(c, functions[function], &l);
        needs_object(c, functions[function], o->raw);
    }
    if (!is_refused(c)) {
        wanted = looked_for(l.raw, o->raw, function == 1, &first);
        as_cpython(c, NULL);
    }
    box_is_done(&l);
    hf_list_borrowed self = lent_list(&l);
    hf_object_borrowed item = lent_object(o);
    begin(c);
    if (function == 0) {
        hf_lookup found = hf_list_index(self, item, &out);
        end(c, !hf_failed(found));
        expect_out(c, "whether it was found", wanted > 0, false,
                   hf_found(found));
        expect_out(c, "where", first, -1, out);
    } else if (function == 1) {
        end(c, hf_list_count(self, item, &out));
        expect_out(c, "how many", wanted, -1, out);
    } else {
        end(c, answered(hf_list_contains(self, item), &yes));
        expect_out(c, "whether it is in it", wanted > 0, false, yes);
    }
    box_check(c, &l);
}

/* ---- A walk. */

enum { TO_THE_END, BREAK, CONTINUE, RETURN, GOTO, LONGER, EMPTIED, MOVED };

/* visited notes an item. It says whether the walk, at the second one, is to be
 * left. */
static bool visited(PyObject *log, PyObject *item)
{
    PyList_Append(log, item);
    return PyList_GET_SIZE(log) == 2;
}

/* walk gives where it was left. */
static int walk(hf_list_borrowed list, int how, PyObject *log)
{
    hf_list_each(item, list)
    {
        bool second = visited(log, hf_as_raw(item));
        if (how == LONGER && PyList_GET_SIZE(log) < 25) {
            PyList_Append(hf_as_raw(list), hf_as_raw(item));
        }
        if (!second) {
            continue;
        }
        switch (how) {
        case RETURN:
            return 1;
        case GOTO:
            goto left;
        case EMPTIED:
            PyList_SetSlice(hf_as_raw(list), 0, PY_SSIZE_T_MAX, NULL);
            break;
        case MOVED:
            hf_decref(hf_move(&item));
            break;
        default:
            break;
        }
        if (how == BREAK) {
            break;
        }
        if (how == CONTINUE) {
            continue;
        }
        hf_list_each(inner, list)
        {
            visited(log, hf_as_raw(inner));
            break;
        }
    }
    return 0;
left:
    return 2;
}

/* The same by hand. */
static int walk_by_hand(PyObject *list, int how, PyObject *log)
{
    for (Py_ssize_t i = 0; i < PyList_GET_SIZE(list); i++) {
        bool second = visited(log, PyList_GET_ITEM(list, i));
        if (how == LONGER && PyList_GET_SIZE(log) < 25) {
            PyList_Append(list, PyList_GET_ITEM(list, i));
        }
        if (!second || how == CONTINUE) {
            continue;
        }
        if (how == RETURN || how == GOTO) {
            return how == RETURN ? 1 : 2;
        }
        if (how == EMPTIED) {
            PyList_SetSlice(list, 0, PY_SSIZE_T_MAX, NULL);
        }
        if (how == BREAK) {
            break;
        }
        if (PyList_GET_SIZE(list) > 0) {
            visited(log, PyList_GET_ITEM(list, 0));
        }
    }
    return 0;
}

void list_walk(call *c)
{
    int how = c->value & 7, wanted_end = 0;
    box l = box_list(c, list_of(c));
    PyObject *wanted = fuzz_made(PyList_New(0));
    PyObject *found = fuzz_made(PyList_New(0));
    never_fails(c);
    if (needs_list(c, "hf_list_each", &l)) {
        wanted_end = walk_by_hand(l.raw, how, wanted);
    }
    box_is_done(&l);
    begin(c);
    int ended = walk(lent_list(&l), how, found);
    end(c, !hf_error_occurred() || (c->is_pending && !c->fails));
    expect(c, "where the walk ended", wanted_end, ended);
    expect_object(c, "what was visited", wanted, found);
    Py_DECREF(wanted);
    Py_DECREF(found);
    box_check(c, &l);
}
