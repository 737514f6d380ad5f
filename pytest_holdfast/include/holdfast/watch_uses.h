/* watch_uses.h: functions that neither give nor take a reference, and still look
 * at an object: one that is gone is seen there, too. Those that may run Python code
 * must not be called with an exception set.
 */
#ifdef __GNUC__
#pragma GCC system_header
#endif
// clang-format off

/* Look at their first argument. */
#define PyBytes_AsString(o) PyBytes_AsString(HFW_USED_BY(o, "PyBytes_AsString"))
#define PyBytes_AsStringAndSize(o, ...) PyBytes_AsStringAndSize(HFW_USED_BY(o, "PyBytes_AsStringAndSize"), __VA_ARGS__)
#define PyBytes_Size(o) PyBytes_Size(HFW_USED_BY(o, "PyBytes_Size"))
#define PyByteArray_Size(o) PyByteArray_Size(HFW_USED_BY(o, "PyByteArray_Size"))
#define PyByteArray_AsString(o) PyByteArray_AsString(HFW_USED_BY(o, "PyByteArray_AsString"))
#define PyDict_Size(o) PyDict_Size(HFW_USED_BY(o, "PyDict_Size"))
#define PyDict_Contains(o, ...) PyDict_Contains(HFW_USED_BY(o, "PyDict_Contains"), __VA_ARGS__)
#define PyDict_DelItem(o, ...) PyDict_DelItem(HFW_USED_BY(o, "PyDict_DelItem"), __VA_ARGS__)
#define PyDict_DelItemString(o, ...) PyDict_DelItemString(HFW_USED_BY(o, "PyDict_DelItemString"), __VA_ARGS__)
#define PyDict_SetItem(o, ...) PyDict_SetItem(HFW_USED_BY(o, "PyDict_SetItem"), __VA_ARGS__)
#define PyDict_SetItemString(o, ...) PyDict_SetItemString(HFW_USED_BY(o, "PyDict_SetItemString"), __VA_ARGS__)
#define PyDict_Clear(o) PyDict_Clear(HFW_USED_BY(o, "PyDict_Clear"))
#define PyFloat_AsDouble(o) PyFloat_AsDouble(HFW_NUMBER_BY(o, "PyFloat_AsDouble"))
#define PyList_Append(o, ...) PyList_Append(HFW_USED_BY(o, "PyList_Append"), __VA_ARGS__)
#define PyList_Insert(o, ...) PyList_Insert(HFW_USED_BY(o, "PyList_Insert"), __VA_ARGS__)
#define PyList_Reverse(o) PyList_Reverse(HFW_USED_BY(o, "PyList_Reverse"))
#define PyList_Size(o) PyList_Size(HFW_USED_BY(o, "PyList_Size"))
#define PyList_Sort(o) PyList_Sort(HFW_SORTED_BY(o, "PyList_Sort"))
#define PyList_SetSlice(o, ...) PyList_SetSlice(HFW_USED_BY(o, "PyList_SetSlice"), __VA_ARGS__)
#define PyLong_AsDouble(o) PyLong_AsDouble(HFW_NUMBER_BY(o, "PyLong_AsDouble"))
#define PyLong_AsLong(o) PyLong_AsLong(HFW_NUMBER_BY(o, "PyLong_AsLong"))
#define PyLong_AsLongAndOverflow(o, ...) PyLong_AsLongAndOverflow(HFW_NUMBER_BY(o, "PyLong_AsLongAndOverflow"), __VA_ARGS__)
#define PyLong_AsLongLong(o) PyLong_AsLongLong(HFW_NUMBER_BY(o, "PyLong_AsLongLong"))
#define PyLong_AsLongLongAndOverflow(o, ...) PyLong_AsLongLongAndOverflow(HFW_NUMBER_BY(o, "PyLong_AsLongLongAndOverflow"), __VA_ARGS__)
#define PyLong_AsSize_t(o) PyLong_AsSize_t(HFW_NUMBER_BY(o, "PyLong_AsSize_t"))
#define PyLong_AsSsize_t(o) PyLong_AsSsize_t(HFW_NUMBER_BY(o, "PyLong_AsSsize_t"))
#define PyLong_AsUnsignedLong(o) PyLong_AsUnsignedLong(HFW_NUMBER_BY(o, "PyLong_AsUnsignedLong"))
#define PyLong_AsUnsignedLongLong(o) PyLong_AsUnsignedLongLong(HFW_NUMBER_BY(o, "PyLong_AsUnsignedLongLong"))
#define PyLong_AsUnsignedLongMask(o) PyLong_AsUnsignedLongMask(HFW_NUMBER_BY(o, "PyLong_AsUnsignedLongMask"))
#define PyLong_AsUnsignedLongLongMask(o) PyLong_AsUnsignedLongLongMask(HFW_NUMBER_BY(o, "PyLong_AsUnsignedLongLongMask"))
#define PyLong_AsVoidPtr(o) PyLong_AsVoidPtr(HFW_NUMBER_BY(o, "PyLong_AsVoidPtr"))
#define PyModule_GetName(o) PyModule_GetName(HFW_USED_BY(o, "PyModule_GetName"))
#define PyModule_GetState(o) PyModule_GetState(HFW_USED_BY(o, "PyModule_GetState"))
#define PySet_Add(o, ...) PySet_Add(HFW_USED_BY(o, "PySet_Add"), __VA_ARGS__)
#define PySet_Clear(o) PySet_Clear(HFW_USED_BY(o, "PySet_Clear"))
#define PySet_Contains(o, ...) PySet_Contains(HFW_USED_BY(o, "PySet_Contains"), __VA_ARGS__)
#define PySet_Discard(o, ...) PySet_Discard(HFW_USED_BY(o, "PySet_Discard"), __VA_ARGS__)
#define PySet_Size(o) PySet_Size(HFW_USED_BY(o, "PySet_Size"))
#define PyTuple_Size(o) PyTuple_Size(HFW_USED_BY(o, "PyTuple_Size"))
#define PyUnicode_AsUTF8(o) PyUnicode_AsUTF8(HFW_USED_BY(o, "PyUnicode_AsUTF8"))
#define PyUnicode_AsUTF8AndSize(o, ...) PyUnicode_AsUTF8AndSize(HFW_USED_BY(o, "PyUnicode_AsUTF8AndSize"), __VA_ARGS__)
#define PyUnicode_AsWideCharString(o, ...) PyUnicode_AsWideCharString(HFW_USED_BY(o, "PyUnicode_AsWideCharString"), __VA_ARGS__)
#define PyUnicode_Compare(o, ...) PyUnicode_Compare(HFW_USED_BY(o, "PyUnicode_Compare"), __VA_ARGS__)
#define PyUnicode_CompareWithASCIIString(o, ...) PyUnicode_CompareWithASCIIString(HFW_USED_BY(o, "PyUnicode_CompareWithASCIIString"), __VA_ARGS__)
#define PyUnicode_Contains(o, ...) PyUnicode_Contains(HFW_USED_BY(o, "PyUnicode_Contains"), __VA_ARGS__)
#define PyUnicode_Find(o, ...) PyUnicode_Find(HFW_USED_BY(o, "PyUnicode_Find"), __VA_ARGS__)
#define PyUnicode_GetLength(o) PyUnicode_GetLength(HFW_USED_BY(o, "PyUnicode_GetLength"))
#define PyUnicode_ReadChar(o, ...) PyUnicode_ReadChar(HFW_USED_BY(o, "PyUnicode_ReadChar"), __VA_ARGS__)
#define PyUnicode_Tailmatch(o, ...) PyUnicode_Tailmatch(HFW_USED_BY(o, "PyUnicode_Tailmatch"), __VA_ARGS__)

