/* holdfast.h: the whole layer. Include this one.
 *
 * What holds for every function, unless its comment says otherwise:
 *
 *   Arguments are borrowed, results are owned (new). A function that consumes
 *   an argument takes the owned type, so that handing it a borrowed handle
 *   does not compile.
 *
 *   Consumed means consumed, on success and on failure.
 *
 *   A null handle as the result means: an exception is set. And only then. A
 *   function that has no handle to return gives an hf_worked, an hf_answer to a
 *   question or an hf_lookup (result.h), which must be used, and writes what it
 *   found to its last parameter.
 *
 *   Null operands pass through: what the function consumes is released, the
 *   exception stays, the result is null. So a chain is checked once, at its
 *   end. A null operand without an exception (a handle that was moved out)
 *   raises SystemError. Only operands that are null are told apart: with an
 *   exception set and operands that are not, a function works as ever, and if
 *   it fails its exception may take the place of the other.
 *
 *   A function marked runs-python asks first whether an exception is set, and
 *   if so does no more than pass it on.
 *
 *   The same object may stand on both sides.
 *
 * The line of signs under a function's comment is complete: what it steals,
 * borrows, returns and raises, and whether Python code may run in it (then a
 * borrowed handle from a container may die).
 */
#ifndef HF_HOLDFAST_H
#define HF_HOLDFAST_H

#include "bool.h"
#include "buffer.h"
#include "bytearray.h"
#include "bytes.h"
#include "bytes_builder.h"
#include "capsule.h"
#include "code.h"
#include "complex.h"
#include "dict.h"
#include "dict_builder.h"
#include "error.h"
#include "exact.h"
#include "float.h"
#include "gil.h"
#include "handle.h"
#include "int.h"
#include "iterator.h"
#include "list.h"
#include "list_builder.h"
#include "mapping.h"
#include "memoryview.h"
#include "module.h"
#include "number.h"
#include "object.h"
#include "range.h"
#include "recursion.h"
#include "sequence.h"
#include "set.h"
#include "slice.h"
#include "str.h"
#include "str_builder.h"
#include "str_methods.h"
#include "str_span.h"
#include "str_view.h"
#include "tuple.h"
#include "tuple_builder.h"
#include "type.h"
#include "weakref.h"

#include "internal/end_shorthand.h"

#endif /* HF_HOLDFAST_H */
