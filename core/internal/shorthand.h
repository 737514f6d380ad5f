/* shorthand.h: short names for what begins a declaration of Holdfast's own.
 * check.h says what they mean. They are for its headers and sources alone:
 * holdfast.h ends with end_shorthand.h, so that no name is added to a program
 * that it has no use for. A header that comes after holdfast.h begins with this
 * one and ends with the other; so neither has a guard. */
#define HF_API HF_PRIVATE_API
#define HF_INLINE HF_PRIVATE_INLINE
#define HF_LOCAL HF_PRIVATE_LOCAL
#define HF_LOCAL_APART HF_PRIVATE_LOCAL_APART
#define HF_LIKELY HF_PRIVATE_LIKELY
#define HF_UNLIKELY HF_PRIVATE_UNLIKELY
#define HF_BEGIN_DECLS HF_PRIVATE_BEGIN_DECLS
#define HF_END_DECLS HF_PRIVATE_END_DECLS
