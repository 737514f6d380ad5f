/* operations.c: what a thread may do, and what the model says of it. */
#include "fuzz/threads_sequence/world.h"

#include <string.h>

/* ---- Lists. LIST changes at its end, and is read by index: CPython reads without a
 * lock, and where items move at the same time two reads may find them in an order
 * that no order of steps explains. QUEUE changes anywhere, and is read as a whole. */

static int64_t done(hf_worked worked)
{
    if (!worked) {
        bool expected = PyErr_ExceptionMatches(PyExc_IndexError);
        PyErr_Clear();
        return expected ? NOTHING : FAILED;
    }
    return 0;
}

static int64_t contents(hf_list copy)
{
    hf_auto(list, mine, copy);
    int64_t all[MOST];
    Py_ssize_t n = 0;
    if (hf_is_null(mine) || !hf_list_length(hf_borrow(mine), &n) || n > MOST) {
        PyErr_Clear();
        return FAILED;
    }
    for (Py_ssize_t i = 0; i < n; i++) {
        all[i] = number_of(hf_list_get(hf_borrow(mine), i));
        if (all[i] < 0) {
            return all[i];
        }
    }
    return hash_of(all, (int)n);
}

static int64_t content(const model *s)
{
    int64_t all[MOST];
    for (int i = 0; i < s->n; i++) {
        all[i] = s->at[i];
    }
    return hash_of(all, s->n);
}

static void put_in(model *s, int i, int value)
{
    memmove(&s->at[i + 1], &s->at[i], (size_t)(s->n - i) * sizeof(s->at[0]));
    s->at[i] = (int16_t)value;
    s->n++;
}

static int take_out(model *s, int i)
{
    int value = s->at[i];
    s->n--;
    memmove(&s->at[i], &s->at[i + 1], (size_t)(s->n - i) * sizeof(s->at[0]));
    return value;
}

#define ARGUMENTS world *w, int a, int b
#define MODEL model *s, int a, int b, int64_t result
#define UNUSED_A (void)a
#define UNUSED_B (void)b

static int64_t list_append(ARGUMENTS)
{
    UNUSED_B;
    return done(hf_list_append(hf_borrow(w->list), token(a)));
}

static int64_t queue_append(ARGUMENTS)
{
    UNUSED_B;
    return done(hf_list_append(hf_borrow(w->queue), token(a)));
}

static bool appends(MODEL)
{
    UNUSED_B;
    put_in(s, s->n, a);
    return result == 0;
}

static int64_t list_pop(ARGUMENTS)
{
    UNUSED_A, UNUSED_B;
    return number_of(hf_list_pop(hf_borrow(w->list)));
}

static int64_t queue_pop(ARGUMENTS)
{
    UNUSED_A, UNUSED_B;
    return number_of(hf_list_pop(hf_borrow(w->queue)));
}

static bool pops(MODEL)
{
    UNUSED_A, UNUSED_B;
    return result == (s->n > 0 ? take_out(s, s->n - 1) : NOTHING);
}

static int64_t list_get(ARGUMENTS)
{
    UNUSED_B;
    return number_of(hf_list_get(hf_borrow(w->list), a));
}

static bool gets(MODEL)
{
    UNUSED_B;
    return result == (a < s->n ? s->at[a] : NOTHING);
}

static int64_t list_set(ARGUMENTS)
{
    return done(hf_list_set(hf_borrow(w->list), a, token(b)));
}

static bool sets(MODEL)
{
    bool is_there = a < s->n;
    if (is_there) {
        s->at[a] = (int16_t)b;
    }
    return result == (is_there ? 0 : NOTHING);
}

static int64_t length_of(hf_list_borrowed list)
{
    Py_ssize_t n;
    return hf_list_length(list, &n) ? n : FAILED;
}

static int64_t list_length(ARGUMENTS)
{
    UNUSED_A, UNUSED_B;
    return length_of(hf_borrow(w->list));
}

static int64_t queue_length(ARGUMENTS)
{
    UNUSED_A, UNUSED_B;
    return length_of(hf_borrow(w->queue));
}

static bool has_length(MODEL)
{
    UNUSED_A, UNUSED_B;
    return result == s->n;
}

