/* str_methods.h: methods of Python's str that the C API has, codecs, and
 * interning.
 *
 * A separator, a part and what replaces it are strs, too. |most| says how many
 * times at most; -1: without a limit.
 */
#ifndef HF_STR_METHODS_H
#define HF_STR_METHODS_H

#include "str.h"

HF_BEGIN_DECLS

/* hf_str_split is self.split(separator, most), hf_str_rsplit self.rsplit(...).
 * The _whitespace ones split where there is any white space, and give no empty
 * strs. An empty separator raises ValueError.
 *
 *   borrows self, separator | -> new or null
 *   | raises ValueError, TypeError, MemoryError
 */
HF_NODISCARD HF_API hf_list hf_str_split(hf_str_borrowed self,
                                         hf_str_borrowed separator,
                                         Py_ssize_t most);
HF_NODISCARD HF_API hf_list hf_str_rsplit(hf_str_borrowed self,
                                          hf_str_borrowed separator,
                                          Py_ssize_t most);
HF_NODISCARD HF_API hf_list hf_str_split_whitespace(hf_str_borrowed self,
                                                    Py_ssize_t most);
HF_NODISCARD HF_API hf_list hf_str_rsplit_whitespace(hf_str_borrowed self,
                                                     Py_ssize_t most);

/* hf_str_splitlines is self.splitlines(keep_ends).
 *
 *   borrows self | -> new or null | raises TypeError, MemoryError
 */
HF_NODISCARD HF_API hf_list hf_str_splitlines(hf_str_borrowed self,
                                              bool keep_ends);

/* hf_str_partition is self.partition(separator): what is before it, itself, and
 * what is behind; hf_str_rpartition self.rpartition(separator).
 *
 *   borrows self, separator | -> new or null
 *   | raises ValueError, TypeError, MemoryError
 */
HF_NODISCARD HF_API hf_tuple hf_str_partition(hf_str_borrowed self,
                                              hf_str_borrowed separator);
HF_NODISCARD HF_API hf_tuple hf_str_rpartition(hf_str_borrowed self,
                                               hf_str_borrowed separator);

/* hf_str_join is self.join(strs): |strs| may be any iterable.
 *
 *   borrows self, strs | -> new or null | raises TypeError, anything
 *   | runs-python
 */
HF_NODISCARD HF_API hf_str hf_str_join(hf_str_borrowed self,
                                       hf_object_borrowed strs);

/* hf_str_replace_all is self.replace(part, with, most).
 *
 *   borrows self, part, with | -> new or null
 *   | raises OverflowError, TypeError, MemoryError
 */
HF_NODISCARD HF_API hf_str hf_str_replace_all(hf_str_borrowed self,
                                              hf_str_borrowed part,
                                              hf_str_borrowed with,
                                              Py_ssize_t most);

/* hf_str_contains answers part in self; hf_str_starts_with and hf_str_ends_with
 * are self.startswith(part) and self.endswith(part).
 *
 *   borrows self, part | -> answer | raises TypeError, MemoryError
 */
HF_NODISCARD HF_API hf_answer hf_str_contains(hf_str_borrowed self,
                                              hf_str_borrowed part);
HF_NODISCARD HF_API hf_answer hf_str_starts_with(hf_str_borrowed self,
                                                 hf_str_borrowed part);
HF_NODISCARD HF_API hf_answer hf_str_ends_with(hf_str_borrowed self,
                                               hf_str_borrowed part);

/* hf_str_count writes self.count(part, start, end) to |out|.
 *
 *   borrows self, part | -> worked | raises TypeError, MemoryError
 */
HF_NODISCARD HF_API hf_worked hf_str_count(hf_str_borrowed self,
                                           hf_str_borrowed part,
                                           Py_ssize_t start, Py_ssize_t end,
                                           Py_ssize_t *out);

/* hf_str_intern gives the one str with this content that CPython keeps for
 * names: |self| itself, where it is the first. An instance of a subclass stays
 * as it is.
 *
 *   steals self | -> new or null | raises TypeError
 */
HF_NODISCARD HF_API hf_str hf_str_intern(hf_str self);

/* hf_str_encode is self.encode(encoding, errors). NULL stands for "utf-8" and
 * for "strict"; "surrogateescape" takes lone surrogates back to the bytes that
 * they were.
 *
 *   borrows self | -> new or null | raises UnicodeEncodeError, LookupError,
 *   anything | runs-python
 */
HF_NODISCARD HF_API hf_bytes hf_str_encode(hf_str_borrowed self,
                                           const char *encoding,
                                           const char *errors);

/* hf_str_decode is bytes(data).decode(encoding, errors), of |size| bytes.
 *
 *   -> new or null | raises UnicodeDecodeError, LookupError, OverflowError,
 *   anything | runs-python
 */
HF_NODISCARD HF_API hf_str hf_str_decode(const char *data, Py_ssize_t size,
                                         const char *encoding,
                                         const char *errors);

HF_END_DECLS

#if !defined(__cplusplus) && !defined(HF_CORE)
#define hf_str_join(self, strs) hf_str_join(self, hf_as_object(strs))
#endif

#endif /* HF_STR_METHODS_H */
