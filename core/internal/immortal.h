/* immortal.h: objects whose count says nothing. Private to Holdfast; it needs
 * nothing but Python's own headers, so that all parts of it can ask.
 *
 * From CPython 3.12 on increments and decrements leave some objects alone: None,
 * small ints, names in code. What marks them is another number in 3.12, in 3.14,
 * on 32 bits and in free-threaded builds, so it is CPython that is asked. An
 * object may become immortal while it is looked at, but never mortal again.
 */
#ifndef HF_IMMORTAL_H
#define HF_IMMORTAL_H

#ifndef PY_SSIZE_T_CLEAN
#define PY_SSIZE_T_CLEAN
#endif
#include <Python.h>

#include <stdbool.h>

#if PY_VERSION_HEX >= 0x030E0000
#define hf_private_is_immortal(object) (PyUnstable_IsImmortal(object) != 0)
#elif PY_VERSION_HEX >= 0x030C0000
#define hf_private_is_immortal(object) (_Py_IsImmortal(object) != 0)
#else
#define hf_private_is_immortal(object) (false) /* whatever |object| is */
#endif

#endif /* HF_IMMORTAL_H */