static int64_t list_copy(ARGUMENTS)
{
    UNUSED_A, UNUSED_B;
    return contents(hf_list_copy(hf_borrow(w->list)));
}

static int64_t queue_copy(ARGUMENTS)
{
    UNUSED_A, UNUSED_B;
    return contents(hf_list_copy(hf_borrow(w->queue)));
}

static int64_t queue_slice(ARGUMENTS)
{
    UNUSED_A, UNUSED_B;
    return contents(hf_list_slice(hf_borrow(w->queue), 0, MOST));
}

static bool has_content(MODEL)
{
    UNUSED_A, UNUSED_B;
    return result == content(s);
}

static int64_t queue_pop_at(ARGUMENTS)
{
    UNUSED_B;
    return number_of(hf_list_pop_at(hf_borrow(w->queue), a));
}

static bool pops_at(MODEL)
{
    UNUSED_B;
    return result == (a < s->n ? take_out(s, a) : NOTHING);
}

static int64_t queue_delete(ARGUMENTS)
{
    UNUSED_B;
    return done(hf_list_delete(hf_borrow(w->queue), a));
}

static bool deletes(MODEL)
{
    UNUSED_B;
    bool is_there = a < s->n;
    if (is_there) {
        take_out(s, a);
    }
    return result == (is_there ? 0 : NOTHING);
}

static int64_t queue_insert(ARGUMENTS)
{
    return done(hf_list_insert(hf_borrow(w->queue), a, token(b)));
}

static bool inserts(MODEL)
{
    put_in(s, a < s->n ? a : s->n, b);
    return result == 0;
}

static int64_t queue_extend(ARGUMENTS)
{
    hf_list_builder two = {0};
    hf_list_builder_append(&two, token(a));
    hf_list_builder_append(&two, token(b));
    hf_auto(list, items, hf_list_builder_finish(&two));
    return done(hf_list_extend(hf_borrow(w->queue), hf_as_object(items)));
}

static bool extends(MODEL)
{
    put_in(s, s->n, a);
    put_in(s, s->n, b);
    return result == 0;
}

static int64_t queue_reverse(ARGUMENTS)
{
    UNUSED_A, UNUSED_B;
    return done(hf_list_reverse(hf_borrow(w->queue)));
}

static bool reverses(MODEL)
{
    UNUSED_A, UNUSED_B;
    for (int i = 0, j = s->n - 1; i < j; i++, j--) {
        int16_t kept = s->at[i];
        s->at[i] = s->at[j];
        s->at[j] = kept;
    }
    return result == 0;
}

/* ---- The dict. In the model a key that is missing has NOTHING. */

static const char *const keys[KEYS] = {"a", "b", "c", "d"};

static int64_t found(hf_lookup lookup, hf_object value)
{
    int64_t number = number_of(value);
    if (hf_failed(lookup)) {
        PyErr_Clear();
        return FAILED;
    }
    return hf_found(lookup) ? number : NOTHING;
}

static int64_t dict_set(ARGUMENTS)
{
    return done(hf_dict_set_utf8(hf_borrow(w->dict), keys[a % KEYS], token(b)));
}

static bool sets_key(MODEL)
{
    s->at[a % KEYS] = (int16_t)b;
    return result == 0;
}

static int64_t dict_get(ARGUMENTS)
{
    UNUSED_B;
    hf_object value;
    hf_lookup lookup = hf_dict_get_utf8(hf_borrow(w->dict), keys[a % KEYS],
                                        &value);
    return found(lookup, value);
}

static bool gets_key(MODEL)
{
    UNUSED_B;
    return result == s->at[a % KEYS];
}

static int64_t dict_pop(ARGUMENTS)
{
    UNUSED_B;
    hf_object value;
    hf_lookup lookup = hf_dict_pop_utf8(hf_borrow(w->dict), keys[a % KEYS],
                                        &value);
    return found(lookup, value);
}

static bool pops_key(MODEL)
{
    UNUSED_B;
    int16_t old = s->at[a % KEYS];
    s->at[a % KEYS] = NOTHING;
    return result == old;
}

static int64_t dict_set_default(ARGUMENTS)
{
    hf_auto(str, key, hf_str_from_utf8(keys[a % KEYS]));
    hf_object value;
    hf_lookup lookup = hf_dict_set_default(hf_borrow(w->dict), hf_borrow(key),
                                           token(b), &value);
    int64_t number = number_of(value);
    return hf_failed(lookup) ? FAILED : number * 2 + hf_found(lookup);
}

