/* end_shorthand.h: the end of shorthand.h, but in the sources of core/. */
#ifndef HF_CORE
#undef HF_API
#undef HF_INLINE
#undef HF_LOCAL
#undef HF_LOCAL_APART
#undef HF_LIKELY
#undef HF_UNLIKELY
#undef HF_BEGIN_DECLS
#undef HF_END_DECLS
#endif
