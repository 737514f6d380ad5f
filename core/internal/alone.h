/* alone.h: a block that has an object for itself. Private to core/.
 *
 *     HF_ALONE(raw)
 *     ...
 *     HF_TOGETHER()
 *
 * With the GIL that is so anyway. Without it the block is one of CPython's critical
 * sections, which is left where the thread waits for something: a call of CPython
 * that locks the same object does, on 3.13. So what is to be one step makes none.
 * The block is left by its end only.
 */
#ifndef HF_ALONE_H
#define HF_ALONE_H

#ifdef Py_GIL_DISABLED
#define HF_ALONE(raw) Py_BEGIN_CRITICAL_SECTION(raw);
#define HF_TOGETHER() Py_END_CRITICAL_SECTION();
#else
#define HF_ALONE(raw) {
#define HF_TOGETHER() }
#endif

#endif /* HF_ALONE_H */