static bool sets_default(MODEL)
{
    int16_t *at = &s->at[a % KEYS];
    bool is_there = *at != NOTHING;
    if (!is_there) {
        *at = (int16_t)b;
    }
    return result == *at * 2 + is_there;
}

static int64_t lookup_of(hf_lookup lookup)
{
    if (hf_failed(lookup)) {
        PyErr_Clear();
        return FAILED;
    }
    return hf_found(lookup);
}

static int64_t dict_discard(ARGUMENTS)
{
    UNUSED_B;
    return lookup_of(hf_dict_discard_utf8(hf_borrow(w->dict), keys[a % KEYS]));
}

static bool discards(MODEL)
{
    UNUSED_B;
    bool is_there = s->at[a % KEYS] != NOTHING;
    s->at[a % KEYS] = NOTHING;
    return result == is_there;
}

static int64_t answer_of(hf_answer answer)
{
    if (hf_failed(answer)) {
        PyErr_Clear();
        return FAILED;
    }
    return hf_yes(answer);
}

static int64_t dict_contains(ARGUMENTS)
{
    UNUSED_B;
    return answer_of(hf_dict_contains_utf8(hf_borrow(w->dict), keys[a % KEYS]));
}

static bool contains(MODEL)
{
    UNUSED_B;
    return result == (s->at[a % KEYS] != NOTHING);
}

static int64_t dict_length(ARGUMENTS)
{
    UNUSED_A, UNUSED_B;
    Py_ssize_t n;
    return hf_dict_length(hf_borrow(w->dict), &n) ? n : FAILED;
}

static int n_there(const model *s)
{
    int n = 0;
    for (int i = 0; i < s->n; i++) {
        n += s->at[i] != NOTHING;
    }
    return n;
}

static bool has_as_many(MODEL)
{
    UNUSED_A, UNUSED_B;
    return result == n_there(s);
}

static int64_t dict_copy(ARGUMENTS)
{
    UNUSED_A, UNUSED_B;
    hf_auto(dict, mine, hf_dict_copy(hf_borrow(w->dict)));
    int64_t all[KEYS];
    for (int i = 0; i < KEYS; i++) {
        hf_object value;
        hf_lookup lookup = hf_dict_get_utf8(hf_borrow(mine), keys[i], &value);
        all[i] = found(lookup, value);
    }
    return hash_of(all, KEYS);
}

static int64_t dict_delete_all(ARGUMENTS)
{
    UNUSED_A, UNUSED_B;
    return done(hf_dict_delete_all(hf_borrow(w->dict)));
}

static bool deletes_all(MODEL)
{
    UNUSED_A, UNUSED_B;
    for (int i = 0; i < s->n; i++) {
        s->at[i] = NOTHING;
    }
    return result == 0;
}

/* ---- The set, of ints. */

static int64_t set_add(ARGUMENTS)
{
    UNUSED_B;
    hf_auto(int, item, hf_int_from(a));
    return done(hf_set_add(hf_borrow(w->set), hf_as_object(item)));
}

static bool adds(MODEL)
{
    UNUSED_B;
    s->at[a] = (int16_t)a;
    return result == 0;
}

static int64_t set_discard(ARGUMENTS)
{
    UNUSED_B;
    hf_auto(int, item, hf_int_from(a));
    return lookup_of(hf_set_discard(hf_borrow(w->set), hf_as_object(item)));
}

static bool discards_item(MODEL)
{
    UNUSED_B;
    bool is_there = s->at[a] != NOTHING;
    s->at[a] = NOTHING;
    return result == is_there;
}

static int64_t set_contains(ARGUMENTS)
{
    UNUSED_B;
    hf_auto(int, item, hf_int_from(a));
    return answer_of(hf_set_contains(hf_borrow(w->set), hf_as_object(item)));
}

static bool contains_item(MODEL)
{
    UNUSED_B;
    return result == (s->at[a] != NOTHING);
}

static int64_t set_length(ARGUMENTS)
{
    UNUSED_A, UNUSED_B;
    Py_ssize_t n;
    return hf_set_length(hf_borrow(w->set), &n) ? n : FAILED;
}

