/* watch_functions.h: one line for each function of the C API that gives a new
 * reference or lends one, and is no more than that. The others are in watch.h.
 * A function is listed only where CPython has it: what an extension defines for
 * older versions under the same name is its own.
 *
 * Made from capi/table by capi/generate.py.
 */
// clang-format off

/* Macros of CPython, written out. */
#undef PyObject_New
#undef PyObject_NewVar
#undef PyObject_GC_New
#undef PyObject_GC_NewVar
#define PyObject_New(type, of) HFW_GIVES_AS(type, _PyObject_New, of)
#define PyObject_NewVar(type, of, n) HFW_GIVES_AS(type, _PyObject_NewVar, of, n)
#define PyObject_GC_New(type, of) HFW_GIVES_AS(type, _PyObject_GC_New, of)
#define PyObject_GC_NewVar(type, of, n) HFW_GIVES_AS(type, _PyObject_GC_NewVar, of, n)
#undef PyList_GET_ITEM
#undef PyTuple_GET_ITEM
#define PyList_GET_ITEM(l, i) (*hfw_list_item((PyObject *)(l), i, HFW_HERE))
#define PyTuple_GET_ITEM(t, i) (*hfw_tuple_item((PyObject *)(t), i, HFW_HERE))


#define PyBool_FromLong(...) HFW_GIVES(PyBool_FromLong, __VA_ARGS__)
#define PyByteArray_FromStringAndSize(...) HFW_GIVES(PyByteArray_FromStringAndSize, __VA_ARGS__)
#define PyBytes_DecodeEscape(...) HFW_GIVES(PyBytes_DecodeEscape, __VA_ARGS__)
#define PyBytes_FromFormat(...) HFW_GIVES(PyBytes_FromFormat, __VA_ARGS__)
#define PyBytes_FromFormatV(...) HFW_GIVES(PyBytes_FromFormatV, __VA_ARGS__)
#define PyBytes_FromString(...) HFW_GIVES(PyBytes_FromString, __VA_ARGS__)
#define PyBytes_FromStringAndSize(...) HFW_GIVES(PyBytes_FromStringAndSize, __VA_ARGS__)
#define PyCode_New(...) HFW_GIVES_AS(PyCodeObject, PyCode_New, __VA_ARGS__)
#define PyCode_NewEmpty(...) HFW_GIVES_AS(PyCodeObject, PyCode_NewEmpty, __VA_ARGS__)
#define PyCode_NewWithPosOnlyArgs(...) HFW_GIVES_AS(PyCodeObject, PyCode_NewWithPosOnlyArgs, __VA_ARGS__)
#define PyCodec_Decoder(...) HFW_GIVES(PyCodec_Decoder, __VA_ARGS__)
#define PyCodec_Encoder(...) HFW_GIVES(PyCodec_Encoder, __VA_ARGS__)
#define PyCodec_IncrementalDecoder(...) HFW_GIVES(PyCodec_IncrementalDecoder, __VA_ARGS__)
#define PyCodec_IncrementalEncoder(...) HFW_GIVES(PyCodec_IncrementalEncoder, __VA_ARGS__)
#define PyCodec_LookupError(...) HFW_GIVES(PyCodec_LookupError, __VA_ARGS__)
#define PyComplex_FromCComplex(...) HFW_GIVES(PyComplex_FromCComplex, __VA_ARGS__)
#define PyComplex_FromDoubles(...) HFW_GIVES(PyComplex_FromDoubles, __VA_ARGS__)
#define PyContext_CopyCurrent(...) HFW_GIVES(PyContext_CopyCurrent, __VA_ARGS__)
#define PyContext_New(...) HFW_GIVES(PyContext_New, __VA_ARGS__)
#define PyDescr_NewClassMethod(...) HFW_GIVES(PyDescr_NewClassMethod, __VA_ARGS__)
#define PyDescr_NewGetSet(...) HFW_GIVES(PyDescr_NewGetSet, __VA_ARGS__)
#define PyDescr_NewMember(...) HFW_GIVES(PyDescr_NewMember, __VA_ARGS__)
#define PyDescr_NewMethod(...) HFW_GIVES(PyDescr_NewMethod, __VA_ARGS__)
#define PyDescr_NewWrapper(...) HFW_GIVES(PyDescr_NewWrapper, __VA_ARGS__)
#define PyDict_New(...) HFW_GIVES(PyDict_New, __VA_ARGS__)
#define PyEval_EvalFrame(...) HFW_GIVES(PyEval_EvalFrame, __VA_ARGS__)
#define PyEval_EvalFrameEx(...) HFW_GIVES(PyEval_EvalFrameEx, __VA_ARGS__)
#define PyEval_GetBuiltins(...) HFW_LENDS(PyEval_GetBuiltins, __VA_ARGS__)
#define PyEval_GetFrame(...) HFW_LENDS_AS(PyFrameObject, PyEval_GetFrame, __VA_ARGS__)
#define PyEval_GetGlobals(...) HFW_LENDS(PyEval_GetGlobals, __VA_ARGS__)
#define PyEval_GetLocals(...) HFW_LENDS(PyEval_GetLocals, __VA_ARGS__)
#define PyFile_FromFd(...) HFW_GIVES(PyFile_FromFd, __VA_ARGS__)
#define PyFile_NewStdPrinter(...) HFW_GIVES(PyFile_NewStdPrinter, __VA_ARGS__)
#define PyFile_OpenCode(...) HFW_GIVES(PyFile_OpenCode, __VA_ARGS__)
#define PyFloat_FromDouble(...) HFW_GIVES(PyFloat_FromDouble, __VA_ARGS__)
#define PyFloat_GetInfo(...) HFW_GIVES(PyFloat_GetInfo, __VA_ARGS__)
#define PyFrame_GetCode(...) HFW_GIVES_AS(PyCodeObject, PyFrame_GetCode, __VA_ARGS__)
#define PyGen_New(...) HFW_GIVES(PyGen_New, __VA_ARGS__)
#define PyImport_AddModule(...) HFW_LENDS(PyImport_AddModule, __VA_ARGS__)
#define PyImport_GetModuleDict(...) HFW_LENDS(PyImport_GetModuleDict, __VA_ARGS__)
#define PyImport_ImportModule(...) HFW_CALLS(PyImport_ImportModule, __VA_ARGS__)
#define PyInterpreterState_GetDict(...) HFW_LENDS(PyInterpreterState_GetDict, __VA_ARGS__)
#define PyList_New(...) HFW_GIVES(PyList_New, __VA_ARGS__)
#define PyLong_FromDouble(...) HFW_GIVES(PyLong_FromDouble, __VA_ARGS__)
#define PyLong_FromLong(...) HFW_GIVES(PyLong_FromLong, __VA_ARGS__)
#define PyLong_FromLongLong(...) HFW_GIVES(PyLong_FromLongLong, __VA_ARGS__)
#define PyLong_FromSize_t(...) HFW_GIVES(PyLong_FromSize_t, __VA_ARGS__)
#define PyLong_FromSsize_t(...) HFW_GIVES(PyLong_FromSsize_t, __VA_ARGS__)
#define PyLong_FromString(...) HFW_GIVES(PyLong_FromString, __VA_ARGS__)
#define PyLong_FromUnsignedLong(...) HFW_GIVES(PyLong_FromUnsignedLong, __VA_ARGS__)
#define PyLong_FromUnsignedLongLong(...) HFW_GIVES(PyLong_FromUnsignedLongLong, __VA_ARGS__)
#define PyLong_FromVoidPtr(...) HFW_GIVES(PyLong_FromVoidPtr, __VA_ARGS__)
#define PyLong_GetInfo(...) HFW_GIVES(PyLong_GetInfo, __VA_ARGS__)
#define PyMemoryView_FromBuffer(...) HFW_GIVES(PyMemoryView_FromBuffer, __VA_ARGS__)
#define PyMemoryView_FromMemory(...) HFW_GIVES(PyMemoryView_FromMemory, __VA_ARGS__)
#define PyModule_New(...) HFW_GIVES(PyModule_New, __VA_ARGS__)
#define PyODict_New(...) HFW_GIVES(PyODict_New, __VA_ARGS__)
#define PyObject_CallFunction(...) HFW_FORMATTED(PyObject_CallFunction, __VA_ARGS__)
#define PyObject_CallFunctionObjArgs(...) HFW_CALLS(PyObject_CallFunctionObjArgs, __VA_ARGS__)
#define PyObject_CallMethod(...) HFW_FORMATTED(PyObject_CallMethod, __VA_ARGS__)
#define PyObject_CallMethodNoArgs(...) HFW_CALLS(PyObject_CallMethodNoArgs, __VA_ARGS__)
#define PyObject_CallMethodObjArgs(...) HFW_CALLS(PyObject_CallMethodObjArgs, __VA_ARGS__)
#define PyState_FindModule(...) HFW_LENDS(PyState_FindModule, __VA_ARGS__)
#define PyStructSequence_New(...) HFW_GIVES(PyStructSequence_New, __VA_ARGS__)
#define PyStructSequence_NewType(...) HFW_GIVES_AS(PyTypeObject, PyStructSequence_NewType, __VA_ARGS__)
#define PySys_GetObject(...) HFW_LENDS(PySys_GetObject, __VA_ARGS__)
#define PySys_GetXOptions(...) HFW_LENDS(PySys_GetXOptions, __VA_ARGS__)
#define PyThreadState_GetDict(...) HFW_LENDS(PyThreadState_GetDict, __VA_ARGS__)
#define PyThreadState_GetFrame(...) HFW_GIVES_AS(PyFrameObject, PyThreadState_GetFrame, __VA_ARGS__)
#define PyThread_GetInfo(...) HFW_GIVES(PyThread_GetInfo, __VA_ARGS__)
#define PyTuple_New(...) HFW_GIVES(PyTuple_New, __VA_ARGS__)
#define PyType_GenericAlloc(...) HFW_GIVES(PyType_GenericAlloc, __VA_ARGS__)
#define PyType_GetModule(...) HFW_LENDS(PyType_GetModule, __VA_ARGS__)
#define PyUnicodeDecodeError_Create(...) HFW_GIVES(PyUnicodeDecodeError_Create, __VA_ARGS__)
#define PyUnicode_Decode(...) HFW_GIVES(PyUnicode_Decode, __VA_ARGS__)
#define PyUnicode_DecodeASCII(...) HFW_GIVES(PyUnicode_DecodeASCII, __VA_ARGS__)
#define PyUnicode_DecodeFSDefault(...) HFW_GIVES(PyUnicode_DecodeFSDefault, __VA_ARGS__)
#define PyUnicode_DecodeFSDefaultAndSize(...) HFW_GIVES(PyUnicode_DecodeFSDefaultAndSize, __VA_ARGS__)
#define PyUnicode_DecodeLatin1(...) HFW_GIVES(PyUnicode_DecodeLatin1, __VA_ARGS__)
#define PyUnicode_DecodeLocale(...) HFW_GIVES(PyUnicode_DecodeLocale, __VA_ARGS__)
#define PyUnicode_DecodeLocaleAndSize(...) HFW_GIVES(PyUnicode_DecodeLocaleAndSize, __VA_ARGS__)
#define PyUnicode_DecodeRawUnicodeEscape(...) HFW_GIVES(PyUnicode_DecodeRawUnicodeEscape, __VA_ARGS__)
#define PyUnicode_DecodeUTF16(...) HFW_GIVES(PyUnicode_DecodeUTF16, __VA_ARGS__)
#define PyUnicode_DecodeUTF16Stateful(...) HFW_GIVES(PyUnicode_DecodeUTF16Stateful, __VA_ARGS__)
#define PyUnicode_DecodeUTF32(...) HFW_GIVES(PyUnicode_DecodeUTF32, __VA_ARGS__)
#define PyUnicode_DecodeUTF32Stateful(...) HFW_GIVES(PyUnicode_DecodeUTF32Stateful, __VA_ARGS__)
#define PyUnicode_DecodeUTF7(...) HFW_GIVES(PyUnicode_DecodeUTF7, __VA_ARGS__)
#define PyUnicode_DecodeUTF7Stateful(...) HFW_GIVES(PyUnicode_DecodeUTF7Stateful, __VA_ARGS__)
#define PyUnicode_DecodeUTF8(...) HFW_GIVES(PyUnicode_DecodeUTF8, __VA_ARGS__)
#define PyUnicode_DecodeUTF8Stateful(...) HFW_GIVES(PyUnicode_DecodeUTF8Stateful, __VA_ARGS__)
#define PyUnicode_DecodeUnicodeEscape(...) HFW_GIVES(PyUnicode_DecodeUnicodeEscape, __VA_ARGS__)
#define PyUnicode_FromFormatV(...) HFW_GIVES(PyUnicode_FromFormatV, __VA_ARGS__)
#define PyUnicode_FromKindAndData(...) HFW_GIVES(PyUnicode_FromKindAndData, __VA_ARGS__)
#define PyUnicode_FromOrdinal(...) HFW_GIVES(PyUnicode_FromOrdinal, __VA_ARGS__)
#define PyUnicode_FromString(...) HFW_GIVES(PyUnicode_FromString, __VA_ARGS__)
#define PyUnicode_FromStringAndSize(...) HFW_GIVES(PyUnicode_FromStringAndSize, __VA_ARGS__)
#define PyUnicode_FromWideChar(...) HFW_GIVES(PyUnicode_FromWideChar, __VA_ARGS__)
#define PyUnicode_InternFromString(...) HFW_GIVES(PyUnicode_InternFromString, __VA_ARGS__)
#define PyUnicode_New(...) HFW_GIVES(PyUnicode_New, __VA_ARGS__)
#define Py_CompileStringExFlags(...) HFW_GIVES(Py_CompileStringExFlags, __VA_ARGS__)
static inline PyObject *hfw_PyAsyncGen_New(HFW_PLACE, PyFrameObject *a0, PyObject *a1, PyObject *a2) { hfw_used(a1, "PyAsyncGen_New", HFW_TOLD); hfw_used(a2, "PyAsyncGen_New", HFW_TOLD); return (PyObject *)hfw_tell((PyObject *)PyAsyncGen_New(a0, a1, a2), HFW_NEW, "PyAsyncGen_New", HFW_TOLD); }
#define PyAsyncGen_New(...) hfw_PyAsyncGen_New(HFW_HERE, __VA_ARGS__)
static inline PyObject *hfw_PyByteArray_Concat(HFW_PLACE, PyObject *a0, PyObject *a1) { hfw_used(a0, "PyByteArray_Concat", HFW_TOLD); hfw_used(a1, "PyByteArray_Concat", HFW_TOLD); return (PyObject *)hfw_tell((PyObject *)PyByteArray_Concat(a0, a1), HFW_NEW, "PyByteArray_Concat", HFW_TOLD); }
#define PyByteArray_Concat(...) hfw_PyByteArray_Concat(HFW_HERE, __VA_ARGS__)
static inline PyObject *hfw_PyByteArray_FromObject(HFW_PLACE, PyObject *a0) { hfw_used(a0, "PyByteArray_FromObject", HFW_TOLD); return (PyObject *)hfw_tell((PyObject *)PyByteArray_FromObject(a0), HFW_NEW, "PyByteArray_FromObject", HFW_TOLD); }
#define PyByteArray_FromObject(...) hfw_PyByteArray_FromObject(HFW_HERE, __VA_ARGS__)
static inline PyObject *hfw_PyBytes_FromObject(HFW_PLACE, PyObject *a0) { hfw_used(a0, "PyBytes_FromObject", HFW_TOLD); return (PyObject *)hfw_tell((PyObject *)PyBytes_FromObject(a0), HFW_NEW, "PyBytes_FromObject", HFW_TOLD); }
#define PyBytes_FromObject(...) hfw_PyBytes_FromObject(HFW_HERE, __VA_ARGS__)
static inline PyObject *hfw_PyBytes_Repr(HFW_PLACE, PyObject *a0, int a1) { hfw_used(a0, "PyBytes_Repr", HFW_TOLD); return (PyObject *)hfw_tell((PyObject *)PyBytes_Repr(a0, a1), HFW_NEW, "PyBytes_Repr", HFW_TOLD); }
#define PyBytes_Repr(...) hfw_PyBytes_Repr(HFW_HERE, __VA_ARGS__)
static inline PyObject *hfw_PyCFunction_GetSelf(HFW_PLACE, PyObject *a0) { hfw_used(a0, "PyCFunction_GetSelf", HFW_TOLD); return (PyObject *)hfw_tell((PyObject *)PyCFunction_GetSelf(a0), HFW_BORROWED, "PyCFunction_GetSelf", HFW_TOLD); }
#define PyCFunction_GetSelf(...) hfw_PyCFunction_GetSelf(HFW_HERE, __VA_ARGS__)
static inline PyObject *hfw_PyCallIter_New(HFW_PLACE, PyObject *a0, PyObject *a1) { hfw_used(a0, "PyCallIter_New", HFW_TOLD); hfw_used(a1, "PyCallIter_New", HFW_TOLD); return (PyObject *)hfw_tell((PyObject *)PyCallIter_New(a0, a1), HFW_NEW, "PyCallIter_New", HFW_TOLD); }
#define PyCallIter_New(...) hfw_PyCallIter_New(HFW_HERE, __VA_ARGS__)
static inline PyObject *hfw_PyCell_Get(HFW_PLACE, PyObject *a0) { hfw_used(a0, "PyCell_Get", HFW_TOLD); return (PyObject *)hfw_tell((PyObject *)PyCell_Get(a0), HFW_NEW, "PyCell_Get", HFW_TOLD); }
#define PyCell_Get(...) hfw_PyCell_Get(HFW_HERE, __VA_ARGS__)
static inline PyObject *hfw_PyCell_New(HFW_PLACE, PyObject *a0) { hfw_used(a0, "PyCell_New", HFW_TOLD); return (PyObject *)hfw_tell((PyObject *)PyCell_New(a0), HFW_NEW, "PyCell_New", HFW_TOLD); }
#define PyCell_New(...) hfw_PyCell_New(HFW_HERE, __VA_ARGS__)
static inline PyObject *hfw_PyClassMethod_New(HFW_PLACE, PyObject *a0) { hfw_used(a0, "PyClassMethod_New", HFW_TOLD); return (PyObject *)hfw_tell((PyObject *)PyClassMethod_New(a0), HFW_NEW, "PyClassMethod_New", HFW_TOLD); }
#define PyClassMethod_New(...) hfw_PyClassMethod_New(HFW_HERE, __VA_ARGS__)
static inline PyObject *hfw_PyCode_Optimize(HFW_PLACE, PyObject *a0, PyObject *a1, PyObject *a2, PyObject *a3) { hfw_used(a0, "PyCode_Optimize", HFW_TOLD); hfw_used(a1, "PyCode_Optimize", HFW_TOLD); hfw_used(a2, "PyCode_Optimize", HFW_TOLD); hfw_used(a3, "PyCode_Optimize", HFW_TOLD); return (PyObject *)hfw_tell((PyObject *)PyCode_Optimize(a0, a1, a2, a3), HFW_NEW, "PyCode_Optimize", HFW_TOLD); }
#define PyCode_Optimize(...) hfw_PyCode_Optimize(HFW_HERE, __VA_ARGS__)
static inline PyObject *hfw_PyCodec_BackslashReplaceErrors(HFW_PLACE, PyObject *a0) { hfw_used(a0, "PyCodec_BackslashReplaceErrors", HFW_TOLD); return (PyObject *)hfw_tell((PyObject *)PyCodec_BackslashReplaceErrors(a0), HFW_NEW, "PyCodec_BackslashReplaceErrors", HFW_TOLD); }
#define PyCodec_BackslashReplaceErrors(...) hfw_PyCodec_BackslashReplaceErrors(HFW_HERE, __VA_ARGS__)
static inline PyObject *hfw_PyCodec_Decode(HFW_PLACE, PyObject *a0, const char *a1, const char *a2) { hfw_used(a0, "PyCodec_Decode", HFW_TOLD); return (PyObject *)hfw_tell((PyObject *)PyCodec_Decode(a0, a1, a2), HFW_NEW, "PyCodec_Decode", HFW_TOLD); }
#define PyCodec_Decode(...) hfw_PyCodec_Decode(HFW_HERE, __VA_ARGS__)
static inline PyObject *hfw_PyCodec_Encode(HFW_PLACE, PyObject *a0, const char *a1, const char *a2) { hfw_used(a0, "PyCodec_Encode", HFW_TOLD); return (PyObject *)hfw_tell((PyObject *)PyCodec_Encode(a0, a1, a2), HFW_NEW, "PyCodec_Encode", HFW_TOLD); }
#define PyCodec_Encode(...) hfw_PyCodec_Encode(HFW_HERE, __VA_ARGS__)
static inline PyObject *hfw_PyCodec_IgnoreErrors(HFW_PLACE, PyObject *a0) { hfw_used(a0, "PyCodec_IgnoreErrors", HFW_TOLD); return (PyObject *)hfw_tell((PyObject *)PyCodec_IgnoreErrors(a0), HFW_NEW, "PyCodec_IgnoreErrors", HFW_TOLD); }
#define PyCodec_IgnoreErrors(...) hfw_PyCodec_IgnoreErrors(HFW_HERE, __VA_ARGS__)
static inline PyObject *hfw_PyCodec_NameReplaceErrors(HFW_PLACE, PyObject *a0) { hfw_used(a0, "PyCodec_NameReplaceErrors", HFW_TOLD); return (PyObject *)hfw_tell((PyObject *)PyCodec_NameReplaceErrors(a0), HFW_NEW, "PyCodec_NameReplaceErrors", HFW_TOLD); }
#define PyCodec_NameReplaceErrors(...) hfw_PyCodec_NameReplaceErrors(HFW_HERE, __VA_ARGS__)
static inline PyObject *hfw_PyCodec_ReplaceErrors(HFW_PLACE, PyObject *a0) { hfw_used(a0, "PyCodec_ReplaceErrors", HFW_TOLD); return (PyObject *)hfw_tell((PyObject *)PyCodec_ReplaceErrors(a0), HFW_NEW, "PyCodec_ReplaceErrors", HFW_TOLD); }
#define PyCodec_ReplaceErrors(...) hfw_PyCodec_ReplaceErrors(HFW_HERE, __VA_ARGS__)
static inline PyObject *hfw_PyCodec_StreamReader(HFW_PLACE, const char *a0, PyObject *a1, const char *a2) { hfw_used(a1, "PyCodec_StreamReader", HFW_TOLD); return (PyObject *)hfw_tell((PyObject *)PyCodec_StreamReader(a0, a1, a2), HFW_NEW, "PyCodec_StreamReader", HFW_TOLD); }
#define PyCodec_StreamReader(...) hfw_PyCodec_StreamReader(HFW_HERE, __VA_ARGS__)
static inline PyObject *hfw_PyCodec_StreamWriter(HFW_PLACE, const char *a0, PyObject *a1, const char *a2) { hfw_used(a1, "PyCodec_StreamWriter", HFW_TOLD); return (PyObject *)hfw_tell((PyObject *)PyCodec_StreamWriter(a0, a1, a2), HFW_NEW, "PyCodec_StreamWriter", HFW_TOLD); }
#define PyCodec_StreamWriter(...) hfw_PyCodec_StreamWriter(HFW_HERE, __VA_ARGS__)
static inline PyObject *hfw_PyCodec_XMLCharRefReplaceErrors(HFW_PLACE, PyObject *a0) { hfw_used(a0, "PyCodec_XMLCharRefReplaceErrors", HFW_TOLD); return (PyObject *)hfw_tell((PyObject *)PyCodec_XMLCharRefReplaceErrors(a0), HFW_NEW, "PyCodec_XMLCharRefReplaceErrors", HFW_TOLD); }
#define PyCodec_XMLCharRefReplaceErrors(...) hfw_PyCodec_XMLCharRefReplaceErrors(HFW_HERE, __VA_ARGS__)
static inline PyObject *hfw_PyContextVar_New(HFW_PLACE, const char *a0, PyObject *a1) { hfw_used(a1, "PyContextVar_New", HFW_TOLD); return (PyObject *)hfw_tell((PyObject *)PyContextVar_New(a0, a1), HFW_NEW, "PyContextVar_New", HFW_TOLD); }
#define PyContextVar_New(...) hfw_PyContextVar_New(HFW_HERE, __VA_ARGS__)
static inline PyObject *hfw_PyContextVar_Set(HFW_PLACE, PyObject *a0, PyObject *a1) { hfw_used(a0, "PyContextVar_Set", HFW_TOLD); hfw_used(a1, "PyContextVar_Set", HFW_TOLD); return (PyObject *)hfw_tell((PyObject *)PyContextVar_Set(a0, a1), HFW_NEW, "PyContextVar_Set", HFW_TOLD); }
#define PyContextVar_Set(...) hfw_PyContextVar_Set(HFW_HERE, __VA_ARGS__)
static inline PyObject *hfw_PyContext_Copy(HFW_PLACE, PyObject *a0) { hfw_used(a0, "PyContext_Copy", HFW_TOLD); return (PyObject *)hfw_tell((PyObject *)PyContext_Copy(a0), HFW_NEW, "PyContext_Copy", HFW_TOLD); }
#define PyContext_Copy(...) hfw_PyContext_Copy(HFW_HERE, __VA_ARGS__)
static inline PyObject *hfw_PyCoro_New(HFW_PLACE, PyFrameObject *a0, PyObject *a1, PyObject *a2) { hfw_used(a1, "PyCoro_New", HFW_TOLD); hfw_used(a2, "PyCoro_New", HFW_TOLD); return (PyObject *)hfw_tell((PyObject *)PyCoro_New(a0, a1, a2), HFW_NEW, "PyCoro_New", HFW_TOLD); }
#define PyCoro_New(...) hfw_PyCoro_New(HFW_HERE, __VA_ARGS__)
static inline PyObject *hfw_PyDictProxy_New(HFW_PLACE, PyObject *a0) { hfw_used(a0, "PyDictProxy_New", HFW_TOLD); return (PyObject *)hfw_tell((PyObject *)PyDictProxy_New(a0), HFW_NEW, "PyDictProxy_New", HFW_TOLD); }
#define PyDictProxy_New(...) hfw_PyDictProxy_New(HFW_HERE, __VA_ARGS__)
static inline PyObject *hfw_PyDict_Copy(HFW_PLACE, PyObject *a0) { hfw_used(a0, "PyDict_Copy", HFW_TOLD); return (PyObject *)hfw_tell((PyObject *)PyDict_Copy(a0), HFW_NEW, "PyDict_Copy", HFW_TOLD); }
#define PyDict_Copy(...) hfw_PyDict_Copy(HFW_HERE, __VA_ARGS__)
static inline PyObject *hfw_PyDict_GetItem(HFW_PLACE, PyObject *a0, PyObject *a1) { hfw_used(a0, "PyDict_GetItem", HFW_TOLD); hfw_used(a1, "PyDict_GetItem", HFW_TOLD); return (PyObject *)hfw_tell((PyObject *)PyDict_GetItem(a0, a1), HFW_BORROWED, "PyDict_GetItem", HFW_TOLD); }
#define PyDict_GetItem(...) hfw_PyDict_GetItem(HFW_HERE, __VA_ARGS__)
static inline PyObject *hfw_PyDict_GetItemString(HFW_PLACE, PyObject *a0, const char *a1) { hfw_used(a0, "PyDict_GetItemString", HFW_TOLD); return (PyObject *)hfw_tell((PyObject *)PyDict_GetItemString(a0, a1), HFW_BORROWED, "PyDict_GetItemString", HFW_TOLD); }
#define PyDict_GetItemString(...) hfw_PyDict_GetItemString(HFW_HERE, __VA_ARGS__)
static inline PyObject *hfw_PyDict_GetItemWithError(HFW_PLACE, PyObject *a0, PyObject *a1) { hfw_used(a0, "PyDict_GetItemWithError", HFW_TOLD); hfw_used(a1, "PyDict_GetItemWithError", HFW_TOLD); return (PyObject *)hfw_tell((PyObject *)PyDict_GetItemWithError(a0, a1), HFW_BORROWED, "PyDict_GetItemWithError", HFW_TOLD); }
#define PyDict_GetItemWithError(...) hfw_PyDict_GetItemWithError(HFW_HERE, __VA_ARGS__)
static inline PyObject *hfw_PyDict_Items(HFW_PLACE, PyObject *a0) { hfw_used(a0, "PyDict_Items", HFW_TOLD); return (PyObject *)hfw_tell((PyObject *)PyDict_Items(a0), HFW_NEW, "PyDict_Items", HFW_TOLD); }
#define PyDict_Items(...) hfw_PyDict_Items(HFW_HERE, __VA_ARGS__)
static inline PyObject *hfw_PyDict_Keys(HFW_PLACE, PyObject *a0) { hfw_used(a0, "PyDict_Keys", HFW_TOLD); return (PyObject *)hfw_tell((PyObject *)PyDict_Keys(a0), HFW_NEW, "PyDict_Keys", HFW_TOLD); }
#define PyDict_Keys(...) hfw_PyDict_Keys(HFW_HERE, __VA_ARGS__)
static inline PyObject *hfw_PyDict_SetDefault(HFW_PLACE, PyObject *a0, PyObject *a1, PyObject *a2) { hfw_used(a0, "PyDict_SetDefault", HFW_TOLD); hfw_used(a1, "PyDict_SetDefault", HFW_TOLD); hfw_used(a2, "PyDict_SetDefault", HFW_TOLD); return (PyObject *)hfw_tell((PyObject *)PyDict_SetDefault(a0, a1, a2), HFW_BORROWED, "PyDict_SetDefault", HFW_TOLD); }
#define PyDict_SetDefault(...) hfw_PyDict_SetDefault(HFW_HERE, __VA_ARGS__)
static inline PyObject *hfw_PyDict_Values(HFW_PLACE, PyObject *a0) { hfw_used(a0, "PyDict_Values", HFW_TOLD); return (PyObject *)hfw_tell((PyObject *)PyDict_Values(a0), HFW_NEW, "PyDict_Values", HFW_TOLD); }
#define PyDict_Values(...) hfw_PyDict_Values(HFW_HERE, __VA_ARGS__)
static inline PyObject *hfw_PyErr_NewException(HFW_PLACE, const char *a0, PyObject *a1, PyObject *a2) { hfw_used(a1, "PyErr_NewException", HFW_TOLD); hfw_used(a2, "PyErr_NewException", HFW_TOLD); return (PyObject *)hfw_tell((PyObject *)PyErr_NewException(a0, a1, a2), HFW_NEW, "PyErr_NewException", HFW_TOLD); }
#define PyErr_NewException(...) hfw_PyErr_NewException(HFW_HERE, __VA_ARGS__)
static inline PyObject *hfw_PyErr_NewExceptionWithDoc(HFW_PLACE, const char *a0, const char *a1, PyObject *a2, PyObject *a3) { hfw_used(a2, "PyErr_NewExceptionWithDoc", HFW_TOLD); hfw_used(a3, "PyErr_NewExceptionWithDoc", HFW_TOLD); return (PyObject *)hfw_tell((PyObject *)PyErr_NewExceptionWithDoc(a0, a1, a2, a3), HFW_NEW, "PyErr_NewExceptionWithDoc", HFW_TOLD); }
#define PyErr_NewExceptionWithDoc(...) hfw_PyErr_NewExceptionWithDoc(HFW_HERE, __VA_ARGS__)
static inline PyObject *hfw_PyErr_ProgramTextObject(HFW_PLACE, PyObject *a0, int a1) { hfw_used(a0, "PyErr_ProgramTextObject", HFW_TOLD); return (PyObject *)hfw_tell((PyObject *)PyErr_ProgramTextObject(a0, a1), HFW_NEW, "PyErr_ProgramTextObject", HFW_TOLD); }
#define PyErr_ProgramTextObject(...) hfw_PyErr_ProgramTextObject(HFW_HERE, __VA_ARGS__)
static inline PyObject *hfw_PyEval_EvalCode(HFW_PLACE, PyObject *a0, PyObject *a1, PyObject *a2) { hfw_pending("PyEval_EvalCode", HFW_TOLD); hfw_used(a0, "PyEval_EvalCode", HFW_TOLD); hfw_used(a1, "PyEval_EvalCode", HFW_TOLD); hfw_used(a2, "PyEval_EvalCode", HFW_TOLD); return (PyObject *)hfw_tell((PyObject *)PyEval_EvalCode(a0, a1, a2), HFW_NEW, "PyEval_EvalCode", HFW_TOLD); }
#define PyEval_EvalCode(...) hfw_PyEval_EvalCode(HFW_HERE, __VA_ARGS__)
static inline PyObject *hfw_PyEval_EvalCodeEx(HFW_PLACE, PyObject *a0, PyObject *a1, PyObject *a2, PyObject *const *a3, int a4, PyObject *const *a5, int a6, PyObject *const *a7, int a8, PyObject *a9, PyObject *a10) { hfw_pending("PyEval_EvalCodeEx", HFW_TOLD); hfw_used(a0, "PyEval_EvalCodeEx", HFW_TOLD); hfw_used(a1, "PyEval_EvalCodeEx", HFW_TOLD); hfw_used(a2, "PyEval_EvalCodeEx", HFW_TOLD); hfw_used(a9, "PyEval_EvalCodeEx", HFW_TOLD); hfw_used(a10, "PyEval_EvalCodeEx", HFW_TOLD); return (PyObject *)hfw_tell((PyObject *)PyEval_EvalCodeEx(a0, a1, a2, a3, a4, a5, a6, a7, a8, a9, a10), HFW_NEW, "PyEval_EvalCodeEx", HFW_TOLD); }
#define PyEval_EvalCodeEx(...) hfw_PyEval_EvalCodeEx(HFW_HERE, __VA_ARGS__)
static inline PyObject *hfw_PyException_GetCause(HFW_PLACE, PyObject *a0) { hfw_used(a0, "PyException_GetCause", HFW_TOLD); return (PyObject *)hfw_tell((PyObject *)PyException_GetCause(a0), HFW_NEW, "PyException_GetCause", HFW_TOLD); }
#define PyException_GetCause(...) hfw_PyException_GetCause(HFW_HERE, __VA_ARGS__)
static inline PyObject *hfw_PyException_GetContext(HFW_PLACE, PyObject *a0) { hfw_used(a0, "PyException_GetContext", HFW_TOLD); return (PyObject *)hfw_tell((PyObject *)PyException_GetContext(a0), HFW_NEW, "PyException_GetContext", HFW_TOLD); }
#define PyException_GetContext(...) hfw_PyException_GetContext(HFW_HERE, __VA_ARGS__)
static inline PyObject *hfw_PyException_GetTraceback(HFW_PLACE, PyObject *a0) { hfw_used(a0, "PyException_GetTraceback", HFW_TOLD); return (PyObject *)hfw_tell((PyObject *)PyException_GetTraceback(a0), HFW_NEW, "PyException_GetTraceback", HFW_TOLD); }
#define PyException_GetTraceback(...) hfw_PyException_GetTraceback(HFW_HERE, __VA_ARGS__)
static inline PyObject *hfw_PyFile_GetLine(HFW_PLACE, PyObject *a0, int a1) { hfw_used(a0, "PyFile_GetLine", HFW_TOLD); return (PyObject *)hfw_tell((PyObject *)PyFile_GetLine(a0, a1), HFW_NEW, "PyFile_GetLine", HFW_TOLD); }
#define PyFile_GetLine(...) hfw_PyFile_GetLine(HFW_HERE, __VA_ARGS__)
static inline PyObject *hfw_PyFile_OpenCodeObject(HFW_PLACE, PyObject *a0) { hfw_used(a0, "PyFile_OpenCodeObject", HFW_TOLD); return (PyObject *)hfw_tell((PyObject *)PyFile_OpenCodeObject(a0), HFW_NEW, "PyFile_OpenCodeObject", HFW_TOLD); }
#define PyFile_OpenCodeObject(...) hfw_PyFile_OpenCodeObject(HFW_HERE, __VA_ARGS__)
static inline PyObject *hfw_PyFloat_FromString(HFW_PLACE, PyObject *a0) { hfw_used(a0, "PyFloat_FromString", HFW_TOLD); return (PyObject *)hfw_tell((PyObject *)PyFloat_FromString(a0), HFW_NEW, "PyFloat_FromString", HFW_TOLD); }
#define PyFloat_FromString(...) hfw_PyFloat_FromString(HFW_HERE, __VA_ARGS__)
static inline PyObject *hfw_PyFrozenSet_New(HFW_PLACE, PyObject *a0) { hfw_used(a0, "PyFrozenSet_New", HFW_TOLD); return (PyObject *)hfw_tell((PyObject *)PyFrozenSet_New(a0), HFW_NEW, "PyFrozenSet_New", HFW_TOLD); }
#define PyFrozenSet_New(...) hfw_PyFrozenSet_New(HFW_HERE, __VA_ARGS__)
static inline PyObject *hfw_PyFunction_GetAnnotations(HFW_PLACE, PyObject *a0) { hfw_used(a0, "PyFunction_GetAnnotations", HFW_TOLD); return (PyObject *)hfw_tell((PyObject *)PyFunction_GetAnnotations(a0), HFW_BORROWED, "PyFunction_GetAnnotations", HFW_TOLD); }
#define PyFunction_GetAnnotations(...) hfw_PyFunction_GetAnnotations(HFW_HERE, __VA_ARGS__)
static inline PyObject *hfw_PyFunction_GetClosure(HFW_PLACE, PyObject *a0) { hfw_used(a0, "PyFunction_GetClosure", HFW_TOLD); return (PyObject *)hfw_tell((PyObject *)PyFunction_GetClosure(a0), HFW_BORROWED, "PyFunction_GetClosure", HFW_TOLD); }
#define PyFunction_GetClosure(...) hfw_PyFunction_GetClosure(HFW_HERE, __VA_ARGS__)
static inline PyObject *hfw_PyFunction_GetCode(HFW_PLACE, PyObject *a0) { hfw_used(a0, "PyFunction_GetCode", HFW_TOLD); return (PyObject *)hfw_tell((PyObject *)PyFunction_GetCode(a0), HFW_BORROWED, "PyFunction_GetCode", HFW_TOLD); }
#define PyFunction_GetCode(...) hfw_PyFunction_GetCode(HFW_HERE, __VA_ARGS__)
static inline PyObject *hfw_PyFunction_GetDefaults(HFW_PLACE, PyObject *a0) { hfw_used(a0, "PyFunction_GetDefaults", HFW_TOLD); return (PyObject *)hfw_tell((PyObject *)PyFunction_GetDefaults(a0), HFW_BORROWED, "PyFunction_GetDefaults", HFW_TOLD); }
#define PyFunction_GetDefaults(...) hfw_PyFunction_GetDefaults(HFW_HERE, __VA_ARGS__)
static inline PyObject *hfw_PyFunction_GetGlobals(HFW_PLACE, PyObject *a0) { hfw_used(a0, "PyFunction_GetGlobals", HFW_TOLD); return (PyObject *)hfw_tell((PyObject *)PyFunction_GetGlobals(a0), HFW_BORROWED, "PyFunction_GetGlobals", HFW_TOLD); }
#define PyFunction_GetGlobals(...) hfw_PyFunction_GetGlobals(HFW_HERE, __VA_ARGS__)
static inline PyObject *hfw_PyFunction_GetKwDefaults(HFW_PLACE, PyObject *a0) { hfw_used(a0, "PyFunction_GetKwDefaults", HFW_TOLD); return (PyObject *)hfw_tell((PyObject *)PyFunction_GetKwDefaults(a0), HFW_BORROWED, "PyFunction_GetKwDefaults", HFW_TOLD); }
#define PyFunction_GetKwDefaults(...) hfw_PyFunction_GetKwDefaults(HFW_HERE, __VA_ARGS__)
static inline PyObject *hfw_PyFunction_GetModule(HFW_PLACE, PyObject *a0) { hfw_used(a0, "PyFunction_GetModule", HFW_TOLD); return (PyObject *)hfw_tell((PyObject *)PyFunction_GetModule(a0), HFW_BORROWED, "PyFunction_GetModule", HFW_TOLD); }
#define PyFunction_GetModule(...) hfw_PyFunction_GetModule(HFW_HERE, __VA_ARGS__)
static inline PyObject *hfw_PyFunction_New(HFW_PLACE, PyObject *a0, PyObject *a1) { hfw_used(a0, "PyFunction_New", HFW_TOLD); hfw_used(a1, "PyFunction_New", HFW_TOLD); return (PyObject *)hfw_tell((PyObject *)PyFunction_New(a0, a1), HFW_NEW, "PyFunction_New", HFW_TOLD); }
#define PyFunction_New(...) hfw_PyFunction_New(HFW_HERE, __VA_ARGS__)
static inline PyObject *hfw_PyFunction_NewWithQualName(HFW_PLACE, PyObject *a0, PyObject *a1, PyObject *a2) { hfw_used(a0, "PyFunction_NewWithQualName", HFW_TOLD); hfw_used(a1, "PyFunction_NewWithQualName", HFW_TOLD); hfw_used(a2, "PyFunction_NewWithQualName", HFW_TOLD); return (PyObject *)hfw_tell((PyObject *)PyFunction_NewWithQualName(a0, a1, a2), HFW_NEW, "PyFunction_NewWithQualName", HFW_TOLD); }
#define PyFunction_NewWithQualName(...) hfw_PyFunction_NewWithQualName(HFW_HERE, __VA_ARGS__)
static inline PyObject *hfw_PyGen_NewWithQualName(HFW_PLACE, PyFrameObject *a0, PyObject *a1, PyObject *a2) { hfw_used(a1, "PyGen_NewWithQualName", HFW_TOLD); hfw_used(a2, "PyGen_NewWithQualName", HFW_TOLD); return (PyObject *)hfw_tell((PyObject *)PyGen_NewWithQualName(a0, a1, a2), HFW_NEW, "PyGen_NewWithQualName", HFW_TOLD); }
#define PyGen_NewWithQualName(...) hfw_PyGen_NewWithQualName(HFW_HERE, __VA_ARGS__)
static inline PyObject *hfw_PyImport_AddModuleObject(HFW_PLACE, PyObject *a0) { hfw_used(a0, "PyImport_AddModuleObject", HFW_TOLD); return (PyObject *)hfw_tell((PyObject *)PyImport_AddModuleObject(a0), HFW_BORROWED, "PyImport_AddModuleObject", HFW_TOLD); }
#define PyImport_AddModuleObject(...) hfw_PyImport_AddModuleObject(HFW_HERE, __VA_ARGS__)
static inline PyObject *hfw_PyImport_ExecCodeModule(HFW_PLACE, const char *a0, PyObject *a1) { hfw_used(a1, "PyImport_ExecCodeModule", HFW_TOLD); return (PyObject *)hfw_tell((PyObject *)PyImport_ExecCodeModule(a0, a1), HFW_NEW, "PyImport_ExecCodeModule", HFW_TOLD); }
#define PyImport_ExecCodeModule(...) hfw_PyImport_ExecCodeModule(HFW_HERE, __VA_ARGS__)
static inline PyObject *hfw_PyImport_ExecCodeModuleEx(HFW_PLACE, const char *a0, PyObject *a1, const char *a2) { hfw_used(a1, "PyImport_ExecCodeModuleEx", HFW_TOLD); return (PyObject *)hfw_tell((PyObject *)PyImport_ExecCodeModuleEx(a0, a1, a2), HFW_NEW, "PyImport_ExecCodeModuleEx", HFW_TOLD); }
#define PyImport_ExecCodeModuleEx(...) hfw_PyImport_ExecCodeModuleEx(HFW_HERE, __VA_ARGS__)
static inline PyObject *hfw_PyImport_ExecCodeModuleObject(HFW_PLACE, PyObject *a0, PyObject *a1, PyObject *a2, PyObject *a3) { hfw_used(a0, "PyImport_ExecCodeModuleObject", HFW_TOLD); hfw_used(a1, "PyImport_ExecCodeModuleObject", HFW_TOLD); hfw_used(a2, "PyImport_ExecCodeModuleObject", HFW_TOLD); hfw_used(a3, "PyImport_ExecCodeModuleObject", HFW_TOLD); return (PyObject *)hfw_tell((PyObject *)PyImport_ExecCodeModuleObject(a0, a1, a2, a3), HFW_NEW, "PyImport_ExecCodeModuleObject", HFW_TOLD); }
#define PyImport_ExecCodeModuleObject(...) hfw_PyImport_ExecCodeModuleObject(HFW_HERE, __VA_ARGS__)
static inline PyObject *hfw_PyImport_ExecCodeModuleWithPathnames(HFW_PLACE, const char *a0, PyObject *a1, const char *a2, const char *a3) { hfw_used(a1, "PyImport_ExecCodeModuleWithPathnames", HFW_TOLD); return (PyObject *)hfw_tell((PyObject *)PyImport_ExecCodeModuleWithPathnames(a0, a1, a2, a3), HFW_NEW, "PyImport_ExecCodeModuleWithPathnames", HFW_TOLD); }
#define PyImport_ExecCodeModuleWithPathnames(...) hfw_PyImport_ExecCodeModuleWithPathnames(HFW_HERE, __VA_ARGS__)
static inline PyObject *hfw_PyImport_GetImporter(HFW_PLACE, PyObject *a0) { hfw_used(a0, "PyImport_GetImporter", HFW_TOLD); return (PyObject *)hfw_tell((PyObject *)PyImport_GetImporter(a0), HFW_NEW, "PyImport_GetImporter", HFW_TOLD); }
#define PyImport_GetImporter(...) hfw_PyImport_GetImporter(HFW_HERE, __VA_ARGS__)
static inline PyObject *hfw_PyImport_GetModule(HFW_PLACE, PyObject *a0) { hfw_used(a0, "PyImport_GetModule", HFW_TOLD); return (PyObject *)hfw_tell((PyObject *)PyImport_GetModule(a0), HFW_NEW, "PyImport_GetModule", HFW_TOLD); }
#define PyImport_GetModule(...) hfw_PyImport_GetModule(HFW_HERE, __VA_ARGS__)
static inline PyObject *hfw_PyImport_Import(HFW_PLACE, PyObject *a0) { hfw_pending("PyImport_Import", HFW_TOLD); hfw_used(a0, "PyImport_Import", HFW_TOLD); return (PyObject *)hfw_tell((PyObject *)PyImport_Import(a0), HFW_NEW, "PyImport_Import", HFW_TOLD); }
#define PyImport_Import(...) hfw_PyImport_Import(HFW_HERE, __VA_ARGS__)
static inline PyObject *hfw_PyImport_ImportModuleLevel(HFW_PLACE, const char *a0, PyObject *a1, PyObject *a2, PyObject *a3, int a4) { hfw_pending("PyImport_ImportModuleLevel", HFW_TOLD); hfw_used(a1, "PyImport_ImportModuleLevel", HFW_TOLD); hfw_used(a2, "PyImport_ImportModuleLevel", HFW_TOLD); hfw_used(a3, "PyImport_ImportModuleLevel", HFW_TOLD); return (PyObject *)hfw_tell((PyObject *)PyImport_ImportModuleLevel(a0, a1, a2, a3, a4), HFW_NEW, "PyImport_ImportModuleLevel", HFW_TOLD); }
#define PyImport_ImportModuleLevel(...) hfw_PyImport_ImportModuleLevel(HFW_HERE, __VA_ARGS__)
static inline PyObject *hfw_PyImport_ImportModuleLevelObject(HFW_PLACE, PyObject *a0, PyObject *a1, PyObject *a2, PyObject *a3, int a4) { hfw_pending("PyImport_ImportModuleLevelObject", HFW_TOLD); hfw_used(a0, "PyImport_ImportModuleLevelObject", HFW_TOLD); hfw_used(a1, "PyImport_ImportModuleLevelObject", HFW_TOLD); hfw_used(a2, "PyImport_ImportModuleLevelObject", HFW_TOLD); hfw_used(a3, "PyImport_ImportModuleLevelObject", HFW_TOLD); return (PyObject *)hfw_tell((PyObject *)PyImport_ImportModuleLevelObject(a0, a1, a2, a3, a4), HFW_NEW, "PyImport_ImportModuleLevelObject", HFW_TOLD); }
#define PyImport_ImportModuleLevelObject(...) hfw_PyImport_ImportModuleLevelObject(HFW_HERE, __VA_ARGS__)
static inline PyObject *hfw_PyImport_ReloadModule(HFW_PLACE, PyObject *a0) { hfw_pending("PyImport_ReloadModule", HFW_TOLD); hfw_used(a0, "PyImport_ReloadModule", HFW_TOLD); return (PyObject *)hfw_tell((PyObject *)PyImport_ReloadModule(a0), HFW_NEW, "PyImport_ReloadModule", HFW_TOLD); }
#define PyImport_ReloadModule(...) hfw_PyImport_ReloadModule(HFW_HERE, __VA_ARGS__)
static inline PyObject *hfw_PyInstanceMethod_Function(HFW_PLACE, PyObject *a0) { hfw_used(a0, "PyInstanceMethod_Function", HFW_TOLD); return (PyObject *)hfw_tell((PyObject *)PyInstanceMethod_Function(a0), HFW_BORROWED, "PyInstanceMethod_Function", HFW_TOLD); }
#define PyInstanceMethod_Function(...) hfw_PyInstanceMethod_Function(HFW_HERE, __VA_ARGS__)
static inline PyObject *hfw_PyInstanceMethod_New(HFW_PLACE, PyObject *a0) { hfw_used(a0, "PyInstanceMethod_New", HFW_TOLD); return (PyObject *)hfw_tell((PyObject *)PyInstanceMethod_New(a0), HFW_NEW, "PyInstanceMethod_New", HFW_TOLD); }
#define PyInstanceMethod_New(...) hfw_PyInstanceMethod_New(HFW_HERE, __VA_ARGS__)
static inline PyObject *hfw_PyIter_Next(HFW_PLACE, PyObject *a0) { hfw_pending("PyIter_Next", HFW_TOLD); hfw_used(a0, "PyIter_Next", HFW_TOLD); return (PyObject *)hfw_tell((PyObject *)PyIter_Next(a0), HFW_NEW, "PyIter_Next", HFW_TOLD); }
#define PyIter_Next(...) hfw_PyIter_Next(HFW_HERE, __VA_ARGS__)
static inline PyObject *hfw_PyList_AsTuple(HFW_PLACE, PyObject *a0) { hfw_used(a0, "PyList_AsTuple", HFW_TOLD); return (PyObject *)hfw_tell((PyObject *)PyList_AsTuple(a0), HFW_NEW, "PyList_AsTuple", HFW_TOLD); }
#define PyList_AsTuple(...) hfw_PyList_AsTuple(HFW_HERE, __VA_ARGS__)
static inline PyObject *hfw_PyList_GetItem(HFW_PLACE, PyObject *a0, Py_ssize_t a1) { hfw_used(a0, "PyList_GetItem", HFW_TOLD); return (PyObject *)hfw_tell((PyObject *)PyList_GetItem(a0, a1), HFW_BORROWED, "PyList_GetItem", HFW_TOLD); }
#define PyList_GetItem(...) hfw_PyList_GetItem(HFW_HERE, __VA_ARGS__)
static inline PyObject *hfw_PyList_GetSlice(HFW_PLACE, PyObject *a0, Py_ssize_t a1, Py_ssize_t a2) { hfw_used(a0, "PyList_GetSlice", HFW_TOLD); return (PyObject *)hfw_tell((PyObject *)PyList_GetSlice(a0, a1, a2), HFW_NEW, "PyList_GetSlice", HFW_TOLD); }
#define PyList_GetSlice(...) hfw_PyList_GetSlice(HFW_HERE, __VA_ARGS__)
static inline PyObject *hfw_PyLong_FromUnicodeObject(HFW_PLACE, PyObject *a0, int a1) { hfw_used(a0, "PyLong_FromUnicodeObject", HFW_TOLD); return (PyObject *)hfw_tell((PyObject *)PyLong_FromUnicodeObject(a0, a1), HFW_NEW, "PyLong_FromUnicodeObject", HFW_TOLD); }
#define PyLong_FromUnicodeObject(...) hfw_PyLong_FromUnicodeObject(HFW_HERE, __VA_ARGS__)
static inline PyObject *hfw_PyMapping_GetItemString(HFW_PLACE, PyObject *a0, const char *a1) { hfw_pending("PyMapping_GetItemString", HFW_TOLD); hfw_used(a0, "PyMapping_GetItemString", HFW_TOLD); return (PyObject *)hfw_tell((PyObject *)PyMapping_GetItemString(a0, a1), HFW_NEW, "PyMapping_GetItemString", HFW_TOLD); }
#define PyMapping_GetItemString(...) hfw_PyMapping_GetItemString(HFW_HERE, __VA_ARGS__)
static inline PyObject *hfw_PyMapping_Items(HFW_PLACE, PyObject *a0) { hfw_pending("PyMapping_Items", HFW_TOLD); hfw_used(a0, "PyMapping_Items", HFW_TOLD); return (PyObject *)hfw_tell((PyObject *)PyMapping_Items(a0), HFW_NEW, "PyMapping_Items", HFW_TOLD); }
#define PyMapping_Items(...) hfw_PyMapping_Items(HFW_HERE, __VA_ARGS__)
static inline PyObject *hfw_PyMapping_Keys(HFW_PLACE, PyObject *a0) { hfw_pending("PyMapping_Keys", HFW_TOLD); hfw_used(a0, "PyMapping_Keys", HFW_TOLD); return (PyObject *)hfw_tell((PyObject *)PyMapping_Keys(a0), HFW_NEW, "PyMapping_Keys", HFW_TOLD); }
#define PyMapping_Keys(...) hfw_PyMapping_Keys(HFW_HERE, __VA_ARGS__)
static inline PyObject *hfw_PyMapping_Values(HFW_PLACE, PyObject *a0) { hfw_pending("PyMapping_Values", HFW_TOLD); hfw_used(a0, "PyMapping_Values", HFW_TOLD); return (PyObject *)hfw_tell((PyObject *)PyMapping_Values(a0), HFW_NEW, "PyMapping_Values", HFW_TOLD); }
#define PyMapping_Values(...) hfw_PyMapping_Values(HFW_HERE, __VA_ARGS__)
static inline PyObject *hfw_PyMemoryView_FromObject(HFW_PLACE, PyObject *a0) { hfw_used(a0, "PyMemoryView_FromObject", HFW_TOLD); return (PyObject *)hfw_tell((PyObject *)PyMemoryView_FromObject(a0), HFW_NEW, "PyMemoryView_FromObject", HFW_TOLD); }
#define PyMemoryView_FromObject(...) hfw_PyMemoryView_FromObject(HFW_HERE, __VA_ARGS__)
static inline PyObject *hfw_PyMemoryView_GetContiguous(HFW_PLACE, PyObject *a0, int a1, char a2) { hfw_used(a0, "PyMemoryView_GetContiguous", HFW_TOLD); return (PyObject *)hfw_tell((PyObject *)PyMemoryView_GetContiguous(a0, a1, a2), HFW_NEW, "PyMemoryView_GetContiguous", HFW_TOLD); }
#define PyMemoryView_GetContiguous(...) hfw_PyMemoryView_GetContiguous(HFW_HERE, __VA_ARGS__)
static inline PyObject *hfw_PyMethod_Function(HFW_PLACE, PyObject *a0) { hfw_used(a0, "PyMethod_Function", HFW_TOLD); return (PyObject *)hfw_tell((PyObject *)PyMethod_Function(a0), HFW_BORROWED, "PyMethod_Function", HFW_TOLD); }
#define PyMethod_Function(...) hfw_PyMethod_Function(HFW_HERE, __VA_ARGS__)
static inline PyObject *hfw_PyMethod_New(HFW_PLACE, PyObject *a0, PyObject *a1) { hfw_used(a0, "PyMethod_New", HFW_TOLD); hfw_used(a1, "PyMethod_New", HFW_TOLD); return (PyObject *)hfw_tell((PyObject *)PyMethod_New(a0, a1), HFW_NEW, "PyMethod_New", HFW_TOLD); }
#define PyMethod_New(...) hfw_PyMethod_New(HFW_HERE, __VA_ARGS__)
static inline PyObject *hfw_PyMethod_Self(HFW_PLACE, PyObject *a0) { hfw_used(a0, "PyMethod_Self", HFW_TOLD); return (PyObject *)hfw_tell((PyObject *)PyMethod_Self(a0), HFW_BORROWED, "PyMethod_Self", HFW_TOLD); }
#define PyMethod_Self(...) hfw_PyMethod_Self(HFW_HERE, __VA_ARGS__)
static inline PyObject *hfw_PyModule_GetDict(HFW_PLACE, PyObject *a0) { hfw_used(a0, "PyModule_GetDict", HFW_TOLD); return (PyObject *)hfw_tell((PyObject *)PyModule_GetDict(a0), HFW_BORROWED, "PyModule_GetDict", HFW_TOLD); }
#define PyModule_GetDict(...) hfw_PyModule_GetDict(HFW_HERE, __VA_ARGS__)
static inline PyObject *hfw_PyModule_GetFilenameObject(HFW_PLACE, PyObject *a0) { hfw_used(a0, "PyModule_GetFilenameObject", HFW_TOLD); return (PyObject *)hfw_tell((PyObject *)PyModule_GetFilenameObject(a0), HFW_NEW, "PyModule_GetFilenameObject", HFW_TOLD); }
#define PyModule_GetFilenameObject(...) hfw_PyModule_GetFilenameObject(HFW_HERE, __VA_ARGS__)
static inline PyObject *hfw_PyModule_GetNameObject(HFW_PLACE, PyObject *a0) { hfw_used(a0, "PyModule_GetNameObject", HFW_TOLD); return (PyObject *)hfw_tell((PyObject *)PyModule_GetNameObject(a0), HFW_NEW, "PyModule_GetNameObject", HFW_TOLD); }
#define PyModule_GetNameObject(...) hfw_PyModule_GetNameObject(HFW_HERE, __VA_ARGS__)
static inline PyObject *hfw_PyModule_NewObject(HFW_PLACE, PyObject *a0) { hfw_used(a0, "PyModule_NewObject", HFW_TOLD); return (PyObject *)hfw_tell((PyObject *)PyModule_NewObject(a0), HFW_NEW, "PyModule_NewObject", HFW_TOLD); }
#define PyModule_NewObject(...) hfw_PyModule_NewObject(HFW_HERE, __VA_ARGS__)
static inline PyObject *hfw_PyNumber_Absolute(HFW_PLACE, PyObject *a0) { hfw_pending("PyNumber_Absolute", HFW_TOLD); hfw_used(a0, "PyNumber_Absolute", HFW_TOLD); return (PyObject *)hfw_tell((PyObject *)PyNumber_Absolute(a0), HFW_NEW, "PyNumber_Absolute", HFW_TOLD); }
#define PyNumber_Absolute(...) hfw_PyNumber_Absolute(HFW_HERE, __VA_ARGS__)
static inline PyObject *hfw_PyNumber_Add(HFW_PLACE, PyObject *a0, PyObject *a1) { hfw_pending("PyNumber_Add", HFW_TOLD); hfw_used(a0, "PyNumber_Add", HFW_TOLD); hfw_used(a1, "PyNumber_Add", HFW_TOLD); return (PyObject *)hfw_tell((PyObject *)PyNumber_Add(a0, a1), HFW_NEW, "PyNumber_Add", HFW_TOLD); }
#define PyNumber_Add(...) hfw_PyNumber_Add(HFW_HERE, __VA_ARGS__)
static inline PyObject *hfw_PyNumber_And(HFW_PLACE, PyObject *a0, PyObject *a1) { hfw_pending("PyNumber_And", HFW_TOLD); hfw_used(a0, "PyNumber_And", HFW_TOLD); hfw_used(a1, "PyNumber_And", HFW_TOLD); return (PyObject *)hfw_tell((PyObject *)PyNumber_And(a0, a1), HFW_NEW, "PyNumber_And", HFW_TOLD); }
#define PyNumber_And(...) hfw_PyNumber_And(HFW_HERE, __VA_ARGS__)
static inline PyObject *hfw_PyNumber_Divmod(HFW_PLACE, PyObject *a0, PyObject *a1) { hfw_pending("PyNumber_Divmod", HFW_TOLD); hfw_used(a0, "PyNumber_Divmod", HFW_TOLD); hfw_used(a1, "PyNumber_Divmod", HFW_TOLD); return (PyObject *)hfw_tell((PyObject *)PyNumber_Divmod(a0, a1), HFW_NEW, "PyNumber_Divmod", HFW_TOLD); }
#define PyNumber_Divmod(...) hfw_PyNumber_Divmod(HFW_HERE, __VA_ARGS__)
static inline PyObject *hfw_PyNumber_Float(HFW_PLACE, PyObject *a0) { hfw_pending("PyNumber_Float", HFW_TOLD); hfw_used(a0, "PyNumber_Float", HFW_TOLD); return (PyObject *)hfw_tell((PyObject *)PyNumber_Float(a0), HFW_NEW, "PyNumber_Float", HFW_TOLD); }
#define PyNumber_Float(...) hfw_PyNumber_Float(HFW_HERE, __VA_ARGS__)
static inline PyObject *hfw_PyNumber_FloorDivide(HFW_PLACE, PyObject *a0, PyObject *a1) { hfw_pending("PyNumber_FloorDivide", HFW_TOLD); hfw_used(a0, "PyNumber_FloorDivide", HFW_TOLD); hfw_used(a1, "PyNumber_FloorDivide", HFW_TOLD); return (PyObject *)hfw_tell((PyObject *)PyNumber_FloorDivide(a0, a1), HFW_NEW, "PyNumber_FloorDivide", HFW_TOLD); }
#define PyNumber_FloorDivide(...) hfw_PyNumber_FloorDivide(HFW_HERE, __VA_ARGS__)
static inline PyObject *hfw_PyNumber_InPlaceAdd(HFW_PLACE, PyObject *a0, PyObject *a1) { hfw_pending("PyNumber_InPlaceAdd", HFW_TOLD); hfw_used(a0, "PyNumber_InPlaceAdd", HFW_TOLD); hfw_used(a1, "PyNumber_InPlaceAdd", HFW_TOLD); return (PyObject *)hfw_tell((PyObject *)PyNumber_InPlaceAdd(a0, a1), HFW_NEW, "PyNumber_InPlaceAdd", HFW_TOLD); }
#define PyNumber_InPlaceAdd(...) hfw_PyNumber_InPlaceAdd(HFW_HERE, __VA_ARGS__)
static inline PyObject *hfw_PyNumber_InPlaceAnd(HFW_PLACE, PyObject *a0, PyObject *a1) { hfw_pending("PyNumber_InPlaceAnd", HFW_TOLD); hfw_used(a0, "PyNumber_InPlaceAnd", HFW_TOLD); hfw_used(a1, "PyNumber_InPlaceAnd", HFW_TOLD); return (PyObject *)hfw_tell((PyObject *)PyNumber_InPlaceAnd(a0, a1), HFW_NEW, "PyNumber_InPlaceAnd", HFW_TOLD); }
#define PyNumber_InPlaceAnd(...) hfw_PyNumber_InPlaceAnd(HFW_HERE, __VA_ARGS__)
static inline PyObject *hfw_PyNumber_InPlaceFloorDivide(HFW_PLACE, PyObject *a0, PyObject *a1) { hfw_pending("PyNumber_InPlaceFloorDivide", HFW_TOLD); hfw_used(a0, "PyNumber_InPlaceFloorDivide", HFW_TOLD); hfw_used(a1, "PyNumber_InPlaceFloorDivide", HFW_TOLD); return (PyObject *)hfw_tell((PyObject *)PyNumber_InPlaceFloorDivide(a0, a1), HFW_NEW, "PyNumber_InPlaceFloorDivide", HFW_TOLD); }
#define PyNumber_InPlaceFloorDivide(...) hfw_PyNumber_InPlaceFloorDivide(HFW_HERE, __VA_ARGS__)
static inline PyObject *hfw_PyNumber_InPlaceLshift(HFW_PLACE, PyObject *a0, PyObject *a1) { hfw_pending("PyNumber_InPlaceLshift", HFW_TOLD); hfw_used(a0, "PyNumber_InPlaceLshift", HFW_TOLD); hfw_used(a1, "PyNumber_InPlaceLshift", HFW_TOLD); return (PyObject *)hfw_tell((PyObject *)PyNumber_InPlaceLshift(a0, a1), HFW_NEW, "PyNumber_InPlaceLshift", HFW_TOLD); }
#define PyNumber_InPlaceLshift(...) hfw_PyNumber_InPlaceLshift(HFW_HERE, __VA_ARGS__)
static inline PyObject *hfw_PyNumber_InPlaceMatrixMultiply(HFW_PLACE, PyObject *a0, PyObject *a1) { hfw_pending("PyNumber_InPlaceMatrixMultiply", HFW_TOLD); hfw_used(a0, "PyNumber_InPlaceMatrixMultiply", HFW_TOLD); hfw_used(a1, "PyNumber_InPlaceMatrixMultiply", HFW_TOLD); return (PyObject *)hfw_tell((PyObject *)PyNumber_InPlaceMatrixMultiply(a0, a1), HFW_NEW, "PyNumber_InPlaceMatrixMultiply", HFW_TOLD); }
#define PyNumber_InPlaceMatrixMultiply(...) hfw_PyNumber_InPlaceMatrixMultiply(HFW_HERE, __VA_ARGS__)
static inline PyObject *hfw_PyNumber_InPlaceMultiply(HFW_PLACE, PyObject *a0, PyObject *a1) { hfw_pending("PyNumber_InPlaceMultiply", HFW_TOLD); hfw_used(a0, "PyNumber_InPlaceMultiply", HFW_TOLD); hfw_used(a1, "PyNumber_InPlaceMultiply", HFW_TOLD); return (PyObject *)hfw_tell((PyObject *)PyNumber_InPlaceMultiply(a0, a1), HFW_NEW, "PyNumber_InPlaceMultiply", HFW_TOLD); }
#define PyNumber_InPlaceMultiply(...) hfw_PyNumber_InPlaceMultiply(HFW_HERE, __VA_ARGS__)
static inline PyObject *hfw_PyNumber_InPlaceOr(HFW_PLACE, PyObject *a0, PyObject *a1) { hfw_pending("PyNumber_InPlaceOr", HFW_TOLD); hfw_used(a0, "PyNumber_InPlaceOr", HFW_TOLD); hfw_used(a1, "PyNumber_InPlaceOr", HFW_TOLD); return (PyObject *)hfw_tell((PyObject *)PyNumber_InPlaceOr(a0, a1), HFW_NEW, "PyNumber_InPlaceOr", HFW_TOLD); }
#define PyNumber_InPlaceOr(...) hfw_PyNumber_InPlaceOr(HFW_HERE, __VA_ARGS__)
static inline PyObject *hfw_PyNumber_InPlacePower(HFW_PLACE, PyObject *a0, PyObject *a1, PyObject *a2) { hfw_pending("PyNumber_InPlacePower", HFW_TOLD); hfw_used(a0, "PyNumber_InPlacePower", HFW_TOLD); hfw_used(a1, "PyNumber_InPlacePower", HFW_TOLD); hfw_used(a2, "PyNumber_InPlacePower", HFW_TOLD); return (PyObject *)hfw_tell((PyObject *)PyNumber_InPlacePower(a0, a1, a2), HFW_NEW, "PyNumber_InPlacePower", HFW_TOLD); }
#define PyNumber_InPlacePower(...) hfw_PyNumber_InPlacePower(HFW_HERE, __VA_ARGS__)
static inline PyObject *hfw_PyNumber_InPlaceRemainder(HFW_PLACE, PyObject *a0, PyObject *a1) { hfw_pending("PyNumber_InPlaceRemainder", HFW_TOLD); hfw_used(a0, "PyNumber_InPlaceRemainder", HFW_TOLD); hfw_used(a1, "PyNumber_InPlaceRemainder", HFW_TOLD); return (PyObject *)hfw_tell((PyObject *)PyNumber_InPlaceRemainder(a0, a1), HFW_NEW, "PyNumber_InPlaceRemainder", HFW_TOLD); }
#define PyNumber_InPlaceRemainder(...) hfw_PyNumber_InPlaceRemainder(HFW_HERE, __VA_ARGS__)
static inline PyObject *hfw_PyNumber_InPlaceRshift(HFW_PLACE, PyObject *a0, PyObject *a1) { hfw_pending("PyNumber_InPlaceRshift", HFW_TOLD); hfw_used(a0, "PyNumber_InPlaceRshift", HFW_TOLD); hfw_used(a1, "PyNumber_InPlaceRshift", HFW_TOLD); return (PyObject *)hfw_tell((PyObject *)PyNumber_InPlaceRshift(a0, a1), HFW_NEW, "PyNumber_InPlaceRshift", HFW_TOLD); }
#define PyNumber_InPlaceRshift(...) hfw_PyNumber_InPlaceRshift(HFW_HERE, __VA_ARGS__)
static inline PyObject *hfw_PyNumber_InPlaceSubtract(HFW_PLACE, PyObject *a0, PyObject *a1) { hfw_pending("PyNumber_InPlaceSubtract", HFW_TOLD); hfw_used(a0, "PyNumber_InPlaceSubtract", HFW_TOLD); hfw_used(a1, "PyNumber_InPlaceSubtract", HFW_TOLD); return (PyObject *)hfw_tell((PyObject *)PyNumber_InPlaceSubtract(a0, a1), HFW_NEW, "PyNumber_InPlaceSubtract", HFW_TOLD); }
#define PyNumber_InPlaceSubtract(...) hfw_PyNumber_InPlaceSubtract(HFW_HERE, __VA_ARGS__)
static inline PyObject *hfw_PyNumber_InPlaceTrueDivide(HFW_PLACE, PyObject *a0, PyObject *a1) { hfw_pending("PyNumber_InPlaceTrueDivide", HFW_TOLD); hfw_used(a0, "PyNumber_InPlaceTrueDivide", HFW_TOLD); hfw_used(a1, "PyNumber_InPlaceTrueDivide", HFW_TOLD); return (PyObject *)hfw_tell((PyObject *)PyNumber_InPlaceTrueDivide(a0, a1), HFW_NEW, "PyNumber_InPlaceTrueDivide", HFW_TOLD); }
#define PyNumber_InPlaceTrueDivide(...) hfw_PyNumber_InPlaceTrueDivide(HFW_HERE, __VA_ARGS__)
static inline PyObject *hfw_PyNumber_InPlaceXor(HFW_PLACE, PyObject *a0, PyObject *a1) { hfw_pending("PyNumber_InPlaceXor", HFW_TOLD); hfw_used(a0, "PyNumber_InPlaceXor", HFW_TOLD); hfw_used(a1, "PyNumber_InPlaceXor", HFW_TOLD); return (PyObject *)hfw_tell((PyObject *)PyNumber_InPlaceXor(a0, a1), HFW_NEW, "PyNumber_InPlaceXor", HFW_TOLD); }
#define PyNumber_InPlaceXor(...) hfw_PyNumber_InPlaceXor(HFW_HERE, __VA_ARGS__)
static inline PyObject *hfw_PyNumber_Index(HFW_PLACE, PyObject *a0) { hfw_pending("PyNumber_Index", HFW_TOLD); hfw_used(a0, "PyNumber_Index", HFW_TOLD); return (PyObject *)hfw_tell((PyObject *)PyNumber_Index(a0), HFW_NEW, "PyNumber_Index", HFW_TOLD); }
#define PyNumber_Index(...) hfw_PyNumber_Index(HFW_HERE, __VA_ARGS__)
static inline PyObject *hfw_PyNumber_Invert(HFW_PLACE, PyObject *a0) { hfw_pending("PyNumber_Invert", HFW_TOLD); hfw_used(a0, "PyNumber_Invert", HFW_TOLD); return (PyObject *)hfw_tell((PyObject *)PyNumber_Invert(a0), HFW_NEW, "PyNumber_Invert", HFW_TOLD); }
#define PyNumber_Invert(...) hfw_PyNumber_Invert(HFW_HERE, __VA_ARGS__)
static inline PyObject *hfw_PyNumber_Long(HFW_PLACE, PyObject *a0) { hfw_pending("PyNumber_Long", HFW_TOLD); hfw_used(a0, "PyNumber_Long", HFW_TOLD); return (PyObject *)hfw_tell((PyObject *)PyNumber_Long(a0), HFW_NEW, "PyNumber_Long", HFW_TOLD); }
#define PyNumber_Long(...) hfw_PyNumber_Long(HFW_HERE, __VA_ARGS__)
static inline PyObject *hfw_PyNumber_Lshift(HFW_PLACE, PyObject *a0, PyObject *a1) { hfw_pending("PyNumber_Lshift", HFW_TOLD); hfw_used(a0, "PyNumber_Lshift", HFW_TOLD); hfw_used(a1, "PyNumber_Lshift", HFW_TOLD); return (PyObject *)hfw_tell((PyObject *)PyNumber_Lshift(a0, a1), HFW_NEW, "PyNumber_Lshift", HFW_TOLD); }
#define PyNumber_Lshift(...) hfw_PyNumber_Lshift(HFW_HERE, __VA_ARGS__)
static inline PyObject *hfw_PyNumber_MatrixMultiply(HFW_PLACE, PyObject *a0, PyObject *a1) { hfw_pending("PyNumber_MatrixMultiply", HFW_TOLD); hfw_used(a0, "PyNumber_MatrixMultiply", HFW_TOLD); hfw_used(a1, "PyNumber_MatrixMultiply", HFW_TOLD); return (PyObject *)hfw_tell((PyObject *)PyNumber_MatrixMultiply(a0, a1), HFW_NEW, "PyNumber_MatrixMultiply", HFW_TOLD); }
#define PyNumber_MatrixMultiply(...) hfw_PyNumber_MatrixMultiply(HFW_HERE, __VA_ARGS__)
static inline PyObject *hfw_PyNumber_Multiply(HFW_PLACE, PyObject *a0, PyObject *a1) { hfw_pending("PyNumber_Multiply", HFW_TOLD); hfw_used(a0, "PyNumber_Multiply", HFW_TOLD); hfw_used(a1, "PyNumber_Multiply", HFW_TOLD); return (PyObject *)hfw_tell((PyObject *)PyNumber_Multiply(a0, a1), HFW_NEW, "PyNumber_Multiply", HFW_TOLD); }
#define PyNumber_Multiply(...) hfw_PyNumber_Multiply(HFW_HERE, __VA_ARGS__)
static inline PyObject *hfw_PyNumber_Negative(HFW_PLACE, PyObject *a0) { hfw_pending("PyNumber_Negative", HFW_TOLD); hfw_used(a0, "PyNumber_Negative", HFW_TOLD); return (PyObject *)hfw_tell((PyObject *)PyNumber_Negative(a0), HFW_NEW, "PyNumber_Negative", HFW_TOLD); }
#define PyNumber_Negative(...) hfw_PyNumber_Negative(HFW_HERE, __VA_ARGS__)
static inline PyObject *hfw_PyNumber_Or(HFW_PLACE, PyObject *a0, PyObject *a1) { hfw_pending("PyNumber_Or", HFW_TOLD); hfw_used(a0, "PyNumber_Or", HFW_TOLD); hfw_used(a1, "PyNumber_Or", HFW_TOLD); return (PyObject *)hfw_tell((PyObject *)PyNumber_Or(a0, a1), HFW_NEW, "PyNumber_Or", HFW_TOLD); }
#define PyNumber_Or(...) hfw_PyNumber_Or(HFW_HERE, __VA_ARGS__)
static inline PyObject *hfw_PyNumber_Positive(HFW_PLACE, PyObject *a0) { hfw_pending("PyNumber_Positive", HFW_TOLD); hfw_used(a0, "PyNumber_Positive", HFW_TOLD); return (PyObject *)hfw_tell((PyObject *)PyNumber_Positive(a0), HFW_NEW, "PyNumber_Positive", HFW_TOLD); }
#define PyNumber_Positive(...) hfw_PyNumber_Positive(HFW_HERE, __VA_ARGS__)
static inline PyObject *hfw_PyNumber_Power(HFW_PLACE, PyObject *a0, PyObject *a1, PyObject *a2) { hfw_pending("PyNumber_Power", HFW_TOLD); hfw_used(a0, "PyNumber_Power", HFW_TOLD); hfw_used(a1, "PyNumber_Power", HFW_TOLD); hfw_used(a2, "PyNumber_Power", HFW_TOLD); return (PyObject *)hfw_tell((PyObject *)PyNumber_Power(a0, a1, a2), HFW_NEW, "PyNumber_Power", HFW_TOLD); }
#define PyNumber_Power(...) hfw_PyNumber_Power(HFW_HERE, __VA_ARGS__)
static inline PyObject *hfw_PyNumber_Remainder(HFW_PLACE, PyObject *a0, PyObject *a1) { hfw_pending("PyNumber_Remainder", HFW_TOLD); hfw_used(a0, "PyNumber_Remainder", HFW_TOLD); hfw_used(a1, "PyNumber_Remainder", HFW_TOLD); return (PyObject *)hfw_tell((PyObject *)PyNumber_Remainder(a0, a1), HFW_NEW, "PyNumber_Remainder", HFW_TOLD); }
#define PyNumber_Remainder(...) hfw_PyNumber_Remainder(HFW_HERE, __VA_ARGS__)
static inline PyObject *hfw_PyNumber_Rshift(HFW_PLACE, PyObject *a0, PyObject *a1) { hfw_pending("PyNumber_Rshift", HFW_TOLD); hfw_used(a0, "PyNumber_Rshift", HFW_TOLD); hfw_used(a1, "PyNumber_Rshift", HFW_TOLD); return (PyObject *)hfw_tell((PyObject *)PyNumber_Rshift(a0, a1), HFW_NEW, "PyNumber_Rshift", HFW_TOLD); }
#define PyNumber_Rshift(...) hfw_PyNumber_Rshift(HFW_HERE, __VA_ARGS__)
static inline PyObject *hfw_PyNumber_Subtract(HFW_PLACE, PyObject *a0, PyObject *a1) { hfw_pending("PyNumber_Subtract", HFW_TOLD); hfw_used(a0, "PyNumber_Subtract", HFW_TOLD); hfw_used(a1, "PyNumber_Subtract", HFW_TOLD); return (PyObject *)hfw_tell((PyObject *)PyNumber_Subtract(a0, a1), HFW_NEW, "PyNumber_Subtract", HFW_TOLD); }
#define PyNumber_Subtract(...) hfw_PyNumber_Subtract(HFW_HERE, __VA_ARGS__)
static inline PyObject *hfw_PyNumber_ToBase(HFW_PLACE, PyObject *a0, int a1) { hfw_pending("PyNumber_ToBase", HFW_TOLD); hfw_used(a0, "PyNumber_ToBase", HFW_TOLD); return (PyObject *)hfw_tell((PyObject *)PyNumber_ToBase(a0, a1), HFW_NEW, "PyNumber_ToBase", HFW_TOLD); }
#define PyNumber_ToBase(...) hfw_PyNumber_ToBase(HFW_HERE, __VA_ARGS__)
static inline PyObject *hfw_PyNumber_TrueDivide(HFW_PLACE, PyObject *a0, PyObject *a1) { hfw_pending("PyNumber_TrueDivide", HFW_TOLD); hfw_used(a0, "PyNumber_TrueDivide", HFW_TOLD); hfw_used(a1, "PyNumber_TrueDivide", HFW_TOLD); return (PyObject *)hfw_tell((PyObject *)PyNumber_TrueDivide(a0, a1), HFW_NEW, "PyNumber_TrueDivide", HFW_TOLD); }
#define PyNumber_TrueDivide(...) hfw_PyNumber_TrueDivide(HFW_HERE, __VA_ARGS__)
static inline PyObject *hfw_PyNumber_Xor(HFW_PLACE, PyObject *a0, PyObject *a1) { hfw_pending("PyNumber_Xor", HFW_TOLD); hfw_used(a0, "PyNumber_Xor", HFW_TOLD); hfw_used(a1, "PyNumber_Xor", HFW_TOLD); return (PyObject *)hfw_tell((PyObject *)PyNumber_Xor(a0, a1), HFW_NEW, "PyNumber_Xor", HFW_TOLD); }
#define PyNumber_Xor(...) hfw_PyNumber_Xor(HFW_HERE, __VA_ARGS__)
static inline PyObject *hfw_PyOS_FSPath(HFW_PLACE, PyObject *a0) { hfw_used(a0, "PyOS_FSPath", HFW_TOLD); return (PyObject *)hfw_tell((PyObject *)PyOS_FSPath(a0), HFW_NEW, "PyOS_FSPath", HFW_TOLD); }
#define PyOS_FSPath(...) hfw_PyOS_FSPath(HFW_HERE, __VA_ARGS__)
static inline PyObject *hfw_PyObject_ASCII(HFW_PLACE, PyObject *a0) { hfw_pending("PyObject_ASCII", HFW_TOLD); hfw_used(a0, "PyObject_ASCII", HFW_TOLD); return (PyObject *)hfw_tell((PyObject *)PyObject_ASCII(a0), HFW_NEW, "PyObject_ASCII", HFW_TOLD); }
#define PyObject_ASCII(...) hfw_PyObject_ASCII(HFW_HERE, __VA_ARGS__)
static inline PyObject *hfw_PyObject_Bytes(HFW_PLACE, PyObject *a0) { hfw_pending("PyObject_Bytes", HFW_TOLD); hfw_used(a0, "PyObject_Bytes", HFW_TOLD); return (PyObject *)hfw_tell((PyObject *)PyObject_Bytes(a0), HFW_NEW, "PyObject_Bytes", HFW_TOLD); }
#define PyObject_Bytes(...) hfw_PyObject_Bytes(HFW_HERE, __VA_ARGS__)
static inline PyObject *hfw_PyObject_Call(HFW_PLACE, PyObject *a0, PyObject *a1, PyObject *a2) { hfw_pending("PyObject_Call", HFW_TOLD); hfw_used(a0, "PyObject_Call", HFW_TOLD); hfw_passed(a1, "PyObject_Call", HFW_TOLD); hfw_passed(a2, "PyObject_Call", HFW_TOLD); return (PyObject *)hfw_tell((PyObject *)PyObject_Call(a0, a1, a2), HFW_NEW, "PyObject_Call", HFW_TOLD); }
#define PyObject_Call(...) hfw_PyObject_Call(HFW_HERE, __VA_ARGS__)
static inline PyObject *hfw_PyObject_CallNoArgs(HFW_PLACE, PyObject *a0) { hfw_pending("PyObject_CallNoArgs", HFW_TOLD); hfw_used(a0, "PyObject_CallNoArgs", HFW_TOLD); return (PyObject *)hfw_tell((PyObject *)PyObject_CallNoArgs(a0), HFW_NEW, "PyObject_CallNoArgs", HFW_TOLD); }
#define PyObject_CallNoArgs(...) hfw_PyObject_CallNoArgs(HFW_HERE, __VA_ARGS__)
static inline PyObject *hfw_PyObject_CallObject(HFW_PLACE, PyObject *a0, PyObject *a1) { hfw_pending("PyObject_CallObject", HFW_TOLD); hfw_used(a0, "PyObject_CallObject", HFW_TOLD); hfw_passed(a1, "PyObject_CallObject", HFW_TOLD); return (PyObject *)hfw_tell((PyObject *)PyObject_CallObject(a0, a1), HFW_NEW, "PyObject_CallObject", HFW_TOLD); }
#define PyObject_CallObject(...) hfw_PyObject_CallObject(HFW_HERE, __VA_ARGS__)
static inline PyObject *hfw_PyObject_Dir(HFW_PLACE, PyObject *a0) { hfw_pending("PyObject_Dir", HFW_TOLD); hfw_used(a0, "PyObject_Dir", HFW_TOLD); return (PyObject *)hfw_tell((PyObject *)PyObject_Dir(a0), HFW_NEW, "PyObject_Dir", HFW_TOLD); }
#define PyObject_Dir(...) hfw_PyObject_Dir(HFW_HERE, __VA_ARGS__)
static inline PyObject *hfw_PyObject_Format(HFW_PLACE, PyObject *a0, PyObject *a1) { hfw_pending("PyObject_Format", HFW_TOLD); hfw_used(a0, "PyObject_Format", HFW_TOLD); hfw_used(a1, "PyObject_Format", HFW_TOLD); return (PyObject *)hfw_tell((PyObject *)PyObject_Format(a0, a1), HFW_NEW, "PyObject_Format", HFW_TOLD); }
#define PyObject_Format(...) hfw_PyObject_Format(HFW_HERE, __VA_ARGS__)
static inline PyObject *hfw_PyObject_GenericGetAttr(HFW_PLACE, PyObject *a0, PyObject *a1) { hfw_used(a0, "PyObject_GenericGetAttr", HFW_TOLD); hfw_used(a1, "PyObject_GenericGetAttr", HFW_TOLD); return (PyObject *)hfw_tell((PyObject *)PyObject_GenericGetAttr(a0, a1), HFW_NEW, "PyObject_GenericGetAttr", HFW_TOLD); }
#define PyObject_GenericGetAttr(...) hfw_PyObject_GenericGetAttr(HFW_HERE, __VA_ARGS__)
static inline PyObject *hfw_PyObject_GenericGetDict(HFW_PLACE, PyObject *a0, void *a1) { hfw_used(a0, "PyObject_GenericGetDict", HFW_TOLD); return (PyObject *)hfw_tell((PyObject *)PyObject_GenericGetDict(a0, a1), HFW_NEW, "PyObject_GenericGetDict", HFW_TOLD); }
#define PyObject_GenericGetDict(...) hfw_PyObject_GenericGetDict(HFW_HERE, __VA_ARGS__)
static inline PyObject *hfw_PyObject_GetAttr(HFW_PLACE, PyObject *a0, PyObject *a1) { hfw_pending("PyObject_GetAttr", HFW_TOLD); hfw_used(a0, "PyObject_GetAttr", HFW_TOLD); hfw_used(a1, "PyObject_GetAttr", HFW_TOLD); return (PyObject *)hfw_tell((PyObject *)PyObject_GetAttr(a0, a1), HFW_NEW, "PyObject_GetAttr", HFW_TOLD); }
#define PyObject_GetAttr(...) hfw_PyObject_GetAttr(HFW_HERE, __VA_ARGS__)
static inline PyObject *hfw_PyObject_GetAttrString(HFW_PLACE, PyObject *a0, const char *a1) { hfw_pending("PyObject_GetAttrString", HFW_TOLD); hfw_used(a0, "PyObject_GetAttrString", HFW_TOLD); return (PyObject *)hfw_tell((PyObject *)PyObject_GetAttrString(a0, a1), HFW_NEW, "PyObject_GetAttrString", HFW_TOLD); }
#define PyObject_GetAttrString(...) hfw_PyObject_GetAttrString(HFW_HERE, __VA_ARGS__)
static inline PyObject *hfw_PyObject_GetItem(HFW_PLACE, PyObject *a0, PyObject *a1) { hfw_pending("PyObject_GetItem", HFW_TOLD); hfw_used(a0, "PyObject_GetItem", HFW_TOLD); hfw_used(a1, "PyObject_GetItem", HFW_TOLD); return (PyObject *)hfw_tell((PyObject *)PyObject_GetItem(a0, a1), HFW_NEW, "PyObject_GetItem", HFW_TOLD); }
#define PyObject_GetItem(...) hfw_PyObject_GetItem(HFW_HERE, __VA_ARGS__)
static inline PyObject *hfw_PyObject_GetIter(HFW_PLACE, PyObject *a0) { hfw_pending("PyObject_GetIter", HFW_TOLD); hfw_used(a0, "PyObject_GetIter", HFW_TOLD); return (PyObject *)hfw_tell((PyObject *)PyObject_GetIter(a0), HFW_NEW, "PyObject_GetIter", HFW_TOLD); }
#define PyObject_GetIter(...) hfw_PyObject_GetIter(HFW_HERE, __VA_ARGS__)
static inline PyObject *hfw_PyObject_Repr(HFW_PLACE, PyObject *a0) { hfw_pending("PyObject_Repr", HFW_TOLD); hfw_used(a0, "PyObject_Repr", HFW_TOLD); return (PyObject *)hfw_tell((PyObject *)PyObject_Repr(a0), HFW_NEW, "PyObject_Repr", HFW_TOLD); }
#define PyObject_Repr(...) hfw_PyObject_Repr(HFW_HERE, __VA_ARGS__)
static inline PyObject *hfw_PyObject_RichCompare(HFW_PLACE, PyObject *a0, PyObject *a1, int a2) { hfw_pending("PyObject_RichCompare", HFW_TOLD); hfw_used(a0, "PyObject_RichCompare", HFW_TOLD); hfw_used(a1, "PyObject_RichCompare", HFW_TOLD); return (PyObject *)hfw_tell((PyObject *)PyObject_RichCompare(a0, a1, a2), HFW_NEW, "PyObject_RichCompare", HFW_TOLD); }
#define PyObject_RichCompare(...) hfw_PyObject_RichCompare(HFW_HERE, __VA_ARGS__)
static inline PyObject *hfw_PyObject_SelfIter(HFW_PLACE, PyObject *a0) { hfw_used(a0, "PyObject_SelfIter", HFW_TOLD); return (PyObject *)hfw_tell((PyObject *)PyObject_SelfIter(a0), HFW_NEW, "PyObject_SelfIter", HFW_TOLD); }
#define PyObject_SelfIter(...) hfw_PyObject_SelfIter(HFW_HERE, __VA_ARGS__)
static inline PyObject *hfw_PyObject_Str(HFW_PLACE, PyObject *a0) { hfw_pending("PyObject_Str", HFW_TOLD); hfw_used(a0, "PyObject_Str", HFW_TOLD); return (PyObject *)hfw_tell((PyObject *)PyObject_Str(a0), HFW_NEW, "PyObject_Str", HFW_TOLD); }
#define PyObject_Str(...) hfw_PyObject_Str(HFW_HERE, __VA_ARGS__)
static inline PyObject *hfw_PyObject_Type(HFW_PLACE, PyObject *a0) { hfw_used(a0, "PyObject_Type", HFW_TOLD); return (PyObject *)hfw_tell((PyObject *)PyObject_Type(a0), HFW_NEW, "PyObject_Type", HFW_TOLD); }
#define PyObject_Type(...) hfw_PyObject_Type(HFW_HERE, __VA_ARGS__)
static inline PyObject *hfw_PyObject_VectorcallDict(HFW_PLACE, PyObject *a0, PyObject *const *a1, size_t a2, PyObject *a3) { hfw_pending("PyObject_VectorcallDict", HFW_TOLD); hfw_used(a0, "PyObject_VectorcallDict", HFW_TOLD); hfw_passed(a3, "PyObject_VectorcallDict", HFW_TOLD); return (PyObject *)hfw_tell((PyObject *)PyObject_VectorcallDict(a0, a1, a2, a3), HFW_NEW, "PyObject_VectorcallDict", HFW_TOLD); }
#define PyObject_VectorcallDict(...) hfw_PyObject_VectorcallDict(HFW_HERE, __VA_ARGS__)
static inline PyObject *hfw_PyObject_VectorcallMethod(HFW_PLACE, PyObject *a0, PyObject *const *a1, size_t a2, PyObject *a3) { hfw_pending("PyObject_VectorcallMethod", HFW_TOLD); hfw_used(a0, "PyObject_VectorcallMethod", HFW_TOLD); hfw_passed(a3, "PyObject_VectorcallMethod", HFW_TOLD); return (PyObject *)hfw_tell((PyObject *)PyObject_VectorcallMethod(a0, a1, a2, a3), HFW_NEW, "PyObject_VectorcallMethod", HFW_TOLD); }
#define PyObject_VectorcallMethod(...) hfw_PyObject_VectorcallMethod(HFW_HERE, __VA_ARGS__)
static inline PyObject *hfw_PyPickleBuffer_FromObject(HFW_PLACE, PyObject *a0) { hfw_used(a0, "PyPickleBuffer_FromObject", HFW_TOLD); return (PyObject *)hfw_tell((PyObject *)PyPickleBuffer_FromObject(a0), HFW_NEW, "PyPickleBuffer_FromObject", HFW_TOLD); }
#define PyPickleBuffer_FromObject(...) hfw_PyPickleBuffer_FromObject(HFW_HERE, __VA_ARGS__)
static inline PyObject *hfw_PyRun_FileExFlags(HFW_PLACE, FILE *a0, const char *a1, int a2, PyObject *a3, PyObject *a4, int a5, PyCompilerFlags *a6) { hfw_pending("PyRun_FileExFlags", HFW_TOLD); hfw_used(a3, "PyRun_FileExFlags", HFW_TOLD); hfw_used(a4, "PyRun_FileExFlags", HFW_TOLD); return (PyObject *)hfw_tell((PyObject *)PyRun_FileExFlags(a0, a1, a2, a3, a4, a5, a6), HFW_NEW, "PyRun_FileExFlags", HFW_TOLD); }
#define PyRun_FileExFlags(...) hfw_PyRun_FileExFlags(HFW_HERE, __VA_ARGS__)
static inline PyObject *hfw_PyRun_StringFlags(HFW_PLACE, const char *a0, int a1, PyObject *a2, PyObject *a3, PyCompilerFlags *a4) { hfw_pending("PyRun_StringFlags", HFW_TOLD); hfw_used(a2, "PyRun_StringFlags", HFW_TOLD); hfw_used(a3, "PyRun_StringFlags", HFW_TOLD); return (PyObject *)hfw_tell((PyObject *)PyRun_StringFlags(a0, a1, a2, a3, a4), HFW_NEW, "PyRun_StringFlags", HFW_TOLD); }
#define PyRun_StringFlags(...) hfw_PyRun_StringFlags(HFW_HERE, __VA_ARGS__)
static inline PyObject *hfw_PySeqIter_New(HFW_PLACE, PyObject *a0) { hfw_used(a0, "PySeqIter_New", HFW_TOLD); return (PyObject *)hfw_tell((PyObject *)PySeqIter_New(a0), HFW_NEW, "PySeqIter_New", HFW_TOLD); }
#define PySeqIter_New(...) hfw_PySeqIter_New(HFW_HERE, __VA_ARGS__)
static inline PyObject *hfw_PySequence_Concat(HFW_PLACE, PyObject *a0, PyObject *a1) { hfw_pending("PySequence_Concat", HFW_TOLD); hfw_used(a0, "PySequence_Concat", HFW_TOLD); hfw_used(a1, "PySequence_Concat", HFW_TOLD); return (PyObject *)hfw_tell((PyObject *)PySequence_Concat(a0, a1), HFW_NEW, "PySequence_Concat", HFW_TOLD); }
#define PySequence_Concat(...) hfw_PySequence_Concat(HFW_HERE, __VA_ARGS__)
static inline PyObject *hfw_PySequence_Fast(HFW_PLACE, PyObject *a0, const char *a1) { hfw_pending("PySequence_Fast", HFW_TOLD); hfw_used(a0, "PySequence_Fast", HFW_TOLD); return (PyObject *)hfw_tell((PyObject *)PySequence_Fast(a0, a1), HFW_NEW, "PySequence_Fast", HFW_TOLD); }
#define PySequence_Fast(...) hfw_PySequence_Fast(HFW_HERE, __VA_ARGS__)
static inline PyObject *hfw_PySequence_GetItem(HFW_PLACE, PyObject *a0, Py_ssize_t a1) { hfw_pending("PySequence_GetItem", HFW_TOLD); hfw_used(a0, "PySequence_GetItem", HFW_TOLD); return (PyObject *)hfw_tell((PyObject *)PySequence_GetItem(a0, a1), HFW_NEW, "PySequence_GetItem", HFW_TOLD); }
#define PySequence_GetItem(...) hfw_PySequence_GetItem(HFW_HERE, __VA_ARGS__)
static inline PyObject *hfw_PySequence_GetSlice(HFW_PLACE, PyObject *a0, Py_ssize_t a1, Py_ssize_t a2) { hfw_pending("PySequence_GetSlice", HFW_TOLD); hfw_used(a0, "PySequence_GetSlice", HFW_TOLD); return (PyObject *)hfw_tell((PyObject *)PySequence_GetSlice(a0, a1, a2), HFW_NEW, "PySequence_GetSlice", HFW_TOLD); }
#define PySequence_GetSlice(...) hfw_PySequence_GetSlice(HFW_HERE, __VA_ARGS__)
static inline PyObject *hfw_PySequence_InPlaceConcat(HFW_PLACE, PyObject *a0, PyObject *a1) { hfw_pending("PySequence_InPlaceConcat", HFW_TOLD); hfw_used(a0, "PySequence_InPlaceConcat", HFW_TOLD); hfw_used(a1, "PySequence_InPlaceConcat", HFW_TOLD); return (PyObject *)hfw_tell((PyObject *)PySequence_InPlaceConcat(a0, a1), HFW_NEW, "PySequence_InPlaceConcat", HFW_TOLD); }
#define PySequence_InPlaceConcat(...) hfw_PySequence_InPlaceConcat(HFW_HERE, __VA_ARGS__)
static inline PyObject *hfw_PySequence_InPlaceRepeat(HFW_PLACE, PyObject *a0, Py_ssize_t a1) { hfw_pending("PySequence_InPlaceRepeat", HFW_TOLD); hfw_used(a0, "PySequence_InPlaceRepeat", HFW_TOLD); return (PyObject *)hfw_tell((PyObject *)PySequence_InPlaceRepeat(a0, a1), HFW_NEW, "PySequence_InPlaceRepeat", HFW_TOLD); }
#define PySequence_InPlaceRepeat(...) hfw_PySequence_InPlaceRepeat(HFW_HERE, __VA_ARGS__)
static inline PyObject *hfw_PySequence_List(HFW_PLACE, PyObject *a0) { hfw_pending("PySequence_List", HFW_TOLD); hfw_used(a0, "PySequence_List", HFW_TOLD); return (PyObject *)hfw_tell((PyObject *)PySequence_List(a0), HFW_NEW, "PySequence_List", HFW_TOLD); }
#define PySequence_List(...) hfw_PySequence_List(HFW_HERE, __VA_ARGS__)
static inline PyObject *hfw_PySequence_Repeat(HFW_PLACE, PyObject *a0, Py_ssize_t a1) { hfw_pending("PySequence_Repeat", HFW_TOLD); hfw_used(a0, "PySequence_Repeat", HFW_TOLD); return (PyObject *)hfw_tell((PyObject *)PySequence_Repeat(a0, a1), HFW_NEW, "PySequence_Repeat", HFW_TOLD); }
#define PySequence_Repeat(...) hfw_PySequence_Repeat(HFW_HERE, __VA_ARGS__)
static inline PyObject *hfw_PySequence_Tuple(HFW_PLACE, PyObject *a0) { hfw_pending("PySequence_Tuple", HFW_TOLD); hfw_used(a0, "PySequence_Tuple", HFW_TOLD); return (PyObject *)hfw_tell((PyObject *)PySequence_Tuple(a0), HFW_NEW, "PySequence_Tuple", HFW_TOLD); }
#define PySequence_Tuple(...) hfw_PySequence_Tuple(HFW_HERE, __VA_ARGS__)
static inline PyObject *hfw_PySet_New(HFW_PLACE, PyObject *a0) { hfw_used(a0, "PySet_New", HFW_TOLD); return (PyObject *)hfw_tell((PyObject *)PySet_New(a0), HFW_NEW, "PySet_New", HFW_TOLD); }
#define PySet_New(...) hfw_PySet_New(HFW_HERE, __VA_ARGS__)
static inline PyObject *hfw_PySet_Pop(HFW_PLACE, PyObject *a0) { hfw_used(a0, "PySet_Pop", HFW_TOLD); return (PyObject *)hfw_tell((PyObject *)PySet_Pop(a0), HFW_NEW, "PySet_Pop", HFW_TOLD); }
#define PySet_Pop(...) hfw_PySet_Pop(HFW_HERE, __VA_ARGS__)
static inline PyObject *hfw_PySlice_New(HFW_PLACE, PyObject *a0, PyObject *a1, PyObject *a2) { hfw_used(a0, "PySlice_New", HFW_TOLD); hfw_used(a1, "PySlice_New", HFW_TOLD); hfw_used(a2, "PySlice_New", HFW_TOLD); return (PyObject *)hfw_tell((PyObject *)PySlice_New(a0, a1, a2), HFW_NEW, "PySlice_New", HFW_TOLD); }
#define PySlice_New(...) hfw_PySlice_New(HFW_HERE, __VA_ARGS__)
static inline PyObject *hfw_PyStaticMethod_New(HFW_PLACE, PyObject *a0) { hfw_used(a0, "PyStaticMethod_New", HFW_TOLD); return (PyObject *)hfw_tell((PyObject *)PyStaticMethod_New(a0), HFW_NEW, "PyStaticMethod_New", HFW_TOLD); }
#define PyStaticMethod_New(...) hfw_PyStaticMethod_New(HFW_HERE, __VA_ARGS__)
static inline PyObject *hfw_PyStructSequence_GetItem(HFW_PLACE, PyObject *a0, Py_ssize_t a1) { hfw_used(a0, "PyStructSequence_GetItem", HFW_TOLD); return (PyObject *)hfw_tell((PyObject *)PyStructSequence_GetItem(a0, a1), HFW_BORROWED, "PyStructSequence_GetItem", HFW_TOLD); }
#define PyStructSequence_GetItem(...) hfw_PyStructSequence_GetItem(HFW_HERE, __VA_ARGS__)
static inline PyObject *hfw_PyTuple_GetItem(HFW_PLACE, PyObject *a0, Py_ssize_t a1) { hfw_used(a0, "PyTuple_GetItem", HFW_TOLD); return (PyObject *)hfw_tell((PyObject *)PyTuple_GetItem(a0, a1), HFW_BORROWED, "PyTuple_GetItem", HFW_TOLD); }
#define PyTuple_GetItem(...) hfw_PyTuple_GetItem(HFW_HERE, __VA_ARGS__)
static inline PyObject *hfw_PyTuple_GetSlice(HFW_PLACE, PyObject *a0, Py_ssize_t a1, Py_ssize_t a2) { hfw_used(a0, "PyTuple_GetSlice", HFW_TOLD); return (PyObject *)hfw_tell((PyObject *)PyTuple_GetSlice(a0, a1, a2), HFW_NEW, "PyTuple_GetSlice", HFW_TOLD); }
#define PyTuple_GetSlice(...) hfw_PyTuple_GetSlice(HFW_HERE, __VA_ARGS__)
static inline PyObject *hfw_PyType_GenericNew(HFW_PLACE, PyTypeObject *a0, PyObject *a1, PyObject *a2) { hfw_used(a1, "PyType_GenericNew", HFW_TOLD); hfw_used(a2, "PyType_GenericNew", HFW_TOLD); return (PyObject *)hfw_tell((PyObject *)PyType_GenericNew(a0, a1, a2), HFW_NEW, "PyType_GenericNew", HFW_TOLD); }
#define PyType_GenericNew(...) hfw_PyType_GenericNew(HFW_HERE, __VA_ARGS__)
static inline PyObject *hfw_PyUnicodeDecodeError_GetEncoding(HFW_PLACE, PyObject *a0) { hfw_used(a0, "PyUnicodeDecodeError_GetEncoding", HFW_TOLD); return (PyObject *)hfw_tell((PyObject *)PyUnicodeDecodeError_GetEncoding(a0), HFW_NEW, "PyUnicodeDecodeError_GetEncoding", HFW_TOLD); }
#define PyUnicodeDecodeError_GetEncoding(...) hfw_PyUnicodeDecodeError_GetEncoding(HFW_HERE, __VA_ARGS__)
static inline PyObject *hfw_PyUnicodeDecodeError_GetObject(HFW_PLACE, PyObject *a0) { hfw_used(a0, "PyUnicodeDecodeError_GetObject", HFW_TOLD); return (PyObject *)hfw_tell((PyObject *)PyUnicodeDecodeError_GetObject(a0), HFW_NEW, "PyUnicodeDecodeError_GetObject", HFW_TOLD); }
#define PyUnicodeDecodeError_GetObject(...) hfw_PyUnicodeDecodeError_GetObject(HFW_HERE, __VA_ARGS__)
static inline PyObject *hfw_PyUnicodeDecodeError_GetReason(HFW_PLACE, PyObject *a0) { hfw_used(a0, "PyUnicodeDecodeError_GetReason", HFW_TOLD); return (PyObject *)hfw_tell((PyObject *)PyUnicodeDecodeError_GetReason(a0), HFW_NEW, "PyUnicodeDecodeError_GetReason", HFW_TOLD); }
#define PyUnicodeDecodeError_GetReason(...) hfw_PyUnicodeDecodeError_GetReason(HFW_HERE, __VA_ARGS__)
static inline PyObject *hfw_PyUnicodeEncodeError_GetEncoding(HFW_PLACE, PyObject *a0) { hfw_used(a0, "PyUnicodeEncodeError_GetEncoding", HFW_TOLD); return (PyObject *)hfw_tell((PyObject *)PyUnicodeEncodeError_GetEncoding(a0), HFW_NEW, "PyUnicodeEncodeError_GetEncoding", HFW_TOLD); }
#define PyUnicodeEncodeError_GetEncoding(...) hfw_PyUnicodeEncodeError_GetEncoding(HFW_HERE, __VA_ARGS__)
static inline PyObject *hfw_PyUnicodeEncodeError_GetObject(HFW_PLACE, PyObject *a0) { hfw_used(a0, "PyUnicodeEncodeError_GetObject", HFW_TOLD); return (PyObject *)hfw_tell((PyObject *)PyUnicodeEncodeError_GetObject(a0), HFW_NEW, "PyUnicodeEncodeError_GetObject", HFW_TOLD); }
#define PyUnicodeEncodeError_GetObject(...) hfw_PyUnicodeEncodeError_GetObject(HFW_HERE, __VA_ARGS__)
static inline PyObject *hfw_PyUnicodeEncodeError_GetReason(HFW_PLACE, PyObject *a0) { hfw_used(a0, "PyUnicodeEncodeError_GetReason", HFW_TOLD); return (PyObject *)hfw_tell((PyObject *)PyUnicodeEncodeError_GetReason(a0), HFW_NEW, "PyUnicodeEncodeError_GetReason", HFW_TOLD); }
#define PyUnicodeEncodeError_GetReason(...) hfw_PyUnicodeEncodeError_GetReason(HFW_HERE, __VA_ARGS__)
static inline PyObject *hfw_PyUnicodeTranslateError_GetObject(HFW_PLACE, PyObject *a0) { hfw_used(a0, "PyUnicodeTranslateError_GetObject", HFW_TOLD); return (PyObject *)hfw_tell((PyObject *)PyUnicodeTranslateError_GetObject(a0), HFW_NEW, "PyUnicodeTranslateError_GetObject", HFW_TOLD); }
#define PyUnicodeTranslateError_GetObject(...) hfw_PyUnicodeTranslateError_GetObject(HFW_HERE, __VA_ARGS__)
static inline PyObject *hfw_PyUnicodeTranslateError_GetReason(HFW_PLACE, PyObject *a0) { hfw_used(a0, "PyUnicodeTranslateError_GetReason", HFW_TOLD); return (PyObject *)hfw_tell((PyObject *)PyUnicodeTranslateError_GetReason(a0), HFW_NEW, "PyUnicodeTranslateError_GetReason", HFW_TOLD); }
#define PyUnicodeTranslateError_GetReason(...) hfw_PyUnicodeTranslateError_GetReason(HFW_HERE, __VA_ARGS__)
static inline PyObject *hfw_PyUnicode_AsASCIIString(HFW_PLACE, PyObject *a0) { hfw_used(a0, "PyUnicode_AsASCIIString", HFW_TOLD); return (PyObject *)hfw_tell((PyObject *)PyUnicode_AsASCIIString(a0), HFW_NEW, "PyUnicode_AsASCIIString", HFW_TOLD); }
#define PyUnicode_AsASCIIString(...) hfw_PyUnicode_AsASCIIString(HFW_HERE, __VA_ARGS__)
static inline PyObject *hfw_PyUnicode_AsCharmapString(HFW_PLACE, PyObject *a0, PyObject *a1) { hfw_used(a0, "PyUnicode_AsCharmapString", HFW_TOLD); hfw_used(a1, "PyUnicode_AsCharmapString", HFW_TOLD); return (PyObject *)hfw_tell((PyObject *)PyUnicode_AsCharmapString(a0, a1), HFW_NEW, "PyUnicode_AsCharmapString", HFW_TOLD); }
#define PyUnicode_AsCharmapString(...) hfw_PyUnicode_AsCharmapString(HFW_HERE, __VA_ARGS__)
static inline PyObject *hfw_PyUnicode_AsDecodedObject(HFW_PLACE, PyObject *a0, const char *a1, const char *a2) { hfw_used(a0, "PyUnicode_AsDecodedObject", HFW_TOLD); return (PyObject *)hfw_tell((PyObject *)PyUnicode_AsDecodedObject(a0, a1, a2), HFW_NEW, "PyUnicode_AsDecodedObject", HFW_TOLD); }
#define PyUnicode_AsDecodedObject(...) hfw_PyUnicode_AsDecodedObject(HFW_HERE, __VA_ARGS__)
static inline PyObject *hfw_PyUnicode_AsDecodedUnicode(HFW_PLACE, PyObject *a0, const char *a1, const char *a2) { hfw_used(a0, "PyUnicode_AsDecodedUnicode", HFW_TOLD); return (PyObject *)hfw_tell((PyObject *)PyUnicode_AsDecodedUnicode(a0, a1, a2), HFW_NEW, "PyUnicode_AsDecodedUnicode", HFW_TOLD); }
#define PyUnicode_AsDecodedUnicode(...) hfw_PyUnicode_AsDecodedUnicode(HFW_HERE, __VA_ARGS__)
static inline PyObject *hfw_PyUnicode_AsEncodedObject(HFW_PLACE, PyObject *a0, const char *a1, const char *a2) { hfw_used(a0, "PyUnicode_AsEncodedObject", HFW_TOLD); return (PyObject *)hfw_tell((PyObject *)PyUnicode_AsEncodedObject(a0, a1, a2), HFW_NEW, "PyUnicode_AsEncodedObject", HFW_TOLD); }
#define PyUnicode_AsEncodedObject(...) hfw_PyUnicode_AsEncodedObject(HFW_HERE, __VA_ARGS__)
static inline PyObject *hfw_PyUnicode_AsEncodedString(HFW_PLACE, PyObject *a0, const char *a1, const char *a2) { hfw_used(a0, "PyUnicode_AsEncodedString", HFW_TOLD); return (PyObject *)hfw_tell((PyObject *)PyUnicode_AsEncodedString(a0, a1, a2), HFW_NEW, "PyUnicode_AsEncodedString", HFW_TOLD); }
#define PyUnicode_AsEncodedString(...) hfw_PyUnicode_AsEncodedString(HFW_HERE, __VA_ARGS__)
static inline PyObject *hfw_PyUnicode_AsEncodedUnicode(HFW_PLACE, PyObject *a0, const char *a1, const char *a2) { hfw_used(a0, "PyUnicode_AsEncodedUnicode", HFW_TOLD); return (PyObject *)hfw_tell((PyObject *)PyUnicode_AsEncodedUnicode(a0, a1, a2), HFW_NEW, "PyUnicode_AsEncodedUnicode", HFW_TOLD); }
#define PyUnicode_AsEncodedUnicode(...) hfw_PyUnicode_AsEncodedUnicode(HFW_HERE, __VA_ARGS__)
static inline PyObject *hfw_PyUnicode_AsLatin1String(HFW_PLACE, PyObject *a0) { hfw_used(a0, "PyUnicode_AsLatin1String", HFW_TOLD); return (PyObject *)hfw_tell((PyObject *)PyUnicode_AsLatin1String(a0), HFW_NEW, "PyUnicode_AsLatin1String", HFW_TOLD); }
#define PyUnicode_AsLatin1String(...) hfw_PyUnicode_AsLatin1String(HFW_HERE, __VA_ARGS__)
static inline PyObject *hfw_PyUnicode_AsRawUnicodeEscapeString(HFW_PLACE, PyObject *a0) { hfw_used(a0, "PyUnicode_AsRawUnicodeEscapeString", HFW_TOLD); return (PyObject *)hfw_tell((PyObject *)PyUnicode_AsRawUnicodeEscapeString(a0), HFW_NEW, "PyUnicode_AsRawUnicodeEscapeString", HFW_TOLD); }
#define PyUnicode_AsRawUnicodeEscapeString(...) hfw_PyUnicode_AsRawUnicodeEscapeString(HFW_HERE, __VA_ARGS__)
static inline PyObject *hfw_PyUnicode_AsUTF16String(HFW_PLACE, PyObject *a0) { hfw_used(a0, "PyUnicode_AsUTF16String", HFW_TOLD); return (PyObject *)hfw_tell((PyObject *)PyUnicode_AsUTF16String(a0), HFW_NEW, "PyUnicode_AsUTF16String", HFW_TOLD); }
#define PyUnicode_AsUTF16String(...) hfw_PyUnicode_AsUTF16String(HFW_HERE, __VA_ARGS__)
static inline PyObject *hfw_PyUnicode_AsUTF32String(HFW_PLACE, PyObject *a0) { hfw_used(a0, "PyUnicode_AsUTF32String", HFW_TOLD); return (PyObject *)hfw_tell((PyObject *)PyUnicode_AsUTF32String(a0), HFW_NEW, "PyUnicode_AsUTF32String", HFW_TOLD); }
#define PyUnicode_AsUTF32String(...) hfw_PyUnicode_AsUTF32String(HFW_HERE, __VA_ARGS__)
static inline PyObject *hfw_PyUnicode_AsUTF8String(HFW_PLACE, PyObject *a0) { hfw_used(a0, "PyUnicode_AsUTF8String", HFW_TOLD); return (PyObject *)hfw_tell((PyObject *)PyUnicode_AsUTF8String(a0), HFW_NEW, "PyUnicode_AsUTF8String", HFW_TOLD); }
#define PyUnicode_AsUTF8String(...) hfw_PyUnicode_AsUTF8String(HFW_HERE, __VA_ARGS__)
static inline PyObject *hfw_PyUnicode_AsUnicodeEscapeString(HFW_PLACE, PyObject *a0) { hfw_used(a0, "PyUnicode_AsUnicodeEscapeString", HFW_TOLD); return (PyObject *)hfw_tell((PyObject *)PyUnicode_AsUnicodeEscapeString(a0), HFW_NEW, "PyUnicode_AsUnicodeEscapeString", HFW_TOLD); }
#define PyUnicode_AsUnicodeEscapeString(...) hfw_PyUnicode_AsUnicodeEscapeString(HFW_HERE, __VA_ARGS__)
static inline PyObject *hfw_PyUnicode_BuildEncodingMap(HFW_PLACE, PyObject *a0) { hfw_used(a0, "PyUnicode_BuildEncodingMap", HFW_TOLD); return (PyObject *)hfw_tell((PyObject *)PyUnicode_BuildEncodingMap(a0), HFW_NEW, "PyUnicode_BuildEncodingMap", HFW_TOLD); }
#define PyUnicode_BuildEncodingMap(...) hfw_PyUnicode_BuildEncodingMap(HFW_HERE, __VA_ARGS__)
static inline PyObject *hfw_PyUnicode_Concat(HFW_PLACE, PyObject *a0, PyObject *a1) { hfw_used(a0, "PyUnicode_Concat", HFW_TOLD); hfw_used(a1, "PyUnicode_Concat", HFW_TOLD); return (PyObject *)hfw_tell((PyObject *)PyUnicode_Concat(a0, a1), HFW_NEW, "PyUnicode_Concat", HFW_TOLD); }
#define PyUnicode_Concat(...) hfw_PyUnicode_Concat(HFW_HERE, __VA_ARGS__)
static inline PyObject *hfw_PyUnicode_DecodeCharmap(HFW_PLACE, const char *a0, Py_ssize_t a1, PyObject *a2, const char *a3) { hfw_used(a2, "PyUnicode_DecodeCharmap", HFW_TOLD); return (PyObject *)hfw_tell((PyObject *)PyUnicode_DecodeCharmap(a0, a1, a2, a3), HFW_NEW, "PyUnicode_DecodeCharmap", HFW_TOLD); }
#define PyUnicode_DecodeCharmap(...) hfw_PyUnicode_DecodeCharmap(HFW_HERE, __VA_ARGS__)
static inline PyObject *hfw_PyUnicode_EncodeFSDefault(HFW_PLACE, PyObject *a0) { hfw_used(a0, "PyUnicode_EncodeFSDefault", HFW_TOLD); return (PyObject *)hfw_tell((PyObject *)PyUnicode_EncodeFSDefault(a0), HFW_NEW, "PyUnicode_EncodeFSDefault", HFW_TOLD); }
#define PyUnicode_EncodeFSDefault(...) hfw_PyUnicode_EncodeFSDefault(HFW_HERE, __VA_ARGS__)
static inline PyObject *hfw_PyUnicode_EncodeLocale(HFW_PLACE, PyObject *a0, const char *a1) { hfw_used(a0, "PyUnicode_EncodeLocale", HFW_TOLD); return (PyObject *)hfw_tell((PyObject *)PyUnicode_EncodeLocale(a0, a1), HFW_NEW, "PyUnicode_EncodeLocale", HFW_TOLD); }
#define PyUnicode_EncodeLocale(...) hfw_PyUnicode_EncodeLocale(HFW_HERE, __VA_ARGS__)
static inline PyObject *hfw_PyUnicode_Format(HFW_PLACE, PyObject *a0, PyObject *a1) { hfw_used(a0, "PyUnicode_Format", HFW_TOLD); hfw_used(a1, "PyUnicode_Format", HFW_TOLD); return (PyObject *)hfw_tell((PyObject *)PyUnicode_Format(a0, a1), HFW_NEW, "PyUnicode_Format", HFW_TOLD); }
#define PyUnicode_Format(...) hfw_PyUnicode_Format(HFW_HERE, __VA_ARGS__)
static inline PyObject *hfw_PyUnicode_FromEncodedObject(HFW_PLACE, PyObject *a0, const char *a1, const char *a2) { hfw_used(a0, "PyUnicode_FromEncodedObject", HFW_TOLD); return (PyObject *)hfw_tell((PyObject *)PyUnicode_FromEncodedObject(a0, a1, a2), HFW_NEW, "PyUnicode_FromEncodedObject", HFW_TOLD); }
#define PyUnicode_FromEncodedObject(...) hfw_PyUnicode_FromEncodedObject(HFW_HERE, __VA_ARGS__)
static inline PyObject *hfw_PyUnicode_FromObject(HFW_PLACE, PyObject *a0) { hfw_used(a0, "PyUnicode_FromObject", HFW_TOLD); return (PyObject *)hfw_tell((PyObject *)PyUnicode_FromObject(a0), HFW_NEW, "PyUnicode_FromObject", HFW_TOLD); }
#define PyUnicode_FromObject(...) hfw_PyUnicode_FromObject(HFW_HERE, __VA_ARGS__)
static inline PyObject *hfw_PyUnicode_Join(HFW_PLACE, PyObject *a0, PyObject *a1) { hfw_used(a0, "PyUnicode_Join", HFW_TOLD); hfw_used(a1, "PyUnicode_Join", HFW_TOLD); return (PyObject *)hfw_tell((PyObject *)PyUnicode_Join(a0, a1), HFW_NEW, "PyUnicode_Join", HFW_TOLD); }
#define PyUnicode_Join(...) hfw_PyUnicode_Join(HFW_HERE, __VA_ARGS__)
static inline PyObject *hfw_PyUnicode_Partition(HFW_PLACE, PyObject *a0, PyObject *a1) { hfw_used(a0, "PyUnicode_Partition", HFW_TOLD); hfw_used(a1, "PyUnicode_Partition", HFW_TOLD); return (PyObject *)hfw_tell((PyObject *)PyUnicode_Partition(a0, a1), HFW_NEW, "PyUnicode_Partition", HFW_TOLD); }
#define PyUnicode_Partition(...) hfw_PyUnicode_Partition(HFW_HERE, __VA_ARGS__)
static inline PyObject *hfw_PyUnicode_RPartition(HFW_PLACE, PyObject *a0, PyObject *a1) { hfw_used(a0, "PyUnicode_RPartition", HFW_TOLD); hfw_used(a1, "PyUnicode_RPartition", HFW_TOLD); return (PyObject *)hfw_tell((PyObject *)PyUnicode_RPartition(a0, a1), HFW_NEW, "PyUnicode_RPartition", HFW_TOLD); }
#define PyUnicode_RPartition(...) hfw_PyUnicode_RPartition(HFW_HERE, __VA_ARGS__)
static inline PyObject *hfw_PyUnicode_RSplit(HFW_PLACE, PyObject *a0, PyObject *a1, Py_ssize_t a2) { hfw_used(a0, "PyUnicode_RSplit", HFW_TOLD); hfw_used(a1, "PyUnicode_RSplit", HFW_TOLD); return (PyObject *)hfw_tell((PyObject *)PyUnicode_RSplit(a0, a1, a2), HFW_NEW, "PyUnicode_RSplit", HFW_TOLD); }
#define PyUnicode_RSplit(...) hfw_PyUnicode_RSplit(HFW_HERE, __VA_ARGS__)
static inline PyObject *hfw_PyUnicode_Replace(HFW_PLACE, PyObject *a0, PyObject *a1, PyObject *a2, Py_ssize_t a3) { hfw_used(a0, "PyUnicode_Replace", HFW_TOLD); hfw_used(a1, "PyUnicode_Replace", HFW_TOLD); hfw_used(a2, "PyUnicode_Replace", HFW_TOLD); return (PyObject *)hfw_tell((PyObject *)PyUnicode_Replace(a0, a1, a2, a3), HFW_NEW, "PyUnicode_Replace", HFW_TOLD); }
#define PyUnicode_Replace(...) hfw_PyUnicode_Replace(HFW_HERE, __VA_ARGS__)
static inline PyObject *hfw_PyUnicode_RichCompare(HFW_PLACE, PyObject *a0, PyObject *a1, int a2) { hfw_used(a0, "PyUnicode_RichCompare", HFW_TOLD); hfw_used(a1, "PyUnicode_RichCompare", HFW_TOLD); return (PyObject *)hfw_tell((PyObject *)PyUnicode_RichCompare(a0, a1, a2), HFW_NEW, "PyUnicode_RichCompare", HFW_TOLD); }
#define PyUnicode_RichCompare(...) hfw_PyUnicode_RichCompare(HFW_HERE, __VA_ARGS__)
static inline PyObject *hfw_PyUnicode_Split(HFW_PLACE, PyObject *a0, PyObject *a1, Py_ssize_t a2) { hfw_used(a0, "PyUnicode_Split", HFW_TOLD); hfw_used(a1, "PyUnicode_Split", HFW_TOLD); return (PyObject *)hfw_tell((PyObject *)PyUnicode_Split(a0, a1, a2), HFW_NEW, "PyUnicode_Split", HFW_TOLD); }
#define PyUnicode_Split(...) hfw_PyUnicode_Split(HFW_HERE, __VA_ARGS__)
static inline PyObject *hfw_PyUnicode_Splitlines(HFW_PLACE, PyObject *a0, int a1) { hfw_used(a0, "PyUnicode_Splitlines", HFW_TOLD); return (PyObject *)hfw_tell((PyObject *)PyUnicode_Splitlines(a0, a1), HFW_NEW, "PyUnicode_Splitlines", HFW_TOLD); }
#define PyUnicode_Splitlines(...) hfw_PyUnicode_Splitlines(HFW_HERE, __VA_ARGS__)
static inline PyObject *hfw_PyUnicode_Substring(HFW_PLACE, PyObject *a0, Py_ssize_t a1, Py_ssize_t a2) { hfw_used(a0, "PyUnicode_Substring", HFW_TOLD); return (PyObject *)hfw_tell((PyObject *)PyUnicode_Substring(a0, a1, a2), HFW_NEW, "PyUnicode_Substring", HFW_TOLD); }
#define PyUnicode_Substring(...) hfw_PyUnicode_Substring(HFW_HERE, __VA_ARGS__)
static inline PyObject *hfw_PyUnicode_Translate(HFW_PLACE, PyObject *a0, PyObject *a1, const char *a2) { hfw_used(a0, "PyUnicode_Translate", HFW_TOLD); hfw_used(a1, "PyUnicode_Translate", HFW_TOLD); return (PyObject *)hfw_tell((PyObject *)PyUnicode_Translate(a0, a1, a2), HFW_NEW, "PyUnicode_Translate", HFW_TOLD); }
#define PyUnicode_Translate(...) hfw_PyUnicode_Translate(HFW_HERE, __VA_ARGS__)
static inline PyObject *hfw_PyVectorcall_Call(HFW_PLACE, PyObject *a0, PyObject *a1, PyObject *a2) { hfw_pending("PyVectorcall_Call", HFW_TOLD); hfw_used(a0, "PyVectorcall_Call", HFW_TOLD); hfw_passed(a1, "PyVectorcall_Call", HFW_TOLD); hfw_passed(a2, "PyVectorcall_Call", HFW_TOLD); return (PyObject *)hfw_tell((PyObject *)PyVectorcall_Call(a0, a1, a2), HFW_NEW, "PyVectorcall_Call", HFW_TOLD); }
#define PyVectorcall_Call(...) hfw_PyVectorcall_Call(HFW_HERE, __VA_ARGS__)
static inline PyObject *hfw_PyWeakref_GetObject(HFW_PLACE, PyObject *a0) { hfw_used(a0, "PyWeakref_GetObject", HFW_TOLD); return (PyObject *)hfw_tell((PyObject *)PyWeakref_GetObject(a0), HFW_BORROWED, "PyWeakref_GetObject", HFW_TOLD); }
#define PyWeakref_GetObject(...) hfw_PyWeakref_GetObject(HFW_HERE, __VA_ARGS__)
static inline PyObject *hfw_PyWeakref_NewProxy(HFW_PLACE, PyObject *a0, PyObject *a1) { hfw_used(a0, "PyWeakref_NewProxy", HFW_TOLD); hfw_used(a1, "PyWeakref_NewProxy", HFW_TOLD); return (PyObject *)hfw_tell((PyObject *)PyWeakref_NewProxy(a0, a1), HFW_NEW, "PyWeakref_NewProxy", HFW_TOLD); }
#define PyWeakref_NewProxy(...) hfw_PyWeakref_NewProxy(HFW_HERE, __VA_ARGS__)
static inline PyObject *hfw_PyWeakref_NewRef(HFW_PLACE, PyObject *a0, PyObject *a1) { hfw_used(a0, "PyWeakref_NewRef", HFW_TOLD); hfw_used(a1, "PyWeakref_NewRef", HFW_TOLD); return (PyObject *)hfw_tell((PyObject *)PyWeakref_NewRef(a0, a1), HFW_NEW, "PyWeakref_NewRef", HFW_TOLD); }
#define PyWeakref_NewRef(...) hfw_PyWeakref_NewRef(HFW_HERE, __VA_ARGS__)
static inline PyObject *hfw_PyWrapper_New(HFW_PLACE, PyObject *a0, PyObject *a1) { hfw_used(a0, "PyWrapper_New", HFW_TOLD); hfw_used(a1, "PyWrapper_New", HFW_TOLD); return (PyObject *)hfw_tell((PyObject *)PyWrapper_New(a0, a1), HFW_NEW, "PyWrapper_New", HFW_TOLD); }
#define PyWrapper_New(...) hfw_PyWrapper_New(HFW_HERE, __VA_ARGS__)
static inline PyObject *hfw_Py_CompileStringObject(HFW_PLACE, const char *a0, PyObject *a1, int a2, PyCompilerFlags *a3, int a4) { hfw_used(a1, "Py_CompileStringObject", HFW_TOLD); return (PyObject *)hfw_tell((PyObject *)Py_CompileStringObject(a0, a1, a2, a3, a4), HFW_NEW, "Py_CompileStringObject", HFW_TOLD); }
#define Py_CompileStringObject(...) hfw_Py_CompileStringObject(HFW_HERE, __VA_ARGS__)
static inline PyObject *hfw_Py_GenericAlias(HFW_PLACE, PyObject *a0, PyObject *a1) { hfw_used(a0, "Py_GenericAlias", HFW_TOLD); hfw_used(a1, "Py_GenericAlias", HFW_TOLD); return (PyObject *)hfw_tell((PyObject *)Py_GenericAlias(a0, a1), HFW_NEW, "Py_GenericAlias", HFW_TOLD); }
#define Py_GenericAlias(...) hfw_Py_GenericAlias(HFW_HERE, __VA_ARGS__)