/* Run Python code. */
#define PyObject_DelItem(o, ...) PyObject_DelItem(HFW_RUN_BY(o, "PyObject_DelItem"), __VA_ARGS__)
#define PyObject_DelItemString(o, ...) PyObject_DelItemString(HFW_RUN_BY(o, "PyObject_DelItemString"), __VA_ARGS__)
#define PyObject_HasAttr(o, ...) PyObject_HasAttr(HFW_RUN_BY(o, "PyObject_HasAttr"), __VA_ARGS__)
#define PyObject_HasAttrString(o, ...) PyObject_HasAttrString(HFW_RUN_BY(o, "PyObject_HasAttrString"), __VA_ARGS__)
#define PyObject_Hash(o) PyObject_Hash(HFW_RUN_BY(o, "PyObject_Hash"))
#define PyObject_IsInstance(o, ...) PyObject_IsInstance(HFW_RUN_BY(o, "PyObject_IsInstance"), __VA_ARGS__)
#define PyObject_IsSubclass(o, ...) PyObject_IsSubclass(HFW_RUN_BY(o, "PyObject_IsSubclass"), __VA_ARGS__)
#define PyObject_IsTrue(o) PyObject_IsTrue(HFW_RUN_BY(o, "PyObject_IsTrue"))
#undef PyObject_Length
#define PyObject_Length(o) PyObject_Length(HFW_RUN_BY(o, "PyObject_Length"))
#define PyObject_LengthHint(o, ...) PyObject_LengthHint(HFW_RUN_BY(o, "PyObject_LengthHint"), __VA_ARGS__)
#define PyObject_Not(o) PyObject_Not(HFW_RUN_BY(o, "PyObject_Not"))
#define PyObject_Print(o, ...) PyObject_Print(HFW_RUN_BY(o, "PyObject_Print"), __VA_ARGS__)
#define PyObject_RichCompareBool(o, ...) PyObject_RichCompareBool(HFW_RUN_BY(o, "PyObject_RichCompareBool"), __VA_ARGS__)
#define PyObject_SetAttr(o, n, v) PyObject_SetAttr(HFW_RUN_BY(o, "PyObject_SetAttr"), n, HFW_SHOWN_BY(v, "PyObject_SetAttr"))
#define PyObject_SetAttrString(o, n, v) PyObject_SetAttrString(HFW_RUN_BY(o, "PyObject_SetAttrString"), n, HFW_SHOWN_BY(v, "PyObject_SetAttrString"))
#define PyObject_SetItem(o, ...) PyObject_SetItem(HFW_RUN_BY(o, "PyObject_SetItem"), __VA_ARGS__)
#define PyObject_Size(o) PyObject_Size(HFW_RUN_BY(o, "PyObject_Size"))
#define PyMapping_HasKey(o, ...) PyMapping_HasKey(HFW_RUN_BY(o, "PyMapping_HasKey"), __VA_ARGS__)
#define PyMapping_HasKeyString(o, ...) PyMapping_HasKeyString(HFW_RUN_BY(o, "PyMapping_HasKeyString"), __VA_ARGS__)
#undef PyMapping_Length
#define PyMapping_Length(o) PyMapping_Length(HFW_RUN_BY(o, "PyMapping_Length"))
#define PyMapping_SetItemString(o, ...) PyMapping_SetItemString(HFW_RUN_BY(o, "PyMapping_SetItemString"), __VA_ARGS__)
#define PyMapping_Size(o) PyMapping_Size(HFW_RUN_BY(o, "PyMapping_Size"))
#define PyNumber_AsSsize_t(o, ...) PyNumber_AsSsize_t(HFW_RUN_BY(o, "PyNumber_AsSsize_t"), __VA_ARGS__)
#define PySequence_Contains(o, ...) PySequence_Contains(HFW_RUN_BY(o, "PySequence_Contains"), __VA_ARGS__)
#define PySequence_Count(o, ...) PySequence_Count(HFW_RUN_BY(o, "PySequence_Count"), __VA_ARGS__)
#define PySequence_DelItem(o, ...) PySequence_DelItem(HFW_RUN_BY(o, "PySequence_DelItem"), __VA_ARGS__)
#define PySequence_DelSlice(o, ...) PySequence_DelSlice(HFW_RUN_BY(o, "PySequence_DelSlice"), __VA_ARGS__)
#undef PySequence_In
#define PySequence_In(o, ...) PySequence_In(HFW_RUN_BY(o, "PySequence_In"), __VA_ARGS__)
#define PySequence_Index(o, ...) PySequence_Index(HFW_RUN_BY(o, "PySequence_Index"), __VA_ARGS__)
#undef PySequence_Length
#define PySequence_Length(o) PySequence_Length(HFW_RUN_BY(o, "PySequence_Length"))
#define PySequence_SetItem(o, ...) PySequence_SetItem(HFW_RUN_BY(o, "PySequence_SetItem"), __VA_ARGS__)
#define PySequence_SetSlice(o, ...) PySequence_SetSlice(HFW_RUN_BY(o, "PySequence_SetSlice"), __VA_ARGS__)
#define PySequence_Size(o) PySequence_Size(HFW_RUN_BY(o, "PySequence_Size"))

/* What are macros of CPython's, over members that stay where they are. */
#undef PyList_GET_SIZE
#undef PyTuple_GET_SIZE
#undef PyBytes_GET_SIZE
#undef PyUnicode_GET_LENGTH
#undef PyFloat_AS_DOUBLE
#define PyList_GET_SIZE(o) Py_SIZE(HFW_USED_BY(o, "PyList_GET_SIZE"))
#define PyTuple_GET_SIZE(o) Py_SIZE(HFW_USED_BY(o, "PyTuple_GET_SIZE"))
#define PyBytes_GET_SIZE(o) Py_SIZE(HFW_USED_BY(o, "PyBytes_GET_SIZE"))
#define PyUnicode_GET_LENGTH(o) (((PyASCIIObject *)HFW_USED_BY(o, "PyUnicode_GET_LENGTH"))->length)
#define PyFloat_AS_DOUBLE(o) (((PyFloatObject *)HFW_USED_BY(o, "PyFloat_AS_DOUBLE"))->ob_fval)
