#include "tests/ledger/program.h"

/* A read of memory that is gone: there is nothing to go on with. */

static volatile char seen;

/* ---- straight_line */
static void straight_line(void)
{
    hf_utf8 view;
    hf_str s = hf_str_from_utf8("viewed");
    expect(hf_str_as_utf8(hf_borrow(s), &view)); /* opened */
    seen = view.data[0];
    hf_decref(s); /* consumed */
    memory_ends();
    seen = view.data[0]; /* mistake */
}

/* ---- error_path */
static void error_path(void)
{
    hf_utf8 view;
    hf_str s = hf_str_from_utf8("viewed");
    expect(hf_str_as_utf8(hf_borrow(s), &view)); /* opened */
    s = hf_str_append_utf8(s, "\xff");           /* consumed */
    if (hf_is_null(s)) {
        hf_error_clear();
        for (Py_ssize_t i = 0; i < view.size; i++) {
            seen = view.data[i]; /* mistake */
        }
    }
}

/* ---- across_functions */
static hf_utf8 name_of(int number)
{
    hf_utf8 view = {NULL, 0};
    hf_auto(str, name, hf_str_format("number %d", number)); /* gcc: consumed */
    expect(hf_str_as_utf8(hf_borrow(name), &view)); /* opened */
    return view;
} /* clang: consumed */

static char first(hf_utf8 view)
{
    return *(const volatile char *)view.data; /* mistake */
}

static void across_functions(void)
{
    seen = first(name_of(7));
}

/* ---- after_append */
static void after_append(void)
{
    hf_utf8 view;
    hf_str s = hf_str_from_utf8("a");
    s = hf_str_append_utf8(s, "b");
    expect(hf_str_as_utf8(hf_borrow(s), &view)); /* opened */
    s = hf_str_append_utf8(s, view.data);        /* consumed */
    seen = view.data[1];                         /* mistake */
    hf_decref(s);
}

/* ---- of_an_argument */
static const char *bytes_of(PyObject *argument)
{
    HF_CALL_SCOPE; /* gcc: consumed */
    hf_utf8 view;
    hf_str_borrowed s = hf_str_from_borrowed(argument);
    expect(hf_str_as_utf8(s, &view)); /* opened */
    return view.data;
} /* clang: consumed */

static void of_an_argument(void)
{
    PyObject *argument = PyUnicode_FromString("an argument");
    const volatile char *bytes = bytes_of(argument);
    seen = bytes[3]; /* mistake */
    Py_DECREF(argument);
}

/* ---- by_libc */
static void by_libc(void)
{
    hf_utf8 view;
    hf_str s = hf_str_from_utf8("viewed");
    expect(hf_str_as_utf8(hf_borrow(s), &view)); /* opened */
    hf_decref(s);                                /* consumed */
    seen = strlen(view.data) == 6;               /* mistake */
}

/* ---- by_the_layer */
static void by_the_layer(void)
{
    hf_utf8 view;
    hf_str s = hf_str_from_utf8("viewed");
    expect(hf_str_as_utf8(hf_borrow(s), &view)); /* opened */
    hf_clear(&s);                                /* consumed */
    s = hf_str_from_utf8_n(view.data, view.size); /* mistake */
    hf_decref(s);
}

/* ---- by_the_layer_s_inline_code */
static void by_the_layer_s_inline_code(void)
{
    hf_utf8 view;
    hf_str s = hf_str_from_utf8("viewed"), t = hf_str_from_utf8("another");
    expect(hf_str_as_utf8(hf_borrow(s), &view)); /* opened */
    hf_decref(s);                                /* consumed */
    t = hf_str_append_utf8(t, view.data);        /* mistake */
    hf_decref(t);
}

/* ---- across_threads */
static hf_utf8 shared;

static void read_shared(void)
{
    seen = shared.data[2]; /* mistake */
}

static void across_threads(void)
{
    hf_str s = hf_str_from_utf8("shared");
    expect(hf_str_as_utf8(hf_borrow(s), &shared)); /* opened */
    hf_decref(s);                                  /* consumed */
    in_thread(read_shared);
}

/* ---- of_code_points */
static void of_code_points(void)
{
    hf_str_view view;
    hf_str s = hf_str_from_utf8("vi\xc3\xa9wed");
    expect(hf_str_as_view(hf_borrow(s), &view)); /* opened */
    hf_decref(s);                                /* consumed */
    seen = (char)hf_str_view_read(&view, 2);     /* mistake */
}

/* ---- of_bytes */
static void of_bytes(void)
{
    hf_bytes_view view;
    hf_bytes b = hf_bytes_from("viewed", 6);
    expect(hf_bytes_as_view(hf_borrow(b), &view)); /* opened */
    seen = view.data[0];
    hf_decref(b);        /* consumed */
    seen = view.data[0]; /* mistake */
}