/* Any of them. */
static int64_t set_pop(ARGUMENTS)
{
    UNUSED_A, UNUSED_B;
    hf_auto(object, item, hf_set_pop(hf_borrow(w->set)));
    if (hf_is_null(item)) {
        bool expected = PyErr_ExceptionMatches(PyExc_KeyError);
        PyErr_Clear();
        return expected ? NOTHING : FAILED;
    }
    return PyLong_AsLong(hf_as_raw(item));
}

static bool pops_any(MODEL)
{
    UNUSED_A, UNUSED_B;
    if (result == NOTHING) {
        return n_there(s) == 0;
    }
    if (result < 0 || result >= VALUES || s->at[result] == NOTHING) {
        return false;
    }
    s->at[result] = NOTHING;
    return true;
}

static int64_t set_copy(ARGUMENTS)
{
    UNUSED_A, UNUSED_B;
    hf_auto(set, mine, hf_set_copy(hf_borrow(w->set)));
    int64_t all[VALUES];
    for (int i = 0; i < VALUES; i++) {
        hf_auto(int, item, hf_int_from(i));
        bool is_there = answer_of(hf_set_contains(hf_borrow(mine),
                                                  hf_as_object(item))) == 1;
        all[i] = is_there ? i : NOTHING;
    }
    return hash_of(all, VALUES);
}

/* ---- The bytearray. */

static int64_t bytes_append(ARGUMENTS)
{
    UNUSED_B;
    const char two[] = {(char)('a' + a), (char)('a' + a)};
    return done(hf_bytearray_append(hf_borrow(w->bytes), two, 2));
}

static bool appends_two(MODEL)
{
    UNUSED_B;
    put_in(s, s->n, 'a' + a);
    put_in(s, s->n, 'a' + a);
    return result == 0;
}

static int64_t bytes_read(ARGUMENTS)
{
    UNUSED_B;
    char two[2];
    int64_t status = done(hf_bytearray_read(hf_borrow(w->bytes), a, two, 2));
    return status < 0 ? status : two[0] * 256 + two[1];
}

static bool reads(MODEL)
{
    UNUSED_B;
    bool is_there = a + 2 <= s->n;
    return result == (is_there ? s->at[a] * 256 + s->at[a + 1] : NOTHING);
}

static int64_t bytes_write(ARGUMENTS)
{
    const char two[] = {(char)('a' + b), (char)('a' + b)};
    return done(hf_bytearray_write(hf_borrow(w->bytes), a, two, 2));
}

static bool writes(MODEL)
{
    bool is_there = a + 2 <= s->n;
    if (is_there) {
        s->at[a] = s->at[a + 1] = (int16_t)('a' + b);
    }
    return result == (is_there ? 0 : NOTHING);
}

static int64_t bytes_resize(ARGUMENTS)
{
    UNUSED_B;
    return done(hf_bytearray_resize(hf_borrow(w->bytes), a));
}

static bool resizes(MODEL)
{
    UNUSED_B;
    for (; s->n < a; s->n++) {
        s->at[s->n] = 0;
    }
    s->n = (int16_t)a;
    return result == 0;
}

static int64_t bytes_length(ARGUMENTS)
{
    UNUSED_A, UNUSED_B;
    Py_ssize_t n;
    return hf_bytearray_length(hf_borrow(w->bytes), &n) ? n : FAILED;
}

/* ---- The node, and the state of its module: by Python's names. */

static int64_t call(hf_object_borrowed self, const char *name,
                    hf_object argument)
{
    hf_auto(object, given, argument);
    const hf_object_borrowed all[] = {hf_borrow(given)};
    hf_auto(object, result,
            hf_object_call_method_utf8(self, name, all, 1, NULL, 0));
    if (!hf_is_null(result) && PyLong_Check(hf_as_raw(result))) {
        return PyLong_AsLongLong(hf_as_raw(result));
    }
    return number_of(hf_move(&result));
}

static hf_object number(int n)
{
    return hf_into_object(hf_int_from(n));
}

static int64_t node_get(ARGUMENTS)
{
    UNUSED_A, UNUSED_B;
    return number_of(hf_object_getattr_utf8(hf_borrow(w->node), "value"));
}

