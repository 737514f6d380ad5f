/* contract_valid.h: the calls of contract.c that ask whether a str is valid:
 * one that is, and one that should not be. */
#ifndef FUZZ_CONTRACT_VALID_H
#define FUZZ_CONTRACT_VALID_H

#include "fuzz/targets/contract_call.h"

static void valid(call *c)
{
    hf_depth depth = c->value & 1 ? HF_DEEP : HF_CHEAP;
    begin(c);
    bool found = hf_str_is_valid(lent(c->a), depth);
    c->raises = NULL;
    end(c, true);
    expect(c, operand[c->a].is_str, found);
}

/* put writes a code point where CPython's own macro would refuse it. */
static void put(void *data, int kind, ptrdiff_t at, uint32_t c)
{
    if (kind == 1) {
        ((Py_UCS1 *)data)[at] = (Py_UCS1)c;
    } else if (kind == 2) {
        ((Py_UCS2 *)data)[at] = (Py_UCS2)c;
    } else {
        ((Py_UCS4 *)data)[at] = c;
    }
}

/* invalid spoils a copy of a str in one way. */
static void invalid(call *c)
{
    c->armed = 0;
    c->is_pending = false;
    fuzz_text text = text_of(c->a);
    if (!operand[c->a].is_str || text.length < 2) {
        return;
    }
    PyObject *copy = PyUnicode_FromKindAndData(PyUnicode_4BYTE_KIND, text.at,
                                               text.length);
    PyASCIIObject *ascii = (PyASCIIObject *)copy, kept = *ascii;
    PyCompactUnicodeObject *compact = (PyCompactUnicodeObject *)copy;
    bool is_ascii = kept.state.ascii, cheap = true, deep = false;
    int kind = (int)PyUnicode_KIND(copy);
    void *data = PyUnicode_DATA(copy);
    Py_UCS4 terminator = 0, first = text.at[0];
    switch (c->value >> 1 & 15) {
    case 0: /* no NUL: seen without reading the whole */
        terminator = 'x';
        cheap = false;
        break;
    case 1:
        ascii->length = -1;
        cheap = false;
        break;
    case 2: /* reads as the widest */
        ascii->state.kind = c->value & 0x20 ? 0 : c->value & 0x40 ? 5 : 3;
        cheap = false;
        break;
    case 3:
        if (is_ascii) {
            ascii->state.kind = 2;
            cheap = false;
        }
        deep = !is_ascii;
        break;
    case 4: /* not the narrowest */
        if (kind == 1) {
            Py_DECREF(copy);
            copy = PyUnicode_New(text.length, 0xFFFF);
            for (ptrdiff_t i = 0; i < text.length; i++) {
                PyUnicode_2BYTE_DATA(copy)[i] = (Py_UCS2)text.at[i];
            }
            ascii = (PyASCIIObject *)copy;
            kept = *ascii;
            kind = 2;
            data = PyUnicode_DATA(copy);
            is_ascii = false;
        } else if (kind == 2) {
            for (ptrdiff_t i = 0; i < text.length; i++) {
                PyUnicode_2BYTE_DATA(copy)[i] = 0xFF;
            }
            first = 0xFF;
        } else {
            for (ptrdiff_t i = 0; i < text.length; i++) {
                PyUnicode_4BYTE_DATA(copy)[i] = 0xFFFF;
            }
            first = 0xFFFF;
        }
        break;
    case 5:
        if (kind == 4) {
            first = 0x110000;
        } else if (is_ascii) {
            first = 0x80;
        } else if (kind == 1) { /* all ASCII, and no flag */
            for (ptrdiff_t i = 0; i < text.length; i++) {
                PyUnicode_1BYTE_DATA(copy)[i] = 'a';
            }
            first = 'a';
        } else {
            deep = true;
        }
        break;
    case 6:
        if (c->value & 0x40) {
            hf_auto(str, exact, hf_str_from_owned(copy));
            copy = made(PyObject_CallOneArg(
                (PyObject *)Py_TYPE(raw(STRS + TEXTS)), hf_as_raw(exact)));
            ascii = (PyASCIIObject *)copy;
            kept = *ascii;
            compact = (PyCompactUnicodeObject *)copy;
            data = PyUnicode_DATA(copy);
        }
        ascii->hash = c->value & 0x20 ? -4711 : 4711;
        break;
    case 7:
        ascii->hash = 0;
        break;
    case 8:
        PyObject_Hash(copy);
        deep = true;
        break;
    case 9:
        ascii->ob_base.ob_refcnt = 0;
        cheap = false;
        break;
    case 10: /* other UTF-8 */
        if (!is_ascii) {
            compact->utf8 = (char *)"ab";
            compact->utf8_length = 2;
        }
        deep = is_ascii;
        break;
    case 11:
        deep = PyUnicode_AsUTF8(copy) != NULL || true;
        PyErr_Clear();
        break;
    case 12: /* the last of the kind */
        if (kind == 4) {
            first = 0x10FFFF;
        } else if (kind == 2) {
            first = 0xFFFF;
        } else if (!is_ascii) {
            first = 0xFF;
        } else {
            first = 0x7F;
        }
        deep = true;
        break;
    case 13: /* the first */
        if (kind == 2 || kind == 4) {
            for (ptrdiff_t i = 0; i < text.length; i++) {
                put(data, kind, i, 'a');
            }
        } else if (!is_ascii) {
            memset(data, 'a', (size_t)text.length);
        }
        first = kind == 4 ? 0x10000 : kind == 2 ? 0x100 : is_ascii ? 0 : 0x80;
        deep = true;
        break;
    default:
        deep = true;
        break;
    }
    if (ascii->length >= 0 && ascii->state.kind == kept.state.kind) {
        put(data, kind, text.length, terminator);
        put(data, kind, 0, first);
    }
    bool is_deep = c->value & 1;
    bool found = hf_str_is_valid(hf_str_from_borrowed(copy),
                                 is_deep ? HF_DEEP : HF_CHEAP);
    ascii->length = kept.length;
    ascii->state = kept.state;
    ascii->hash = -1;
    ascii->ob_base.ob_refcnt = 1;
    if (!is_ascii && (c->value >> 1 & 15) == 10) {
        compact->utf8 = NULL;
        compact->utf8_length = 0;
    }
    put(data, kind, text.length, 0);
    Py_DECREF(copy);
    expect(c, is_deep ? cheap && deep : cheap, found);
}

#endif /* FUZZ_CONTRACT_VALID_H */
