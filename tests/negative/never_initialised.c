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

/* ---- buffer */
static void buffer(void)
{
    hf_buffer b;
    fill(&b, sizeof(b));
    hf_buffer_release(&b); /* mistake */
}

/* ---- buffer_read */
static void buffer_read(void)
{
    hf_buffer b;
    unsigned char item;
    fill(&b, sizeof(b));
    expect(!hf_buffer_read(&b, 0, &item)); /* mistake */
    if (hf_error_matches(PyExc_SystemError)) {
        hf_error_clear();
    }
}

/* ---- buffer_of_a_record */
typedef struct samples {
    int n;
    hf_buffer memory;
} samples;

static void end_samples(samples *s)
{
    hf_buffer_clear(&s->memory); /* mistake */
    free(s);
}

static void buffer_of_a_record(void)
{
    samples *s = malloc(sizeof(*s));
    expect(s != NULL);
    fill(s, sizeof(*s));
    end_samples(s);
}

/* ---- buffer_that_is_got */
static void buffer_that_is_got(void)
{
    hf_auto(object, x, hf_object_from_owned(value("b'abcd'")));
    hf_buffer b;
    fill(&b, sizeof(b));
    if (hf_buffer_get(x, (hf_buffer_needs){0}, &b)) { /* mistake */
        hf_buffer_release(&b);
    }
}

/* ---- buffer_in_part */
static void buffer_in_part(void)
{
    hf_buffer b = {0};
    fill(&b.hf_private_self, sizeof(b.hf_private_self));
    expect(hf_buffer_size(&b) == 0); /* mistake */
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
    PROGRAM(buffer),
    PROGRAM(buffer_read),
    PROGRAM(buffer_of_a_record),
    PROGRAM(buffer_that_is_got),
    PROGRAM(buffer_in_part),
    {NULL, NULL},
};
