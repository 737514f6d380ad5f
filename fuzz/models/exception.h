/* exception.h: exceptions, whose value is all that a reader of one sees: type,
 * arguments, traceback, cause, context, whether that is shown, notes.
 *
 * The mark is the type, an error_type, and maybe FUZZ_SUPPRESSED; the number says
 * which arguments there are; the text is the traceback, the outermost entry
 * first, each a number made by FUZZ_ENTRY.
 */
#ifndef FUZZ_MODELS_EXCEPTION_H
#define FUZZ_MODELS_EXCEPTION_H

#include "fuzz/engine/object.h"

typedef enum error_type {
    VALUE_ERROR,
    KEY_ERROR,
    OS_ERROR,
    STOP_ITERATION,
    KEYBOARD_INTERRUPT,
    ATTRIBUTE_ERROR,
    WAVE, /* a type of the program's own, below KeyError */
    RAISED,

    /* What is raised by its own functions alone. */
    MEMORY_ERROR = RAISED,
    FILE_NOT_FOUND,
    PERMISSION_ERROR,
    MADE,

    /* What is only asked for. */
    LOOKUP_ERROR = MADE,
    EXCEPTION,
    BASE_EXCEPTION,
    ERROR_TYPES
} error_type;
enum { FUZZ_SUPPRESSED = 256 };

/* The number: "wave n", or what errno says, or nothing, or a part. */
enum { ARGUMENT_PART = -1, NO_ARGUMENT = -2, ERRNO_ARGUMENTS = 1000 };

/* Parts. The argument is there a second time where the type has an attribute of
 * its own for it, and a filename there alone. Notes are behind it. */
enum { CAUSE, CONTEXT, ARGUMENT, ATTRIBUTE, FIRST_NOTE };

/* Functions that are in tracebacks: of C, and of Python. */
typedef enum fuzz_function {
    IN_C,
    BELOW,
    THROUGH,
    DEEPER,
    CLEANS,
    AGAIN,
    REPLACES,
    EXPLAINS,
    HANDLING,
    FUNCTIONS
} fuzz_function;
extern const char *const fuzz_function_names[FUNCTIONS];
#define FUZZ_ENTRY(function, line)                                             \
    ((uint32_t)(function) << 8 | (uint32_t)(line))

extern const char *const fuzz_error_names[ERROR_TYPES];

/* fuzz_error_is says whether |type| is |base|, or below it. */
bool fuzz_error_is(error_type type, error_type base);

/* fuzz_error_words is the value of |o|, with another traceback than its own, in
 * words; fuzz_words_found the same of what is set. */
enum { ERROR_WORDS = 600 };
void fuzz_error_words(char words[ERROR_WORDS], const fuzz_object *o,
                      fuzz_text traceback);
void fuzz_words_found(char words[ERROR_WORDS], PyObject *type, PyObject *value,
                      PyObject *traceback);

/* fuzz_entries is what |traceback| has, which may be NULL. */
enum { ENTRIES = 64 };
fuzz_text fuzz_entries(uint32_t entries[ENTRIES], PyObject *traceback);

extern const fuzz_kind fuzz_BaseException;

#endif /* FUZZ_MODELS_EXCEPTION_H */