/* ---- of_bytes_after_the_scope */
static const char *copy_of(const char *data)
{
    hf_bytes_view view = {NULL, 0};
    hf_auto(bytes, b, hf_bytes_from(data, 6));     /* gcc: consumed */
    expect(hf_bytes_as_view(hf_borrow(b), &view)); /* opened */
    return view.data;
} /* clang: consumed */

static void of_bytes_after_the_scope(void)
{
    const volatile char *data = copy_of("viewed");
    seen = data[0]; /* mistake */
}

/* ---- of_bytes_after_append */
static void of_bytes_after_append(void)
{
    hf_bytes_view view;
    hf_bytes b = hf_bytes_from("viewed", 6);
    expect(hf_bytes_as_view(hf_borrow(b), &view));            /* opened */
    b = hf_bytes_append_data(b, view.data, view.size);        /* consumed */
    seen = memchr(view.data, 'w', (size_t)view.size) != NULL; /* mistake */
    hf_decref(b);
}

/* ---- of_bytes_in_a_global */
static hf_bytes_view kept;

static PyObject *keep(PyObject *Py_UNUSED(self), PyObject *arguments)
{
    HF_CALL_SCOPE; /* gcc: consumed */
    PyObject *argument = PyTuple_GET_ITEM(arguments, 0);
    hf_bytes_borrowed b = hf_bytes_from_borrowed(argument);
    expect(hf_bytes_as_view(b, &kept)); /* opened */
    return Py_NewRef(Py_None);
} /* clang: consumed */

static PyObject *read_kept(PyObject *Py_UNUSED(self), PyObject *arguments)
{
    HF_CALL_SCOPE;
    seen = kept.data[1]; /* mistake */
    return Py_NewRef(arguments);
}

static void of_bytes_in_a_global(void)
{
    hook("keep", keep);
    hook("read_kept", read_kept);
    python("lives_on = b'viewed'; keep(lives_on); read_kept(lives_on)");
}

/* ---- of_an_array */
static void of_an_array(void)
{
    Py_ssize_t n;
    hf_bytes b = hf_bytes_from("viewed", 6);
    hf_buffer memory = {0};
    expect(hf_buffer_get(b, (hf_buffer_needs){0}, &memory));
    const uint8_t *array;
    array = hf_buffer_array(uint8_t, &memory, &n); /* opened */
    seen = (char)array[n - 1];
    hf_buffer_release(&memory); /* consumed */
    seen = (char)array[n - 1];  /* mistake */
    hf_decref(b);
}

/* ---- of_an_array_after_the_scope */
static const double *numbers(PyObject *argument)
{
    Py_ssize_t n;
    hf_auto_buffer(memory); /* gcc: consumed */
    expect(hf_buffer_get(hf_object_from_borrowed(argument),
                         (hf_buffer_needs){.format = "d"}, &memory));
    return hf_buffer_array(double, &memory, &n); /* opened */
} /* clang: consumed */

static void of_an_array_after_the_scope(void)
{
    PyObject *argument = value("memoryview(bytes(16)).cast('d')[1:]");
    const volatile double *array = numbers(argument);
    seen = array[0] > 0; /* mistake */
    Py_DECREF(argument);
}

/* ---- of_an_array_in_a_global */
static hf_buffer module_memory;
static const uint8_t *module_array;

static void set_module_memory(const char *expression)
{
    Py_ssize_t n;
    PyObject *x = value(expression);
    hf_buffer_clear(&module_memory); /* consumed */
    expect(hf_buffer_get(hf_object_from_borrowed(x), (hf_buffer_needs){0},
                         &module_memory));
    if (module_array == NULL) {
        hf_buffer *b = &module_memory;
        module_array = hf_buffer_array(uint8_t, b, &n); /* opened */
    }
    Py_DECREF(x);
}

static void of_an_array_in_a_global(void)
{
    set_module_memory("b'the first'");
    set_module_memory("b'the second'");
    seen = memchr(module_array, 'f', 9) != NULL; /* mistake */
    hf_buffer_clear(&module_memory);
}

const program programs[] = {
    PROGRAM(straight_line),
    PROGRAM(error_path),
    PROGRAM(across_functions),
    PROGRAM(after_append),
    PROGRAM(of_an_argument),
    PROGRAM(by_libc),
    PROGRAM(by_the_layer),
    PROGRAM(by_the_layer_s_inline_code),
    PROGRAM(across_threads),
    PROGRAM(of_code_points),
    PROGRAM(of_bytes),
    PROGRAM(of_bytes_after_the_scope),
    PROGRAM(of_bytes_after_append),
    PROGRAM(of_bytes_in_a_global),
    PROGRAM(of_an_array),
    PROGRAM(of_an_array_after_the_scope),
    PROGRAM(of_an_array_in_a_global),
    {NULL, NULL},
};
