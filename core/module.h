/* module.h: Python's module. What is imported is an object: sys.modules may have
 * anything. hf_cast(module, x) asks.
 */
#ifndef HF_MODULE_H
#define HF_MODULE_H

#include "object.h"

HF_BEGIN_DECLS

/* hf_module_import imports a module by its full name, and gives the module of
 * that name: for "a.b" it is b.
 *
 *   borrows name | -> new or null | raises ImportError, anything | runs-python
 */
HF_NODISCARD HF_API hf_object hf_module_import(hf_str_borrowed name);
HF_NODISCARD HF_API hf_object hf_module_import_utf8(const char *name);

/* hf_module_new makes an empty module, which sys.modules does not know.
 *
 *   borrows name | -> new or null | raises MemoryError, TypeError
 */
HF_NODISCARD HF_API hf_module hf_module_new(hf_str_borrowed name);

/* hf_module_from_source compiles |source|, in UTF-8, and runs it as a new module,
 * which sys.modules does not know. |filename| is what tracebacks name.
 *
 *   -> new or null | raises SyntaxError, anything | runs-python
 */
HF_NODISCARD HF_API hf_module hf_module_from_source(const char *name,
                                                    const char *source,
                                                    const char *filename);

/* hf_module_name is the __name__, hf_module_filename the __file__.
 *
 *   borrows self | -> new or null | raises SystemError, TypeError
 */
HF_NODISCARD HF_API hf_str hf_module_name(hf_module_borrowed self);
HF_NODISCARD HF_API hf_str hf_module_filename(hf_module_borrowed self);

/* hf_module_dict is the __dict__: the globals.
 *
 *   borrows self | -> new or null | raises TypeError
 */
HF_NODISCARD HF_API hf_dict hf_module_dict(hf_module_borrowed self);

/* hf_module_get_state writes the state of a module of C to |out|: m_size bytes
 * that live as long as the module; NULL where it has none.
 *
 *   borrows self | -> found, missing or error | raises TypeError
 */
HF_NODISCARD HF_API hf_lookup hf_module_get_state(hf_module_borrowed self,
                                                  void **out);

/* hf_module_add gives the module an attribute, named in UTF-8. |value| is
 * consumed in any case, other than by PyModule_AddObject.
 *
 *   borrows self | steals value | -> worked | raises TypeError, MemoryError
 */
HF_NODISCARD HF_API hf_worked hf_module_add(hf_module_borrowed self,
                                            const char *name, hf_object value);

HF_END_DECLS

#if !defined(__cplusplus) && !defined(HF_CORE)
#define hf_module_add(self, name, value)                                       \
    hf_module_add(self, name, hf_into_object(value))
#endif

#endif /* HF_MODULE_H */
