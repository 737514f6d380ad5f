#include "tests/ledger/program.h"

#include <stdlib.h>
#include <string.h>

/* What malloc and the stack hold, as it may be. */
static void fill(void *at, size_t size)
{
    memset(at, 0x5A, size);
}

/* ---- straight_line */
static void straight_line(void)
{
    hf_str s;
    fill(&s, sizeof(s));
    memory_ends();
    hf_clear(&s); /* mistake */
}

/* ---- malloced */
typedef struct record {
    int id;
    hf_str name;
} record;

static void malloced(void)
{
    record *r = malloc(sizeof(*r));
    expect(r != NULL);
    fill(r, sizeof(*r));
    expect(hf_replace(&r->name, hf_str_from_utf8("a name"))); /* mistake */
    hf_clear(&r->name);
    free(r);
}

/* ---- read */
static void read_only(void)
{
    hf_str s;
    fill(&s, sizeof(s));
    hf_str t = hf_incref(s); /* mistake */
    expect(hf_is_null(t));
}

/* ---- builder */
static void builder(void)
{
    hf_str_builder b;
    fill(&b, sizeof(b));
    hf_str_builder_append_utf8(&b, "a piece"); /* mistake */
    hf_str_builder_append_utf8(&b, "another");
    hf_decref(hf_str_builder_finish(&b)); /* null */
    if (hf_error_matches(PyExc_SystemError)) {
        hf_error_clear();
    }
}

/* ---- builder_without_a_buffer */
static void builder_without_a_buffer(void)
{
    hf_str_builder b = {0};
    fill((char *)&b + sizeof(hf_str), sizeof(b) - sizeof(hf_str));
    hf_str_builder_append_code_point(&b, 'a'); /* mistake */
    hf_decref(hf_str_builder_finish(&b)); /* null */
    if (hf_error_matches(PyExc_SystemError)) {
        hf_error_clear();
    }
}

/* ---- builder_of_a_list */
static void builder_of_a_list(void)
{
    hf_list_builder b;
    fill(&b, sizeof(b));
    hf_list_builder_append(&b, hf_none()); /* mistake */
    hf_list_builder_append(&b, hf_none());
    hf_decref(hf_list_builder_finish(&b)); /* null */
    if (hf_error_matches(PyExc_SystemError)) {
        hf_error_clear();
    }
}

/* ---- builder_of_a_dict */
static void builder_of_a_dict(void)
{
    hf_dict_builder b;
    fill(&b, sizeof(b));
    hf_dict_builder_set_utf8(&b, "key", hf_none()); /* mistake */
    hf_decref(hf_dict_builder_finish(&b)); /* null */
    if (hf_error_matches(PyExc_SystemError)) {
        hf_error_clear();
    }
}

/* ---- builder_of_bytes */
static void builder_of_bytes(void)
{
    hf_bytes_builder b;
    fill(&b, sizeof(b));
    hf_bytes_builder_append_data(&b, "some", 4); /* mistake */
    hf_decref(hf_bytes_builder_finish(&b)); /* null */
    if (hf_error_matches(PyExc_SystemError)) {
        hf_error_clear();
    }
}

const program programs[] = {
    PROGRAM(straight_line),
    PROGRAM(malloced),
    {"read", read_only},
    PROGRAM(builder),
    PROGRAM(builder_without_a_buffer),
    PROGRAM(builder_of_a_list),
    PROGRAM(builder_of_a_dict),
    PROGRAM(builder_of_bytes),
    {NULL, NULL},
};