enum { VALUE, STATE_VALUE, PUSHED };

static bool gets_value(MODEL)
{
    UNUSED_A, UNUSED_B;
    return result == s->at[VALUE];
}

static int64_t node_set(ARGUMENTS)
{
    UNUSED_B;
    hf_auto(object, value, token(a));
    return done(
        hf_object_setattr_utf8(hf_borrow(w->node), "value", hf_borrow(value)));
}

static bool sets_value(MODEL)
{
    UNUSED_B;
    s->at[VALUE] = (int16_t)a;
    return result == 0;
}

static int64_t node_swap(ARGUMENTS)
{
    UNUSED_B;
    return call(hf_borrow(w->node), "swap", token(a));
}

static bool swaps(MODEL)
{
    UNUSED_B;
    int16_t old = s->at[VALUE];
    s->at[VALUE] = (int16_t)a;
    return result == old;
}

static int64_t node_add(ARGUMENTS)
{
    UNUSED_B;
    return call(hf_borrow(w->node), "add", number(a));
}

static bool counts(MODEL)
{
    UNUSED_B;
    s->count = (int16_t)(s->count + a);
    return result == s->count;
}

static int64_t node_work(ARGUMENTS)
{
    UNUSED_B;
    return call(hf_borrow(w->node), "work", number(a));
}

static int64_t node_count(ARGUMENTS)
{
    UNUSED_A, UNUSED_B;
    hf_auto(object, n, hf_object_getattr_utf8(hf_borrow(w->node), "count"));
    return hf_is_null(n) ? FAILED : PyLong_AsLongLong(hf_as_raw(n));
}

static bool has_counted(MODEL)
{
    UNUSED_A, UNUSED_B;
    return result == s->count;
}

static int64_t node_both(ARGUMENTS)
{
    UNUSED_B;
    return call(hf_borrow(w->node), "both", number(a));
}

static bool counts_both(MODEL)
{
    UNUSED_B;
    s->count = (int16_t)(s->count + a);
    s->shared = (int16_t)(s->shared + a);
    return result == s->count * 1000 + s->shared;
}

static int64_t node_once(ARGUMENTS)
{
    UNUSED_A, UNUSED_B;
    return number_of(hf_object_getattr_utf8(hf_borrow(w->node), "once"));
}

static bool is_made_once(MODEL)
{
    UNUSED_A, UNUSED_B;
    (void)s;
    return result == 1;
}

static int64_t node_push(ARGUMENTS)
{
    UNUSED_B;
    return call(hf_borrow(w->node), "push", token(a));
}

static bool pushes(MODEL)
{
    UNUSED_A, UNUSED_B;
    return result == ++s->at[PUSHED];
}

static int64_t shared_add(ARGUMENTS)
{
    UNUSED_B;
    return call(hf_object_from_borrowed(w->module), "shared_add", number(a));
}

static bool counts_shared(MODEL)
{
    UNUSED_B;
    s->shared = (int16_t)(s->shared + a);
    return result == s->shared;
}

static int64_t shared_swap(ARGUMENTS)
{
    UNUSED_B;
    return call(hf_object_from_borrowed(w->module), "shared_swap", token(a));
}

static bool swaps_shared(MODEL)
{
    UNUSED_B;
    int16_t old = s->at[STATE_VALUE];
    s->at[STATE_VALUE] = (int16_t)a;
    return result == old;
}

/* ---- The page, whose text grows in place. */

static int64_t letters(hf_str text)
{
    hf_auto(str, mine, text);
    hf_utf8 view;
    int64_t all[MOST];
    if (hf_is_null(mine) || !hf_str_as_utf8(hf_borrow(mine), &view) ||
        view.size > MOST) {
        PyErr_Clear();
        return FAILED;
    }
    for (int i = 0; i < view.size; i++) {
        all[i] = view.data[i];
    }
    return hash_of(all, (int)view.size);
}

static hf_str letter(int a)
{
    const char text[] = {(char)('a' + a), (char)('a' + a), '\0'};
    return hf_str_from_utf8(text);
}

static int64_t page_write(ARGUMENTS)
{
    UNUSED_B;
    return call(hf_borrow(w->page), "write", hf_into_object(letter(a)));
}

