/* capsule.h: a pointer of C as a Python object.
 *
 * A capsule that has a destructor owns what its pointer names: hf_capsule_new
 * consumes it, also on failure.
 */
#ifndef HF_CAPSULE_H
#define HF_CAPSULE_H

#include "handle.h"

HF_BEGIN_DECLS

/* hf_capsule_new makes a capsule of |pointer|, not NULL. |name|, "module.name"
 * mostly, is not copied: it must live as long as the capsule. |destroy| is called
 * once, with |pointer|, when the capsule is gone, or cannot be made; free is one.
 * It may leave no exception behind. Where it is NULL, |pointer| stays its
 * owner's, who keeps it as long as the capsule lives.
 *
 *   steals what pointer names, where destroy is not NULL | -> new or null
 *   | raises ValueError, MemoryError
 */
HF_NODISCARD HF_API hf_capsule hf_capsule_new(void *pointer, const char *name,
                                              void (*destroy)(void *pointer));

/* hf_capsule_pointer writes the pointer to |out|. It is the capsule's. |name| must
 * be that of the capsule.
 *
 *   borrows self | -> worked | raises ValueError, TypeError
 */
HF_NODISCARD HF_API hf_worked hf_capsule_pointer(hf_capsule_borrowed self,
                                                 const char *name, void **out);

/* hf_capsule_name writes the name to |out|, which may be NULL: a capsule that
 * others made may have none.
 *
 *   borrows self | -> worked | raises TypeError
 */
HF_NODISCARD HF_API hf_worked hf_capsule_name(hf_capsule_borrowed self,
                                              const char **out);

/* hf_capsule_import writes the pointer of the capsule that is the attribute of a
 * module, "module.name", to |out|. It is the capsule's, which the module keeps.
 *
 *   -> worked | raises ImportError, AttributeError, TypeError, ValueError,
 *   anything | runs-python
 */
HF_NODISCARD HF_API hf_worked hf_capsule_import(const char *name, void **out);

HF_END_DECLS

#endif /* HF_CAPSULE_H */
