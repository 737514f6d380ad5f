/* code.h: frames, which are calls of Python functions that run, and their code.
 */
#ifndef HF_CODE_H
#define HF_CODE_H

#include "handle.h"

HF_BEGIN_DECLS

/* hf_frame_current writes the innermost frame of this thread to |out|, owned. It
 * is missing where no Python code has called, and where there is no memory for it.
 *
 *   -> new in out, or missing
 */
HF_NODISCARD HF_API hf_lookup hf_frame_current(hf_frame *out);

/* hf_frame_back writes the frame that called to |out|, owned.
 *
 *   borrows self | -> new in out, or missing, or error
 *   | raises MemoryError, TypeError
 */
HF_NODISCARD HF_API hf_lookup hf_frame_back(hf_frame_borrowed self,
                                            hf_frame *out);

/* hf_frame_code is the code that runs.
 *
 *   borrows self | -> new or null | raises TypeError
 */
HF_NODISCARD HF_API hf_code hf_frame_code(hf_frame_borrowed self);

/* hf_frame_line writes the line that runs to |out|.
 *
 *   borrows self | -> worked | raises TypeError
 */
HF_NODISCARD HF_API hf_worked hf_frame_line(hf_frame_borrowed self, int *out);

/* hf_code_name is the name of the function; hf_code_qualified_name with those of
 * what it stands in, before CPython 3.11 without; hf_code_filename the file.
 *
 *   borrows self | -> new or null | raises TypeError
 */
HF_NODISCARD HF_API hf_str hf_code_name(hf_code_borrowed self);
HF_NODISCARD HF_API hf_str hf_code_qualified_name(hf_code_borrowed self);
HF_NODISCARD HF_API hf_str hf_code_filename(hf_code_borrowed self);

/* hf_code_first_line writes the line at which the function begins to |out|.
 *
 *   borrows self | -> worked | raises TypeError
 */
HF_NODISCARD HF_API hf_worked hf_code_first_line(hf_code_borrowed self,
                                                 int *out);

HF_END_DECLS

#endif /* HF_CODE_H */