static bool writes_more(MODEL)
{
    UNUSED_B;
    put_in(s, s->n, 'a' + a);
    put_in(s, s->n, 'a' + a);
    return result == s->n;
}

static hf_str text_of(world *w)
{
    return hf_cast(str, hf_object_getattr_utf8(hf_borrow(w->page), "text"));
}

static int64_t page_text(ARGUMENTS)
{
    UNUSED_A, UNUSED_B;
    return letters(text_of(w));
}

/* Appends to what others have, too: it is to stay as it is for them. */
static int64_t page_append(ARGUMENTS)
{
    UNUSED_B;
    hf_auto(str, more, letter(a));
    return letters(hf_str_append(text_of(w), hf_borrow(more)));
}

static bool has_appended(MODEL)
{
    UNUSED_B;
    model then = *s;
    put_in(&then, then.n, 'a' + a);
    put_in(&then, then.n, 'a' + a);
    return result == content(&then);
}

static int64_t page_set(ARGUMENTS)
{
    UNUSED_B;
    hf_auto(str, text, letter(a));
    return done(
        hf_object_setattr_utf8(hf_borrow(w->page), "text", hf_borrow(text)));
}

static bool sets_text(MODEL)
{
    UNUSED_B;
    s->n = 2;
    s->at[0] = s->at[1] = (int16_t)('a' + a);
    return result == 0;
}

/* ---- The thread's own: what it makes alone is as if it were alone. */

static int64_t own_str(ARGUMENTS)
{
    (void)w;
    hf_str_builder all = {0};
    for (int i = 0; i <= a + b; i++) {
        hf_str_builder_append_utf8(&all, keys[i % KEYS]);
    }
    return letters(hf_str_builder_finish(&all));
}

static int64_t own_chain(ARGUMENTS)
{
    (void)w;
    hf_str s = hf_str_from_utf8("");
    for (int i = 0; i <= a + b; i++) {
        s = hf_str_append_utf8(s, keys[i % KEYS]);
    }
    return letters(s);
}

static bool is_own_str(MODEL)
{
    int64_t all[2 * VALUES];
    (void)s;
    for (int i = 0; i <= a + b; i++) {
        all[i] = 'a' + i % KEYS;
    }
    return result == hash_of(all, a + b + 1);
}

static int64_t own_list(ARGUMENTS)
{
    (void)w;
    hf_list_builder all = {0};
    for (int i = 0; i <= a + b; i++) {
        hf_list_builder_append(&all, token(i));
    }
    return contents(hf_list_builder_finish(&all));
}

static bool is_own_list(MODEL)
{
    int64_t all[2 * VALUES];
    (void)s;
    for (int i = 0; i <= a + b; i++) {
        all[i] = i;
    }
    return result == hash_of(all, a + b + 1);
}

/* ---- All of them. The number of one is in inputs: more come at the end. */