#if PY_VERSION_HEX < 0x030A0000
#define PyAST_CompileEx(...) HFW_GIVES_AS(PyCodeObject, PyAST_CompileEx, __VA_ARGS__)
#define PyLong_FromUnicode(...) HFW_GIVES(PyLong_FromUnicode, __VA_ARGS__)
static inline PyCodeObject *hfw_PyAST_CompileObject(HFW_PLACE, struct _mod *a0, PyObject *a1, PyCompilerFlags *a2, int a3, PyArena *a4) { hfw_used(a1, "PyAST_CompileObject", HFW_TOLD); return (PyCodeObject *)hfw_tell((PyObject *)PyAST_CompileObject(a0, a1, a2, a3, a4), HFW_NEW, "PyAST_CompileObject", HFW_TOLD); }
#define PyAST_CompileObject(...) hfw_PyAST_CompileObject(HFW_HERE, __VA_ARGS__)
#endif

#if PY_VERSION_HEX < 0x030B0000
#define PyUnicodeEncodeError_Create(...) HFW_GIVES(PyUnicodeEncodeError_Create, __VA_ARGS__)
#define PyUnicodeTranslateError_Create(...) HFW_GIVES(PyUnicodeTranslateError_Create, __VA_ARGS__)
#define PyUnicode_Encode(...) HFW_GIVES(PyUnicode_Encode, __VA_ARGS__)
#define PyUnicode_EncodeASCII(...) HFW_GIVES(PyUnicode_EncodeASCII, __VA_ARGS__)
#define PyUnicode_EncodeLatin1(...) HFW_GIVES(PyUnicode_EncodeLatin1, __VA_ARGS__)
#define PyUnicode_EncodeRawUnicodeEscape(...) HFW_GIVES(PyUnicode_EncodeRawUnicodeEscape, __VA_ARGS__)
#define PyUnicode_EncodeUTF16(...) HFW_GIVES(PyUnicode_EncodeUTF16, __VA_ARGS__)
#define PyUnicode_EncodeUTF32(...) HFW_GIVES(PyUnicode_EncodeUTF32, __VA_ARGS__)
#define PyUnicode_EncodeUTF7(...) HFW_GIVES(PyUnicode_EncodeUTF7, __VA_ARGS__)
#define PyUnicode_EncodeUTF8(...) HFW_GIVES(PyUnicode_EncodeUTF8, __VA_ARGS__)
#define PyUnicode_EncodeUnicodeEscape(...) HFW_GIVES(PyUnicode_EncodeUnicodeEscape, __VA_ARGS__)
#define PyUnicode_TransformDecimalToASCII(...) HFW_GIVES(PyUnicode_TransformDecimalToASCII, __VA_ARGS__)
static inline PyObject *hfw_PyUnicode_EncodeCharmap(HFW_PLACE, const Py_UNICODE *a0, Py_ssize_t a1, PyObject *a2, const char *a3) { hfw_used(a2, "PyUnicode_EncodeCharmap", HFW_TOLD); return (PyObject *)hfw_tell((PyObject *)PyUnicode_EncodeCharmap(a0, a1, a2, a3), HFW_NEW, "PyUnicode_EncodeCharmap", HFW_TOLD); }
#define PyUnicode_EncodeCharmap(...) hfw_PyUnicode_EncodeCharmap(HFW_HERE, __VA_ARGS__)
static inline PyObject *hfw_PyUnicode_TranslateCharmap(HFW_PLACE, const Py_UNICODE *a0, Py_ssize_t a1, PyObject *a2, const char *a3) { hfw_used(a2, "PyUnicode_TranslateCharmap", HFW_TOLD); return (PyObject *)hfw_tell((PyObject *)PyUnicode_TranslateCharmap(a0, a1, a2, a3), HFW_NEW, "PyUnicode_TranslateCharmap", HFW_TOLD); }
#define PyUnicode_TranslateCharmap(...) hfw_PyUnicode_TranslateCharmap(HFW_HERE, __VA_ARGS__)
#endif

