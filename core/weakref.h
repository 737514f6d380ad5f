/* weakref.h: references that do not keep their object alive. hf_weakref is that
 * of weakref.ref and its kin, proxies included.
 */
#ifndef HF_WEAKREF_H
#define HF_WEAKREF_H

#include "handle.h"

HF_BEGIN_DECLS

/* hf_weakref_new makes a weak reference to |referent|: mostly the one that is
 * there already. With a callback, callback(weakref) is called when |referent| is
 * gone.
 *
 *   borrows referent, callback | -> new or null | raises TypeError, MemoryError
 */
HF_NODISCARD HF_API hf_weakref hf_weakref_new(hf_object_borrowed referent);
HF_NODISCARD HF_API hf_weakref hf_weakref_new_with_callback(
    hf_object_borrowed referent, hf_object_borrowed callback);

/* hf_weakref_get writes the object to |out|, owned, so that it cannot vanish
 * while it is worked on. Where it is gone, |out| is null.
 *
 *   borrows self | -> new in out, or missing, or error | raises TypeError
 */
HF_NODISCARD HF_API hf_lookup hf_weakref_get(hf_weakref_borrowed self,
                                             hf_object *out);

HF_END_DECLS

#if !defined(__cplusplus) && !defined(HF_CORE)
#define hf_weakref_new(referent) hf_weakref_new(hf_as_object(referent))
#define hf_weakref_new_with_callback(referent, callback)                       \
    hf_weakref_new_with_callback(hf_as_object(referent), hf_as_object(callback))
#endif

#endif /* HF_WEAKREF_H */