const operation operations[] = {
    {"list append", LIST, list_append, appends},
    {"list pop", LIST, list_pop, pops},
    {"list get", LIST, list_get, gets},
    {"list set", LIST, list_set, sets},
    {"list length", LIST, list_length, has_length},
    {"list copy", LIST, list_copy, has_content},
    {"queue append", QUEUE, queue_append, appends},
    {"queue pop", QUEUE, queue_pop, pops},
    {"queue pop_at", QUEUE, queue_pop_at, pops_at},
    {"queue delete", QUEUE, queue_delete, deletes},
    {"queue insert", QUEUE, queue_insert, inserts},
    {"queue extend", QUEUE, queue_extend, extends},
    {"queue reverse", QUEUE, queue_reverse, reverses},
    {"queue length", QUEUE, queue_length, has_length},
    {"queue copy", QUEUE, queue_copy, has_content},
    {"queue slice", QUEUE, queue_slice, has_content},
    {"dict set", DICT, dict_set, sets_key},
    {"dict get", DICT, dict_get, gets_key},
    {"dict pop", DICT, dict_pop, pops_key},
    {"dict set_default", DICT, dict_set_default, sets_default},
    {"dict discard", DICT, dict_discard, discards},
    {"dict contains", DICT, dict_contains, contains},
    {"dict length", DICT, dict_length, has_as_many},
    {"dict copy", DICT, dict_copy, has_content},
    {"dict delete_all", DICT, dict_delete_all, deletes_all},
    {"set add", SET, set_add, adds},
    {"set discard", SET, set_discard, discards_item},
    {"set contains", SET, set_contains, contains_item},
    {"set length", SET, set_length, has_as_many},
    {"set pop", SET, set_pop, pops_any},
    {"set copy", SET, set_copy, has_content},
    {"bytearray append", BYTES, bytes_append, appends_two},
    {"bytearray read", BYTES, bytes_read, reads},
    {"bytearray write", BYTES, bytes_write, writes},
    {"bytearray resize", BYTES, bytes_resize, resizes},
    {"bytearray length", BYTES, bytes_length, has_length},
    {"node get", NODE, node_get, gets_value},
    {"node set", NODE, node_set, sets_value},
    {"node swap", NODE, node_swap, swaps},
    {"node add", NODE, node_add, counts},
    {"node count", NODE, node_count, has_counted},
    {"node both", NODE, node_both, counts_both},
    {"node once", NODE, node_once, is_made_once},
    {"node push", NODE, node_push, pushes},
    {"shared add", NODE, shared_add, counts_shared},
    {"shared swap", NODE, shared_swap, swaps_shared},
    {"page write", PAGE, page_write, writes_more},
    {"page text", PAGE, page_text, has_content},
    {"page append", PAGE, page_append, has_appended},
    {"page set", PAGE, page_set, sets_text},
    {"own str", OWN, own_str, is_own_str},
    {"own chain", OWN, own_chain, is_own_str},
    {"own list", OWN, own_list, is_own_list},
    {"node work", NODE, node_work, counts},
};
const int n_operations = sizeof(operations) / sizeof(operations[0]);

void model_begin(model *s, enum object object)
{
    memset(s, 0, sizeof(*s));
    switch (object) {
    case LIST:
    case QUEUE:
        for (int i = 1; i <= 3; i++) {
            put_in(s, s->n, i);
        }
        break;
    case DICT:
    case SET:
        s->n = object == DICT ? KEYS : VALUES;
        for (int i = 0; i < s->n; i++) {
            s->at[i] = NOTHING;
        }
        if (object == DICT) {
            s->at[0] = 1;
        }
        break;
    case BYTES:
        for (int i = 0; i < 3; i++) {
            put_in(s, i, 'a');
        }
        break;
    case NODE:
        s->at[STATE_VALUE] = NOTHING;
        break;
    case PAGE:
        put_in(s, 0, 'p');
        put_in(s, 0, 'p');
        break;
    case OBJECTS:
        break;
    }
}

static int64_t bytes_all(ARGUMENTS)
{
    UNUSED_A, UNUSED_B;
    char text[MOST];
    int64_t all[MOST];
    Py_ssize_t n = 0;
    if (!hf_bytearray_length(hf_borrow(w->bytes), &n) || n > MOST ||
        !hf_bytearray_read(hf_borrow(w->bytes), 0, text, n)) {
        return FAILED;
    }
    for (Py_ssize_t i = 0; i < n; i++) {
        all[i] = text[i];
    }
    return hash_of(all, (int)n);
}

/* By what nothing is changed: 0 is added. */
static int64_t node_all(ARGUMENTS)
{
    int64_t all[] = {node_both(w, 0, b), node_get(w, a, b),
                     shared_swap(w, 0, b), node_push(w, 0, b)};
    return hash_of(all, 4);
}

static bool has_all(MODEL)
{
    (void)a, (void)b;
    const int64_t all[] = {s->count * 1000 + s->shared, s->at[VALUE],
                           s->at[STATE_VALUE], s->at[PUSHED] + 1};
    return result == hash_of(all, 4);
}

const operation *last_of(enum object object)
{
    static const operation all[OBJECTS] = {
        [LIST] = {"all", LIST, list_copy, has_content},
        [QUEUE] = {"all", QUEUE, queue_copy, has_content},
        [DICT] = {"all", DICT, dict_copy, has_content},
        [SET] = {"all", SET, set_copy, has_content},
        [BYTES] = {"all", BYTES, bytes_all, has_content},
        [NODE] = {"all", NODE, node_all, has_all},
        [PAGE] = {"all", PAGE, page_text, has_content},
    };
    return &all[object];
}