#if PY_VERSION_HEX < 0x030C0000
#define PyUnicode_FromUnicode(...) HFW_GIVES(PyUnicode_FromUnicode, __VA_ARGS__)
#endif

#if PY_VERSION_HEX < 0x030D0000
#define PyEval_CallFunction(...) HFW_CALLS(PyEval_CallFunction, __VA_ARGS__)
#define PyEval_CallMethod(...) HFW_CALLS(PyEval_CallMethod, __VA_ARGS__)
#define PyImport_ImportModuleNoBlock(...) HFW_GIVES(PyImport_ImportModuleNoBlock, __VA_ARGS__)
static inline PyObject *hfw_PyCFunction_Call(HFW_PLACE, PyObject *a0, PyObject *a1, PyObject *a2) { hfw_pending("PyCFunction_Call", HFW_TOLD); hfw_used(a0, "PyCFunction_Call", HFW_TOLD); hfw_used(a1, "PyCFunction_Call", HFW_TOLD); hfw_used(a2, "PyCFunction_Call", HFW_TOLD); return (PyObject *)hfw_tell((PyObject *)PyCFunction_Call(a0, a1, a2), HFW_NEW, "PyCFunction_Call", HFW_TOLD); }
#define PyCFunction_Call(...) hfw_PyCFunction_Call(HFW_HERE, __VA_ARGS__)
static inline PyObject *hfw_PyEval_CallObjectWithKeywords(HFW_PLACE, PyObject *a0, PyObject *a1, PyObject *a2) { hfw_pending("PyEval_CallObjectWithKeywords", HFW_TOLD); hfw_used(a0, "PyEval_CallObjectWithKeywords", HFW_TOLD); hfw_used(a1, "PyEval_CallObjectWithKeywords", HFW_TOLD); hfw_used(a2, "PyEval_CallObjectWithKeywords", HFW_TOLD); return (PyObject *)hfw_tell((PyObject *)PyEval_CallObjectWithKeywords(a0, a1, a2), HFW_NEW, "PyEval_CallObjectWithKeywords", HFW_TOLD); }
#define PyEval_CallObjectWithKeywords(...) hfw_PyEval_CallObjectWithKeywords(HFW_HERE, __VA_ARGS__)
#endif

