/* lock.h: a lock for a few instructions, where nothing may be allocated and no
 * thread may be known to anybody: in malloc, and in every Py_DECREF. */
#ifndef HOLDFAST_LOCK_H
#define HOLDFAST_LOCK_H

#include <stdatomic.h>

typedef struct holdfast_lock {
    atomic_flag taken;
} holdfast_lock;

#define HOLDFAST_UNLOCKED                                                      \
    {                                                                          \
        ATOMIC_FLAG_INIT                                                       \
    }

static inline void holdfast_lock_take(holdfast_lock *lock)
{
    while (
        atomic_flag_test_and_set_explicit(&lock->taken, memory_order_acquire)) {
    }
}

static inline void holdfast_lock_release(holdfast_lock *lock)
{
    atomic_flag_clear_explicit(&lock->taken, memory_order_release);
}

#endif /* HOLDFAST_LOCK_H */
