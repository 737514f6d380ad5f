/* The calls of contract.c that are for assertions: where one fails, it says
 * where and what, and ends the process. */

#include "fuzz/contract/rows.h"
#include "fuzz/engine/ends.h"

#include <limits.h>
#include <string.h>

static struct {
    const call *call;
    hf_str text;
    hf_object object;
} failing;
static char last_words[1024];

static void wants_words(const char *file, int line, const char *what)
{
    snprintf(last_words, sizeof(last_words),
             "%s:%d: holdfast: does not hold: %s\n", file, line, what);
}

/* spoil_stack leaves no NULs where the variables of the next call are; nor, by
 * AddressSanitizer, any room between. */
__attribute__((noinline, no_sanitize_address)) static void spoil_stack(void)
{
    volatile char room[1024];
    for (size_t i = 0; i < sizeof(room); i++) {
        room[i] = 'x';
    }
}

/* As a function that may return: before a call that does not, AddressSanitizer
 * writes over the stack itself. */
static void (*const volatile fail)(const char *what, const char *file,
                                   int line) = hf_private_assertion_failed;

/* fail_assertion asserts what does not agree with the exception that is set. */
static void fail_assertion(void)
{
    static const int lines[8] = {0, 1, 9, 10, 99, 4711, 65536, INT_MAX};
    static const char on_null[] = "failed exactly when an exception is set";
    static const char on_false[] = "failed exactly when an exception is set";
    int value = failing.call->value, line = lines[value >> 2 & 7];
    switch (HF_ASSERT_LEVEL >= 1 ? value & 3 : 0) {
    case 0:
        wants_words("here.c", line, "this");
        spoil_stack();
        fail("this", "here.c", line);
        break;
    case 1:
        wants_words(__FILE__, __LINE__ + 1, on_null);
        failing.text = hf_assert_result(failing.text);
        break;
    case 2:
        wants_words(__FILE__, __LINE__ + 1, on_null);
        failing.object = hf_assert_result(failing.object);
        break;
    default: {
        wants_words(__FILE__, __LINE__ + 1, on_false);
        bool ok = hf_assert_result((bool)failing.call->is_pending);
        (void)ok;
        break;
    }
    }
}

static hf_str some_str(void)
{
    return given(&operand_fixed[STRS + 2]);
}

static hf_object some_object(void)
{
    return given_object(&operand_fixed[INT]);
}

static void failing_assertion(call *c)
{
    failing.call = c;
    failing.text = c->is_pending ? some_str() : hf_null(str);
    failing.object = c->is_pending ? some_object() : hf_null(object);
    /* Where nobody can be told, it ends all the same. */
    bool silent = c->value & 0x20;
    ends_begin(silent);
    begin(c);
    bool ended = ends_in(fail_assertion);
    const char *said = ends_read();
    end(c, !c->is_pending);
    expect(c, "whether the process ends", true, ended);
    if (strcmp(said, silent ? "" : last_words) != 0) {
        fuzz_failed("content", "expected the words: %sfound: %s",
                    silent ? "none\n" : last_words,
                    said[0] != '\0' ? said : "none");
    }
    hf_decref(failing.text);
    hf_decref(failing.object);
}

void assertions(call *c)
{
    never_fails(c);
    c->fails = c->is_pending;
    if (c->value & 0x80) {
        failing_assertion(c);
        return;
    }
    /* What agrees passes through. */
    begin(c);
    bool failed = c->is_pending;
    hf_str text = failed ? hf_null(str) : some_str();
    hf_object object = failed ? hf_null(object) : some_object();
    hf_str same = hf_assert_result(text);
    hf_object also = hf_assert_result(object);
    bool truth = hf_assert_result((bool)!failed);
    bool agrees = hf_private_result_agrees(failed) &&
                  !hf_private_result_agrees(!failed);
    end(c, truth);
    expect(c, "whether the result agrees", true, agrees);
    expect(c, "whether the results are there", !failed,
           !hf_is_null(same) && !hf_is_null(also));
    hf_decref(same);
    hf_decref(also);
}