#if PY_VERSION_HEX >= 0x030A0000
static inline PyObject *hfw_PyObject_GetAIter(HFW_PLACE, PyObject *a0) { hfw_pending("PyObject_GetAIter", HFW_TOLD); hfw_used(a0, "PyObject_GetAIter", HFW_TOLD); return (PyObject *)hfw_tell((PyObject *)PyObject_GetAIter(a0), HFW_NEW, "PyObject_GetAIter", HFW_TOLD); }
#define PyObject_GetAIter(...) hfw_PyObject_GetAIter(HFW_HERE, __VA_ARGS__)
#endif

#if PY_VERSION_HEX >= 0x030B0000
#define PyCode_GetCellvars(...) HFW_GIVES(PyCode_GetCellvars, __VA_ARGS__)
#define PyCode_GetCode(...) HFW_GIVES(PyCode_GetCode, __VA_ARGS__)
#define PyCode_GetFreevars(...) HFW_GIVES(PyCode_GetFreevars, __VA_ARGS__)
#define PyCode_GetVarnames(...) HFW_GIVES(PyCode_GetVarnames, __VA_ARGS__)
#define PyErr_GetHandledException(...) HFW_GIVES(PyErr_GetHandledException, __VA_ARGS__)
#define PyFrame_GetBack(...) HFW_GIVES_AS(PyFrameObject, PyFrame_GetBack, __VA_ARGS__)
#define PyFrame_GetBuiltins(...) HFW_GIVES(PyFrame_GetBuiltins, __VA_ARGS__)
#define PyFrame_GetGenerator(...) HFW_GIVES(PyFrame_GetGenerator, __VA_ARGS__)
#define PyFrame_GetGlobals(...) HFW_GIVES(PyFrame_GetGlobals, __VA_ARGS__)
#define PyFrame_GetLocals(...) HFW_GIVES(PyFrame_GetLocals, __VA_ARGS__)
#define PyType_GetModuleByDef(...) HFW_LENDS(PyType_GetModuleByDef, __VA_ARGS__)
#define PyType_GetName(...) HFW_GIVES(PyType_GetName, __VA_ARGS__)
#define PyType_GetQualName(...) HFW_GIVES(PyType_GetQualName, __VA_ARGS__)
#endif

