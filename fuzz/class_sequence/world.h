/* world.h: what class_sequence works on: slots, each of which holds an object or
 * none, and the model of these objects: what they hold, how many references there
 * are to each, which of them have ended. */
#ifndef FUZZ_CLASS_SEQUENCE_WORLD_H
#define FUZZ_CLASS_SEQUENCE_WORLD_H

#include "bind/module.h"
#include "fuzz/engine/calls.h"

/* The kinds of objects. */
enum {
    NODE,    /* bound, with a finalizer */
    LEAF,    /* bound, and inherits from it */
    SUB,     /* Python's subclass of NODE, with attributes */
    SLOTTED, /* Python's subclass of LEAF, with a slot */
    LATE,    /* bound, made by __init__ */
    LATER,   /* Python's subclass of that */
    MADE,    /* that many can be made by the first call */
    PLAIN = MADE,
    MORE,
    HOST = MORE, /* bound, in another module, with a finalizer */
    GUEST,       /* bound, and extends it */
    SUBGUEST,    /* Python's subclass of that */
    STOCK,       /* bound, extends list, with a finalizer and attributes */
    SHELF,       /* bound, and inherits from it */
    SUBSTOCK,    /* Python's subclass of STOCK */
    LINE,        /* bound, extends list, made by __init__ */
    SUBLINE,     /* Python's subclass of that, with a slot */
    MIXED,       /* bound, with bases of Python */
    SUBMIXED,    /* Python's subclass of that, with attributes */
    KINDS,
    N_MORE = KINDS - MORE
};
/* The first have names; ITEM is what is in a list. */
enum { LEFT, RIGHT, TAIL, EXTRA, NAMED, ITEM = NAMED, FIELDS };

/* The last two are the model's alone, for what a call makes. */
enum { SLOTS = 6, RISEN = SLOTS, SPARE, SPARE_TOO, ALL_SLOTS };
enum { NOTHING = -1, REFUSED = 99 };

/* held is what slots hold. RISEN is for what rises: an instance of a bound
 * class with a number of which 8 leaves 7 puts itself there when it ends, the first
 * time. */
extern PyObject *held[ALL_SLOTS];

/* class_of is a class; the_module what the first bound ones are in. */
extern PyObject *class_of[KINDS], *the_module;

/* The modules of the others, and of the classes of Python that they stand on. */
extern PyObject *hosts_module, *based_module, *mixins_module;

/* classes_have_started says that the target has. */
extern bool classes_have_started;

/* classes_end ends all that an input has left. */
void classes_end(void);

/* ---- classed.c. */

/* SETTABLE(c, f) defines what gets and sets the property |f| of the class c, which
 * is None where there is nothing; DELETABLE(c, f) what deletes it, too. */
#define SETTABLE(c, f)                                                         \
    static hf_object c##_##f(struct c *self)                                   \
    {                                                                          \
        return it_or_none(hf_borrow(self->f));                                 \
    }                                                                          \
    static hf_worked c##_set_##f(struct c *self, hf_object_borrowed x)         \
    {                                                                          \
        return hf_replace(&self->f, hf_incref(x));                             \
    }
#define DELETABLE(c, f)                                                        \
    SETTABLE(c, f)                                                             \
    static hf_worked c##_delete_##f(struct c *self)                            \
    {                                                                          \
        hf_clear(&self->f);                                                    \
        return hf_worked_if(true);                                             \
    }

/* it_or_none is one more reference to what is there, or None. */
hf_object it_or_none(hf_object_borrowed x);

PyModuleDef *classes_definition(void);

/* outer_definition is that of "outer" with outer.inner and outer.inner.deep in it,
 * whose import fails at its end where import_fails. */
PyModuleDef *outer_definition(void);
extern bool import_fails;

/* rises puts an object into the slot for that, in place of what was there. */
void rises(PyObject *raw);

/* field_of is what a bound object holds in that field. */
PyObject *field_of(PyObject *raw, bool is_late, int field);
int64_t number_of(PyObject *raw, bool is_late);

/* odd_attribute_error is a class that inherits from AttributeError. */
extern PyObject *odd_attribute_error;

/* ends is how many finalizers have run; views how many buffers are shown. */
extern int ends, views;

/* shown_by is what a node with that number shows: bytes, or read-only shorts or ints. */
hf_exported shown_by(int64_t number);

/* ---- model.c. */

/* is_a says whether an object of |kind| is an instance of the class of |base|. */
bool is_a(int kind, int base);

/* model_reset forgets all. */
void model_reset(void);

/* model_is says whether there is something in a slot; model_kind what. */
bool model_is(int slot);
int model_kind(int slot);
bool model_is_bound(int slot);
int64_t model_number(int slot);
void model_set_number(int slot, int64_t number);
void model_set_kind(int slot, int kind);

/* model_made notes a new object, of that kind, in |slot|, whose place it takes. */
void model_made(int slot, PyObject *raw, int kind, int64_t number);

/* model_put has |slot| hold what |from| holds; model_put_field what a field of that
 * does. From NOTHING: nothing. model_store is the other way. */
void model_put(int slot, int from);
void model_put_field(int slot, int from, int field);
void model_store(int slot, int field, int from);

/* model_field is what is in a field, or NULL. */
PyObject *model_field(int slot, int field);

/* model_refused notes an instance that ended before anybody saw it. */
void model_refused(void);

/* model_collect is what the collector of garbage does. */
void model_collect(void);

/* model_lost_memory takes over how many finalizers ran where an allocation has
 * failed: an instance may have been made before that. */
void model_lost_memory(void);

/* model_any says whether any object is there. */
bool model_any(void);

/* model_watch has one weak reference to what is in |slot|; model_watch_none has
 * none. */
void model_watch(int slot);
void model_watch_none(void);

/* model_listen has a weak reference to it that tells of its end, another one. */
void model_listen(int slot);

/* model_check compares all with what there is. */
void model_check(void);

#endif /* FUZZ_CLASS_SEQUENCE_WORLD_H */