#if PY_VERSION_HEX >= 0x030C0000
#define PyErr_GetRaisedException(...) HFW_GIVES(PyErr_GetRaisedException, __VA_ARGS__)
#define PyFrame_GetVarString(...) HFW_GIVES(PyFrame_GetVarString, __VA_ARGS__)
#define PyGen_GetCode(...) HFW_GIVES_AS(PyCodeObject, PyGen_GetCode, __VA_ARGS__)
#define PyMember_GetOne(...) HFW_GIVES(PyMember_GetOne, __VA_ARGS__)
#define PyType_GetDict(...) HFW_GIVES(PyType_GetDict, __VA_ARGS__)
#define PyUnstable_InterpreterFrame_GetCode(...) HFW_GIVES(PyUnstable_InterpreterFrame_GetCode, __VA_ARGS__)
#define PyUnstable_Object_GC_NewWithExtraData(...) HFW_GIVES(PyUnstable_Object_GC_NewWithExtraData, __VA_ARGS__)
static inline PyCodeObject *hfw_PyUnstable_Code_New(HFW_PLACE, int a0, int a1, int a2, int a3, int a4, PyObject *a5, PyObject *a6, PyObject *a7, PyObject *a8, PyObject *a9, PyObject *a10, PyObject *a11, PyObject *a12, PyObject *a13, int a14, PyObject *a15, PyObject *a16) { hfw_used(a5, "PyUnstable_Code_New", HFW_TOLD); hfw_used(a6, "PyUnstable_Code_New", HFW_TOLD); hfw_used(a7, "PyUnstable_Code_New", HFW_TOLD); hfw_used(a8, "PyUnstable_Code_New", HFW_TOLD); hfw_used(a9, "PyUnstable_Code_New", HFW_TOLD); hfw_used(a10, "PyUnstable_Code_New", HFW_TOLD); hfw_used(a11, "PyUnstable_Code_New", HFW_TOLD); hfw_used(a12, "PyUnstable_Code_New", HFW_TOLD); hfw_used(a13, "PyUnstable_Code_New", HFW_TOLD); hfw_used(a15, "PyUnstable_Code_New", HFW_TOLD); hfw_used(a16, "PyUnstable_Code_New", HFW_TOLD); return (PyCodeObject *)hfw_tell((PyObject *)PyUnstable_Code_New(a0, a1, a2, a3, a4, a5, a6, a7, a8, a9, a10, a11, a12, a13, a14, a15, a16), HFW_NEW, "PyUnstable_Code_New", HFW_TOLD); }
#define PyUnstable_Code_New(...) hfw_PyUnstable_Code_New(HFW_HERE, __VA_ARGS__)
static inline PyCodeObject *hfw_PyUnstable_Code_NewWithPosOnlyArgs(HFW_PLACE, int a0, int a1, int a2, int a3, int a4, int a5, PyObject *a6, PyObject *a7, PyObject *a8, PyObject *a9, PyObject *a10, PyObject *a11, PyObject *a12, PyObject *a13, PyObject *a14, int a15, PyObject *a16, PyObject *a17) { hfw_used(a6, "PyUnstable_Code_NewWithPosOnlyArgs", HFW_TOLD); hfw_used(a7, "PyUnstable_Code_NewWithPosOnlyArgs", HFW_TOLD); hfw_used(a8, "PyUnstable_Code_NewWithPosOnlyArgs", HFW_TOLD); hfw_used(a9, "PyUnstable_Code_NewWithPosOnlyArgs", HFW_TOLD); hfw_used(a10, "PyUnstable_Code_NewWithPosOnlyArgs", HFW_TOLD); hfw_used(a11, "PyUnstable_Code_NewWithPosOnlyArgs", HFW_TOLD); hfw_used(a12, "PyUnstable_Code_NewWithPosOnlyArgs", HFW_TOLD); hfw_used(a13, "PyUnstable_Code_NewWithPosOnlyArgs", HFW_TOLD); hfw_used(a14, "PyUnstable_Code_NewWithPosOnlyArgs", HFW_TOLD); hfw_used(a16, "PyUnstable_Code_NewWithPosOnlyArgs", HFW_TOLD); hfw_used(a17, "PyUnstable_Code_NewWithPosOnlyArgs", HFW_TOLD); return (PyCodeObject *)hfw_tell((PyObject *)PyUnstable_Code_NewWithPosOnlyArgs(a0, a1, a2, a3, a4, a5, a6, a7, a8, a9, a10, a11, a12, a13, a14, a15, a16, a17), HFW_NEW, "PyUnstable_Code_NewWithPosOnlyArgs", HFW_TOLD); }
#define PyUnstable_Code_NewWithPosOnlyArgs(...) hfw_PyUnstable_Code_NewWithPosOnlyArgs(HFW_HERE, __VA_ARGS__)
static inline PyObject *hfw_PyException_GetArgs(HFW_PLACE, PyObject *a0) { hfw_used(a0, "PyException_GetArgs", HFW_TOLD); return (PyObject *)hfw_tell((PyObject *)PyException_GetArgs(a0), HFW_NEW, "PyException_GetArgs", HFW_TOLD); }
#define PyException_GetArgs(...) hfw_PyException_GetArgs(HFW_HERE, __VA_ARGS__)
static inline PyObject *hfw_PyFrame_GetVar(HFW_PLACE, PyFrameObject *a0, PyObject *a1) { hfw_used(a1, "PyFrame_GetVar", HFW_TOLD); return (PyObject *)hfw_tell((PyObject *)PyFrame_GetVar(a0, a1), HFW_NEW, "PyFrame_GetVar", HFW_TOLD); }
#define PyFrame_GetVar(...) hfw_PyFrame_GetVar(HFW_HERE, __VA_ARGS__)
static inline PyObject *hfw_PyUnstable_Exc_PrepReraiseStar(HFW_PLACE, PyObject *a0, PyObject *a1) { hfw_used(a0, "PyUnstable_Exc_PrepReraiseStar", HFW_TOLD); hfw_used(a1, "PyUnstable_Exc_PrepReraiseStar", HFW_TOLD); return (PyObject *)hfw_tell((PyObject *)PyUnstable_Exc_PrepReraiseStar(a0, a1), HFW_NEW, "PyUnstable_Exc_PrepReraiseStar", HFW_TOLD); }
#define PyUnstable_Exc_PrepReraiseStar(...) hfw_PyUnstable_Exc_PrepReraiseStar(HFW_HERE, __VA_ARGS__)
#endif

#if PY_VERSION_HEX >= 0x030D0000
#define PyEval_GetFrameBuiltins(...) HFW_GIVES(PyEval_GetFrameBuiltins, __VA_ARGS__)
#define PyEval_GetFrameGlobals(...) HFW_GIVES(PyEval_GetFrameGlobals, __VA_ARGS__)
#define PyEval_GetFrameLocals(...) HFW_GIVES(PyEval_GetFrameLocals, __VA_ARGS__)
#define PyImport_AddModuleRef(...) HFW_GIVES(PyImport_AddModuleRef, __VA_ARGS__)
#define PyImport_ImportModuleNoBlock(...) HFW_CALLS(PyImport_ImportModuleNoBlock, __VA_ARGS__)
#define PyLong_FromNativeBytes(...) HFW_GIVES(PyLong_FromNativeBytes, __VA_ARGS__)
#define PyLong_FromUnsignedNativeBytes(...) HFW_GIVES(PyLong_FromUnsignedNativeBytes, __VA_ARGS__)
#define PyType_GetFullyQualifiedName(...) HFW_GIVES(PyType_GetFullyQualifiedName, __VA_ARGS__)
#define PyType_GetModuleName(...) HFW_GIVES(PyType_GetModuleName, __VA_ARGS__)
#define Py_GetConstant(...) HFW_GIVES(Py_GetConstant, __VA_ARGS__)
#define Py_GetConstantBorrowed(...) HFW_LENDS(Py_GetConstantBorrowed, __VA_ARGS__)
static inline PyObject *hfw_PyList_GetItemRef(HFW_PLACE, PyObject *a0, Py_ssize_t a1) { hfw_used(a0, "PyList_GetItemRef", HFW_TOLD); return (PyObject *)hfw_tell((PyObject *)PyList_GetItemRef(a0, a1), HFW_NEW, "PyList_GetItemRef", HFW_TOLD); }
#define PyList_GetItemRef(...) hfw_PyList_GetItemRef(HFW_HERE, __VA_ARGS__)
#endif

#if PY_VERSION_HEX >= 0x030D0000 && PY_VERSION_HEX < 0x030E0000
#define PyUnstable_InterpreterState_GetMainModule(...) HFW_GIVES(PyUnstable_InterpreterState_GetMainModule, __VA_ARGS__)
#endif

#if PY_VERSION_HEX >= 0x030E0000
#define PyConfig_Get(...) HFW_GIVES(PyConfig_Get, __VA_ARGS__)
#define PyConfig_Names(...) HFW_GIVES(PyConfig_Names, __VA_ARGS__)
#define PyImport_ImportModuleAttrString(...) HFW_CALLS(PyImport_ImportModuleAttrString, __VA_ARGS__)
#define PyLongWriter_Finish(...) HFW_GIVES(PyLongWriter_Finish, __VA_ARGS__)
#define PyLong_FromInt32(...) HFW_GIVES(PyLong_FromInt32, __VA_ARGS__)
#define PyLong_FromInt64(...) HFW_GIVES(PyLong_FromInt64, __VA_ARGS__)
#define PyLong_FromUInt32(...) HFW_GIVES(PyLong_FromUInt32, __VA_ARGS__)
#define PyLong_FromUInt64(...) HFW_GIVES(PyLong_FromUInt64, __VA_ARGS__)
#define PyUnicodeWriter_Finish(...) HFW_GIVES(PyUnicodeWriter_Finish, __VA_ARGS__)
static inline PyObject *hfw_PyBytes_Join(HFW_PLACE, PyObject *a0, PyObject *a1) { hfw_used(a0, "PyBytes_Join", HFW_TOLD); hfw_used(a1, "PyBytes_Join", HFW_TOLD); return (PyObject *)hfw_tell((PyObject *)PyBytes_Join(a0, a1), HFW_NEW, "PyBytes_Join", HFW_TOLD); }
#define PyBytes_Join(...) hfw_PyBytes_Join(HFW_HERE, __VA_ARGS__)
static inline PyObject *hfw_PyImport_ImportModuleAttr(HFW_PLACE, PyObject *a0, PyObject *a1) { hfw_pending("PyImport_ImportModuleAttr", HFW_TOLD); hfw_used(a0, "PyImport_ImportModuleAttr", HFW_TOLD); hfw_used(a1, "PyImport_ImportModuleAttr", HFW_TOLD); return (PyObject *)hfw_tell((PyObject *)PyImport_ImportModuleAttr(a0, a1), HFW_NEW, "PyImport_ImportModuleAttr", HFW_TOLD); }
#define PyImport_ImportModuleAttr(...) hfw_PyImport_ImportModuleAttr(HFW_HERE, __VA_ARGS__)
#endif
