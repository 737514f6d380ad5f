/* annotated.h: what the C API does to references, for clang's retain-count analysis.
 *
 * Included after Python.h. A prototype here is CPython's own, with attributes:
 * whether the result is the caller's, and which arguments are consumed. What no
 * attribute can say (arguments that are stolen on success alone, variables that get
 * a reference) has a model that the analysis inlines.
 *
 * Made from capi/table by capi/generate.py.
 */
#ifndef HOLDFAST_CAPI_ANNOTATED_H
#define HOLDFAST_CAPI_ANNOTATED_H

#include <frameobject.h>
#include <structmember.h>

#ifdef __clang_analyzer__
#define HFA_NEW __attribute__((cf_returns_retained))
#define HFA_LENT __attribute__((cf_returns_not_retained))
#define HFA_CONSUMED __attribute__((cf_consumed))
#else
#define HFA_NEW
#define HFA_LENT
#define HFA_CONSUMED
#endif

#ifdef __cplusplus
extern "C" {
#endif

// clang-format off

PyAPI_FUNC(PyObject *) PyAsyncGen_New(PyFrameObject *frame HFA_CONSUMED, PyObject *name, PyObject *qualname) HFA_NEW;
PyAPI_FUNC(PyObject *) PyBool_FromLong(long v) HFA_NEW;
PyAPI_FUNC(PyObject *) PyByteArray_Concat(PyObject *left_buffer, PyObject *right_buffer) HFA_NEW;
PyAPI_FUNC(PyObject *) PyByteArray_FromObject(PyObject *buffer) HFA_NEW;
PyAPI_FUNC(PyObject *) PyByteArray_FromStringAndSize(const char *string, Py_ssize_t len) HFA_NEW;
PyAPI_FUNC(void) PyBytes_ConcatAndDel(PyObject **bytes, PyObject *newpart HFA_CONSUMED);
PyAPI_FUNC(PyObject *) PyBytes_DecodeEscape(const char *string, Py_ssize_t len, const char *errors, Py_ssize_t unicode, const char *recode) HFA_NEW;
PyAPI_FUNC(PyObject *) PyBytes_FromFormat(const char *format, ...) HFA_NEW;
PyAPI_FUNC(PyObject *) PyBytes_FromFormatV(const char *format, va_list arguments) HFA_NEW;
PyAPI_FUNC(PyObject *) PyBytes_FromObject(PyObject *buffer) HFA_NEW;
PyAPI_FUNC(PyObject *) PyBytes_FromString(const char *v) HFA_NEW;
PyAPI_FUNC(PyObject *) PyBytes_FromStringAndSize(const char *v, Py_ssize_t len) HFA_NEW;
PyAPI_FUNC(PyObject *) PyBytes_Repr(PyObject *bytes, int smartquotes) HFA_NEW;
PyAPI_FUNC(PyObject *) PyCFunction_GetSelf(PyObject *builtin) HFA_LENT;
PyAPI_FUNC(PyObject *) PyCMethod_New(PyMethodDef *method_def, PyObject *self, PyObject *module_name, PyTypeObject *cls) HFA_NEW;
PyAPI_FUNC(PyObject *) PyCallIter_New(PyObject *callable, PyObject *sentinel) HFA_NEW;
PyAPI_FUNC(PyObject *) PyCapsule_New(void *pointer, const char *name, PyCapsule_Destructor destructor) HFA_NEW;
PyAPI_FUNC(PyObject *) PyCell_Get(PyObject *cell) HFA_NEW;
PyAPI_FUNC(PyObject *) PyCell_New(PyObject *value) HFA_NEW;
PyAPI_FUNC(PyObject *) PyClassMethod_New(PyObject *callable) HFA_NEW;
PyAPI_FUNC(PyCodeObject *) PyCode_NewEmpty(const char *filename, const char *funcname, int firstlineno) HFA_NEW;
PyAPI_FUNC(PyObject *) PyCode_Optimize(PyObject *code_bytes, PyObject *consts, PyObject *names, PyObject *lnotab) HFA_NEW;
PyAPI_FUNC(PyObject *) PyCodec_BackslashReplaceErrors(PyObject *encode_error) HFA_NEW;
PyAPI_FUNC(PyObject *) PyCodec_Decode(PyObject *object, const char *encoding, const char *errors) HFA_NEW;
PyAPI_FUNC(PyObject *) PyCodec_Decoder(const char *encoding) HFA_NEW;
PyAPI_FUNC(PyObject *) PyCodec_Encode(PyObject *object, const char *encoding, const char *errors) HFA_NEW;
PyAPI_FUNC(PyObject *) PyCodec_Encoder(const char *encoding) HFA_NEW;
PyAPI_FUNC(PyObject *) PyCodec_IgnoreErrors(PyObject *encode_error) HFA_NEW;
PyAPI_FUNC(PyObject *) PyCodec_IncrementalDecoder(const char *encoding, const char *errors) HFA_NEW;
PyAPI_FUNC(PyObject *) PyCodec_IncrementalEncoder(const char *encoding, const char *errors) HFA_NEW;
PyAPI_FUNC(PyObject *) PyCodec_LookupError(const char *name) HFA_NEW;
PyAPI_FUNC(PyObject *) PyCodec_NameReplaceErrors(PyObject *encode_error) HFA_NEW;
PyAPI_FUNC(PyObject *) PyCodec_ReplaceErrors(PyObject *encode_error) HFA_NEW;
PyAPI_FUNC(PyObject *) PyCodec_StreamReader(const char *encoding, PyObject *stream, const char *errors) HFA_NEW;
PyAPI_FUNC(PyObject *) PyCodec_StreamWriter(const char *encoding, PyObject *stream, const char *errors) HFA_NEW;
PyAPI_FUNC(PyObject *) PyCodec_XMLCharRefReplaceErrors(PyObject *encode_error) HFA_NEW;
PyAPI_FUNC(PyObject *) PyComplex_FromCComplex(Py_complex v) HFA_NEW;
PyAPI_FUNC(PyObject *) PyComplex_FromDoubles(double real, double imag) HFA_NEW;
PyAPI_FUNC(PyObject *) PyContextVar_New(const char *name, PyObject *fallback) HFA_NEW;
PyAPI_FUNC(PyObject *) PyContextVar_Set(PyObject *context_var, PyObject *value) HFA_NEW;
PyAPI_FUNC(PyObject *) PyContext_Copy(PyObject *context) HFA_NEW;
PyAPI_FUNC(PyObject *) PyContext_CopyCurrent(void) HFA_NEW;
PyAPI_FUNC(PyObject *) PyContext_New(void) HFA_NEW;
PyAPI_FUNC(PyObject *) PyCoro_New(PyFrameObject *frame HFA_CONSUMED, PyObject *name, PyObject *qualname) HFA_NEW;
PyAPI_FUNC(PyObject *) PyDescr_NewClassMethod(PyTypeObject *type, PyMethodDef *method_def) HFA_NEW;
PyAPI_FUNC(PyObject *) PyDescr_NewMethod(PyTypeObject *type, PyMethodDef *method_def) HFA_NEW;
PyAPI_FUNC(PyObject *) PyDescr_NewWrapper(PyTypeObject *type, struct wrapperbase *wrapper, void *wrapped) HFA_NEW;
PyAPI_FUNC(PyObject *) PyDictProxy_New(PyObject *mapping) HFA_NEW;
PyAPI_FUNC(PyObject *) PyDict_Copy(PyObject *dict) HFA_NEW;
PyAPI_FUNC(PyObject *) PyDict_GetItem(PyObject *dict, PyObject *key) HFA_LENT;
PyAPI_FUNC(PyObject *) PyDict_GetItemString(PyObject *dict, const char *key) HFA_LENT;
PyAPI_FUNC(PyObject *) PyDict_GetItemWithError(PyObject *dict, PyObject *key) HFA_LENT;
PyAPI_FUNC(PyObject *) PyDict_Items(PyObject *dict) HFA_NEW;
PyAPI_FUNC(PyObject *) PyDict_Keys(PyObject *dict) HFA_NEW;
PyAPI_FUNC(PyObject *) PyDict_New(void) HFA_NEW;
PyAPI_FUNC(PyObject *) PyDict_SetDefault(PyObject *dict, PyObject *key, PyObject *fallback) HFA_LENT;
PyAPI_FUNC(PyObject *) PyDict_Values(PyObject *dict) HFA_NEW;
PyAPI_FUNC(PyObject *) PyErr_NewException(const char *name, PyObject *bases, PyObject *dict) HFA_NEW;
PyAPI_FUNC(PyObject *) PyErr_NewExceptionWithDoc(const char *name, const char *doc, PyObject *bases, PyObject *dict) HFA_NEW;
PyAPI_FUNC(PyObject *) PyErr_Occurred(void) HFA_LENT;
PyAPI_FUNC(PyObject *) PyErr_ProgramText(const char *filename, int lineno) HFA_NEW;
PyAPI_FUNC(PyObject *) PyErr_ProgramTextObject(PyObject *filename, int lineno) HFA_NEW;
PyAPI_FUNC(void) PyErr_Restore(PyObject *exc_type HFA_CONSUMED, PyObject *value HFA_CONSUMED, PyObject *traceback HFA_CONSUMED);
PyAPI_FUNC(void) PyErr_SetExcInfo(PyObject *exc_type HFA_CONSUMED, PyObject *value HFA_CONSUMED, PyObject *traceback HFA_CONSUMED);
PyAPI_FUNC(PyObject *) PyEval_EvalCode(PyObject *code, PyObject *globals, PyObject *locals) HFA_NEW;
PyAPI_FUNC(PyObject *) PyEval_EvalCodeEx(PyObject *code, PyObject *globals, PyObject *locals, PyObject *const *args, int argcount, PyObject *const *kws, int kwcount, PyObject *const *defs, int defcount, PyObject *kwdefs, PyObject *closure) HFA_NEW;
PyAPI_FUNC(PyObject *) PyEval_EvalFrame(PyFrameObject *frame) HFA_NEW;
PyAPI_FUNC(PyObject *) PyEval_EvalFrameEx(PyFrameObject *frame, int throwflag) HFA_NEW;
PyAPI_FUNC(PyObject *) PyEval_GetBuiltins(void) HFA_LENT;
PyAPI_FUNC(PyFrameObject *) PyEval_GetFrame(void) HFA_LENT;
PyAPI_FUNC(PyObject *) PyEval_GetGlobals(void) HFA_LENT;
PyAPI_FUNC(PyObject *) PyEval_GetLocals(void) HFA_LENT;
PyAPI_FUNC(PyObject *) PyException_GetCause(PyObject *exception) HFA_NEW;
PyAPI_FUNC(PyObject *) PyException_GetContext(PyObject *exception) HFA_NEW;
PyAPI_FUNC(PyObject *) PyException_GetTraceback(PyObject *exception) HFA_NEW;
PyAPI_FUNC(void) PyException_SetCause(PyObject *exception, PyObject *cause HFA_CONSUMED);
PyAPI_FUNC(void) PyException_SetContext(PyObject *exception, PyObject *cause HFA_CONSUMED);
PyAPI_FUNC(PyObject *) PyFile_FromFd(int fd, const char *name, const char *mode, int buffering, const char *encoding, const char *errors, const char *newline, int closefd) HFA_NEW;
PyAPI_FUNC(PyObject *) PyFile_GetLine(PyObject *file, int n) HFA_NEW;
PyAPI_FUNC(PyObject *) PyFile_NewStdPrinter(int fd) HFA_NEW;
PyAPI_FUNC(PyObject *) PyFile_OpenCode(const char *utf8path) HFA_NEW;
PyAPI_FUNC(PyObject *) PyFile_OpenCodeObject(PyObject *path) HFA_NEW;
PyAPI_FUNC(PyObject *) PyFloat_FromDouble(double v) HFA_NEW;
PyAPI_FUNC(PyObject *) PyFloat_FromString(PyObject *float_str) HFA_NEW;
PyAPI_FUNC(PyObject *) PyFloat_GetInfo(void) HFA_NEW;
PyAPI_FUNC(PyFrameObject *) PyFrame_GetBack(PyFrameObject *frame) HFA_NEW;
PyAPI_FUNC(PyCodeObject *) PyFrame_GetCode(PyFrameObject *frame) HFA_NEW;
PyAPI_FUNC(PyFrameObject *) PyFrame_New(PyThreadState *thread, PyCodeObject *code, PyObject *globals, PyObject *locals) HFA_NEW;
PyAPI_FUNC(PyObject *) PyFrozenSet_New(PyObject *iterable) HFA_NEW;
PyAPI_FUNC(PyObject *) PyFunction_GetAnnotations(PyObject *function) HFA_LENT;
PyAPI_FUNC(PyObject *) PyFunction_GetClosure(PyObject *function) HFA_LENT;
PyAPI_FUNC(PyObject *) PyFunction_GetCode(PyObject *function) HFA_LENT;
PyAPI_FUNC(PyObject *) PyFunction_GetDefaults(PyObject *function) HFA_LENT;
PyAPI_FUNC(PyObject *) PyFunction_GetGlobals(PyObject *function) HFA_LENT;
PyAPI_FUNC(PyObject *) PyFunction_GetKwDefaults(PyObject *function) HFA_LENT;
PyAPI_FUNC(PyObject *) PyFunction_GetModule(PyObject *function) HFA_LENT;
PyAPI_FUNC(PyObject *) PyFunction_New(PyObject *code, PyObject *globals) HFA_NEW;
PyAPI_FUNC(PyObject *) PyFunction_NewWithQualName(PyObject *code, PyObject *globals, PyObject *qualname) HFA_NEW;
PyAPI_FUNC(PyObject *) PyGen_New(PyFrameObject *frame HFA_CONSUMED) HFA_NEW;
PyAPI_FUNC(PyObject *) PyGen_NewWithQualName(PyFrameObject *frame HFA_CONSUMED, PyObject *name, PyObject *qualname) HFA_NEW;
PyAPI_FUNC(PyObject *) PyImport_AddModule(const char *name) HFA_LENT;
PyAPI_FUNC(PyObject *) PyImport_AddModuleObject(PyObject *name) HFA_LENT;
PyAPI_FUNC(PyObject *) PyImport_ExecCodeModule(const char *name, PyObject *code) HFA_NEW;
PyAPI_FUNC(PyObject *) PyImport_ExecCodeModuleEx(const char *name, PyObject *code, const char *pathname) HFA_NEW;
PyAPI_FUNC(PyObject *) PyImport_ExecCodeModuleObject(PyObject *name, PyObject *code, PyObject *pathname, PyObject *cpathname) HFA_NEW;
PyAPI_FUNC(PyObject *) PyImport_ExecCodeModuleWithPathnames(const char *name, PyObject *code, const char *pathname, const char *cpathname) HFA_NEW;
PyAPI_FUNC(PyObject *) PyImport_GetImporter(PyObject *path) HFA_NEW;
PyAPI_FUNC(PyObject *) PyImport_GetModule(PyObject *module_name) HFA_NEW;
PyAPI_FUNC(PyObject *) PyImport_GetModuleDict(void) HFA_LENT;
PyAPI_FUNC(PyObject *) PyImport_Import(PyObject *module_name) HFA_NEW;
PyAPI_FUNC(PyObject *) PyImport_ImportModule(const char *name) HFA_NEW;
PyAPI_FUNC(PyObject *) PyImport_ImportModuleLevel(const char *name, PyObject *globals, PyObject *locals, PyObject *fromlist, int level) HFA_NEW;
PyAPI_FUNC(PyObject *) PyImport_ImportModuleLevelObject(PyObject *module_name, PyObject *globals, PyObject *locals, PyObject *fromlist, int level) HFA_NEW;
PyAPI_FUNC(PyObject *) PyImport_ImportModuleNoBlock(const char *name) HFA_NEW;
PyAPI_FUNC(PyObject *) PyImport_ReloadModule(PyObject *module_) HFA_NEW;
PyAPI_FUNC(PyObject *) PyInstanceMethod_Function(PyObject *instance_method) HFA_LENT;
PyAPI_FUNC(PyObject *) PyInstanceMethod_New(PyObject *callable) HFA_NEW;
PyAPI_FUNC(PyObject *) PyInterpreterState_GetDict(PyInterpreterState *interpreter) HFA_LENT;
PyAPI_FUNC(PyObject *) PyIter_Next(PyObject *iterator) HFA_NEW;
PyAPI_FUNC(PyObject *) PyList_AsTuple(PyObject *list) HFA_NEW;
PyAPI_FUNC(PyObject *) PyList_GetItem(PyObject *list, Py_ssize_t index) HFA_LENT;
PyAPI_FUNC(PyObject *) PyList_GetSlice(PyObject *list, Py_ssize_t low, Py_ssize_t high) HFA_NEW;
PyAPI_FUNC(PyObject *) PyList_New(Py_ssize_t len) HFA_NEW;
PyAPI_FUNC(int) PyList_SetItem(PyObject *list, Py_ssize_t index, PyObject *item HFA_CONSUMED);
PyAPI_FUNC(PyObject *) PyLong_FromDouble(double v) HFA_NEW;
PyAPI_FUNC(PyObject *) PyLong_FromLong(long v) HFA_NEW;
PyAPI_FUNC(PyObject *) PyLong_FromLongLong(long long v) HFA_NEW;
PyAPI_FUNC(PyObject *) PyLong_FromSize_t(size_t v) HFA_NEW;
PyAPI_FUNC(PyObject *) PyLong_FromSsize_t(Py_ssize_t v) HFA_NEW;
PyAPI_FUNC(PyObject *) PyLong_FromString(const char *str, char **pend, int base) HFA_NEW;
PyAPI_FUNC(PyObject *) PyLong_FromUnicodeObject(PyObject *int_str, int base) HFA_NEW;
PyAPI_FUNC(PyObject *) PyLong_FromUnsignedLong(unsigned long v) HFA_NEW;
PyAPI_FUNC(PyObject *) PyLong_FromUnsignedLongLong(unsigned long long v) HFA_NEW;
PyAPI_FUNC(PyObject *) PyLong_FromVoidPtr(void *p) HFA_NEW;
PyAPI_FUNC(PyObject *) PyLong_GetInfo(void) HFA_NEW;
PyAPI_FUNC(PyObject *) PyMapping_GetItemString(PyObject *mapping, const char *key) HFA_NEW;
PyAPI_FUNC(PyObject *) PyMapping_Items(PyObject *mapping) HFA_NEW;
PyAPI_FUNC(PyObject *) PyMapping_Keys(PyObject *mapping) HFA_NEW;
PyAPI_FUNC(PyObject *) PyMapping_Values(PyObject *mapping) HFA_NEW;
PyAPI_FUNC(PyObject *) PyMemoryView_FromMemory(char *mem, Py_ssize_t size, int flags) HFA_NEW;
PyAPI_FUNC(PyObject *) PyMemoryView_FromObject(PyObject *buffer) HFA_NEW;
PyAPI_FUNC(PyObject *) PyMemoryView_GetContiguous(PyObject *buffer, int buffertype, char order) HFA_NEW;
PyAPI_FUNC(PyObject *) PyMethod_Function(PyObject *method) HFA_LENT;
PyAPI_FUNC(PyObject *) PyMethod_New(PyObject *callable, PyObject *self) HFA_NEW;
PyAPI_FUNC(PyObject *) PyMethod_Self(PyObject *method) HFA_LENT;
PyAPI_FUNC(PyObject *) PyModule_FromDefAndSpec2(PyModuleDef *module_def, PyObject *spec, int module_api_version) HFA_NEW;
PyAPI_FUNC(PyObject *) PyModule_GetDict(PyObject *module_) HFA_LENT;
PyAPI_FUNC(PyObject *) PyModule_GetFilenameObject(PyObject *module_) HFA_NEW;
PyAPI_FUNC(PyObject *) PyModule_GetNameObject(PyObject *module_) HFA_NEW;
PyAPI_FUNC(PyObject *) PyModule_New(const char *name) HFA_NEW;
PyAPI_FUNC(PyObject *) PyModule_NewObject(PyObject *str) HFA_NEW;
PyAPI_FUNC(PyObject *) PyNumber_Absolute(PyObject *number) HFA_NEW;
PyAPI_FUNC(PyObject *) PyNumber_Add(PyObject *number, PyObject *number2) HFA_NEW;
PyAPI_FUNC(PyObject *) PyNumber_And(PyObject *number, PyObject *number2) HFA_NEW;
PyAPI_FUNC(PyObject *) PyNumber_Divmod(PyObject *number, PyObject *number2) HFA_NEW;
PyAPI_FUNC(PyObject *) PyNumber_Float(PyObject *number) HFA_NEW;
PyAPI_FUNC(PyObject *) PyNumber_FloorDivide(PyObject *number, PyObject *number2) HFA_NEW;
PyAPI_FUNC(PyObject *) PyNumber_InPlaceAdd(PyObject *number, PyObject *number2) HFA_NEW;
PyAPI_FUNC(PyObject *) PyNumber_InPlaceAnd(PyObject *number, PyObject *number2) HFA_NEW;
PyAPI_FUNC(PyObject *) PyNumber_InPlaceFloorDivide(PyObject *number, PyObject *number2) HFA_NEW;
PyAPI_FUNC(PyObject *) PyNumber_InPlaceLshift(PyObject *number, PyObject *small) HFA_NEW;
PyAPI_FUNC(PyObject *) PyNumber_InPlaceMatrixMultiply(PyObject *matrix, PyObject *right_matrix) HFA_NEW;
PyAPI_FUNC(PyObject *) PyNumber_InPlaceMultiply(PyObject *number, PyObject *number2) HFA_NEW;
PyAPI_FUNC(PyObject *) PyNumber_InPlaceOr(PyObject *number, PyObject *number2) HFA_NEW;
PyAPI_FUNC(PyObject *) PyNumber_InPlacePower(PyObject *number, PyObject *small, PyObject *modulus) HFA_NEW;
PyAPI_FUNC(PyObject *) PyNumber_InPlaceRemainder(PyObject *number, PyObject *number2) HFA_NEW;
PyAPI_FUNC(PyObject *) PyNumber_InPlaceRshift(PyObject *number, PyObject *small) HFA_NEW;
PyAPI_FUNC(PyObject *) PyNumber_InPlaceSubtract(PyObject *number, PyObject *number2) HFA_NEW;
PyAPI_FUNC(PyObject *) PyNumber_InPlaceTrueDivide(PyObject *number, PyObject *number2) HFA_NEW;
PyAPI_FUNC(PyObject *) PyNumber_InPlaceXor(PyObject *number, PyObject *number2) HFA_NEW;
PyAPI_FUNC(PyObject *) PyNumber_Index(PyObject *number) HFA_NEW;
PyAPI_FUNC(PyObject *) PyNumber_Invert(PyObject *number) HFA_NEW;
PyAPI_FUNC(PyObject *) PyNumber_Long(PyObject *number) HFA_NEW;
PyAPI_FUNC(PyObject *) PyNumber_Lshift(PyObject *number, PyObject *small) HFA_NEW;
PyAPI_FUNC(PyObject *) PyNumber_MatrixMultiply(PyObject *matrix, PyObject *right_matrix) HFA_NEW;
PyAPI_FUNC(PyObject *) PyNumber_Multiply(PyObject *number, PyObject *number2) HFA_NEW;
PyAPI_FUNC(PyObject *) PyNumber_Negative(PyObject *number) HFA_NEW;
PyAPI_FUNC(PyObject *) PyNumber_Or(PyObject *number, PyObject *number2) HFA_NEW;
PyAPI_FUNC(PyObject *) PyNumber_Positive(PyObject *number) HFA_NEW;
PyAPI_FUNC(PyObject *) PyNumber_Power(PyObject *number, PyObject *small, PyObject *modulus) HFA_NEW;
PyAPI_FUNC(PyObject *) PyNumber_Remainder(PyObject *number, PyObject *number2) HFA_NEW;
PyAPI_FUNC(PyObject *) PyNumber_Rshift(PyObject *number, PyObject *small) HFA_NEW;
PyAPI_FUNC(PyObject *) PyNumber_Subtract(PyObject *number, PyObject *number2) HFA_NEW;
PyAPI_FUNC(PyObject *) PyNumber_ToBase(PyObject *number, int base) HFA_NEW;
PyAPI_FUNC(PyObject *) PyNumber_TrueDivide(PyObject *number, PyObject *number2) HFA_NEW;
PyAPI_FUNC(PyObject *) PyNumber_Xor(PyObject *number, PyObject *number2) HFA_NEW;
PyAPI_FUNC(PyObject *) PyODict_New(void) HFA_NEW;
PyAPI_FUNC(PyObject *) PyOS_FSPath(PyObject *path) HFA_NEW;
PyAPI_FUNC(PyObject *) PyObject_ASCII(PyObject *object) HFA_NEW;
PyAPI_FUNC(PyObject *) PyObject_Bytes(PyObject *object) HFA_NEW;
PyAPI_FUNC(PyObject *) PyObject_Call(PyObject *callable, PyObject *args, PyObject *kwargs) HFA_NEW;
PyAPI_FUNC(PyObject *) PyObject_CallFunction(PyObject *callable, const char *format, ...) HFA_NEW;
PyAPI_FUNC(PyObject *) PyObject_CallFunctionObjArgs(PyObject *callable, ...) HFA_NEW;
PyAPI_FUNC(PyObject *) PyObject_CallMethod(PyObject *object, const char *name, const char *format, ...) HFA_NEW;
PyAPI_FUNC(PyObject *) PyObject_CallMethodObjArgs(PyObject *object, PyObject *method_name, ...) HFA_NEW;
PyAPI_FUNC(PyObject *) PyObject_CallNoArgs(PyObject *callable) HFA_NEW;
PyAPI_FUNC(PyObject *) PyObject_CallObject(PyObject *callable, PyObject *args) HFA_NEW;
PyAPI_FUNC(PyObject *) PyObject_Dir(PyObject *object) HFA_NEW;
PyAPI_FUNC(PyObject *) PyObject_Format(PyObject *object, PyObject *format_spec) HFA_NEW;
PyAPI_FUNC(PyObject *) PyObject_GenericGetAttr(PyObject *object, PyObject *attr) HFA_NEW;
PyAPI_FUNC(PyObject *) PyObject_GenericGetDict(PyObject *object, void *context) HFA_NEW;
PyAPI_FUNC(PyObject *) PyObject_GetAttr(PyObject *object, PyObject *attr) HFA_NEW;
PyAPI_FUNC(PyObject *) PyObject_GetAttrString(PyObject *object, const char *name) HFA_NEW;
PyAPI_FUNC(PyObject *) PyObject_GetItem(PyObject *container, PyObject *key) HFA_NEW;
PyAPI_FUNC(PyObject *) PyObject_GetIter(PyObject *iterable) HFA_NEW;
PyAPI_FUNC(PyObject *) PyObject_Repr(PyObject *object) HFA_NEW;
PyAPI_FUNC(PyObject *) PyObject_RichCompare(PyObject *object, PyObject *right, int opid) HFA_NEW;
PyAPI_FUNC(PyObject *) PyObject_SelfIter(PyObject *object) HFA_NEW;
PyAPI_FUNC(PyObject *) PyObject_Str(PyObject *object) HFA_NEW;
PyAPI_FUNC(PyObject *) PyObject_Type(PyObject *object) HFA_NEW;
PyAPI_FUNC(PyObject *) PyObject_VectorcallDict(PyObject *callable, PyObject *const *arguments, size_t nargsf, PyObject *kwargs) HFA_NEW;
PyAPI_FUNC(PyObject *) PyObject_VectorcallMethod(PyObject *method_name, PyObject *const *arguments, size_t nargsf, PyObject *kwnames) HFA_NEW;
PyAPI_FUNC(PyObject *) PyPickleBuffer_FromObject(PyObject *buffer) HFA_NEW;
PyAPI_FUNC(PyObject *) PyRun_FileExFlags(FILE *fp, const char *filename, int start, PyObject *globals, PyObject *locals, int closeit, PyCompilerFlags *flags) HFA_NEW;
PyAPI_FUNC(PyObject *) PyRun_StringFlags(const char *string, int start, PyObject *globals, PyObject *locals, PyCompilerFlags *flags) HFA_NEW;
PyAPI_FUNC(PyObject *) PySeqIter_New(PyObject *sequence) HFA_NEW;
PyAPI_FUNC(PyObject *) PySequence_Concat(PyObject *sequence, PyObject *right_list) HFA_NEW;
PyAPI_FUNC(PyObject *) PySequence_Fast(PyObject *iterable, const char *message) HFA_NEW;
PyAPI_FUNC(PyObject *) PySequence_GetItem(PyObject *sequence, Py_ssize_t i) HFA_NEW;
PyAPI_FUNC(PyObject *) PySequence_GetSlice(PyObject *sequence, Py_ssize_t i1, Py_ssize_t i2) HFA_NEW;
PyAPI_FUNC(PyObject *) PySequence_InPlaceConcat(PyObject *sequence, PyObject *right_list) HFA_NEW;
PyAPI_FUNC(PyObject *) PySequence_InPlaceRepeat(PyObject *sequence, Py_ssize_t count) HFA_NEW;
PyAPI_FUNC(PyObject *) PySequence_List(PyObject *iterable) HFA_NEW;
PyAPI_FUNC(PyObject *) PySequence_Repeat(PyObject *sequence, Py_ssize_t count) HFA_NEW;
PyAPI_FUNC(PyObject *) PySequence_Tuple(PyObject *iterable) HFA_NEW;
PyAPI_FUNC(PyObject *) PySet_New(PyObject *iterable) HFA_NEW;
PyAPI_FUNC(PyObject *) PySet_Pop(PyObject *set) HFA_NEW;
PyAPI_FUNC(PyObject *) PySlice_New(PyObject *start, PyObject *stop, PyObject *step) HFA_NEW;
PyAPI_FUNC(PyObject *) PyStaticMethod_New(PyObject *callable) HFA_NEW;
PyAPI_FUNC(PyObject *) PyStructSequence_GetItem(PyObject *struct_sequence, Py_ssize_t index) HFA_LENT;
PyAPI_FUNC(PyObject *) PyStructSequence_New(PyTypeObject *struct_sequence_type) HFA_NEW;
PyAPI_FUNC(PyTypeObject *) PyStructSequence_NewType(PyStructSequence_Desc *sequence_desc) HFA_NEW;
PyAPI_FUNC(void) PyStructSequence_SetItem(PyObject *struct_sequence, Py_ssize_t index, PyObject *item HFA_CONSUMED);
PyAPI_FUNC(PyObject *) PySys_GetObject(const char *name) HFA_LENT;
PyAPI_FUNC(PyObject *) PySys_GetXOptions(void) HFA_LENT;
PyAPI_FUNC(PyObject *) PyThreadState_GetDict(void) HFA_LENT;
PyAPI_FUNC(PyFrameObject *) PyThreadState_GetFrame(PyThreadState *thread) HFA_NEW;
PyAPI_FUNC(PyObject *) PyThread_GetInfo(void) HFA_NEW;
PyAPI_FUNC(PyObject *) PyTuple_GetItem(PyObject *tuple, Py_ssize_t index) HFA_LENT;
PyAPI_FUNC(PyObject *) PyTuple_GetSlice(PyObject *tuple, Py_ssize_t low, Py_ssize_t high) HFA_NEW;
PyAPI_FUNC(PyObject *) PyTuple_New(Py_ssize_t len) HFA_NEW;
PyAPI_FUNC(PyObject *) PyTuple_Pack(Py_ssize_t n, ...) HFA_NEW;
PyAPI_FUNC(int) PyTuple_SetItem(PyObject *tuple, Py_ssize_t index, PyObject *item HFA_CONSUMED);
PyAPI_FUNC(PyObject *) PyType_FromModuleAndSpec(PyObject *module_, PyType_Spec *type_spec, PyObject *bases) HFA_NEW;
PyAPI_FUNC(PyObject *) PyType_FromSpec(PyType_Spec *type_spec) HFA_NEW;
PyAPI_FUNC(PyObject *) PyType_FromSpecWithBases(PyType_Spec *type_spec, PyObject *bases) HFA_NEW;
PyAPI_FUNC(PyObject *) PyType_GenericAlloc(PyTypeObject *type, Py_ssize_t nitems) HFA_NEW;
PyAPI_FUNC(PyObject *) PyType_GenericNew(PyTypeObject *type, PyObject *args, PyObject *kwargs) HFA_NEW;
PyAPI_FUNC(PyObject *) PyUnicodeDecodeError_Create(const char *encoding, const char *object, Py_ssize_t length, Py_ssize_t start, Py_ssize_t end, const char *reason) HFA_NEW;
PyAPI_FUNC(PyObject *) PyUnicodeDecodeError_GetEncoding(PyObject *decode_error) HFA_NEW;
PyAPI_FUNC(PyObject *) PyUnicodeDecodeError_GetObject(PyObject *decode_error) HFA_NEW;
PyAPI_FUNC(PyObject *) PyUnicodeDecodeError_GetReason(PyObject *decode_error) HFA_NEW;
PyAPI_FUNC(PyObject *) PyUnicodeEncodeError_GetEncoding(PyObject *encode_error) HFA_NEW;
PyAPI_FUNC(PyObject *) PyUnicodeEncodeError_GetObject(PyObject *encode_error) HFA_NEW;
PyAPI_FUNC(PyObject *) PyUnicodeEncodeError_GetReason(PyObject *encode_error) HFA_NEW;
PyAPI_FUNC(PyObject *) PyUnicodeTranslateError_GetObject(PyObject *translate_error) HFA_NEW;
PyAPI_FUNC(PyObject *) PyUnicodeTranslateError_GetReason(PyObject *translate_error) HFA_NEW;
PyAPI_FUNC(void) PyUnicode_AppendAndDel(PyObject **str, PyObject *right HFA_CONSUMED);
PyAPI_FUNC(PyObject *) PyUnicode_AsASCIIString(PyObject *str) HFA_NEW;
PyAPI_FUNC(PyObject *) PyUnicode_AsCharmapString(PyObject *str, PyObject *charmap) HFA_NEW;
PyAPI_FUNC(PyObject *) PyUnicode_AsDecodedObject(PyObject *str, const char *encoding, const char *errors) HFA_NEW;
PyAPI_FUNC(PyObject *) PyUnicode_AsDecodedUnicode(PyObject *str, const char *encoding, const char *errors) HFA_NEW;
PyAPI_FUNC(PyObject *) PyUnicode_AsEncodedObject(PyObject *str, const char *encoding, const char *errors) HFA_NEW;
PyAPI_FUNC(PyObject *) PyUnicode_AsEncodedString(PyObject *str, const char *encoding, const char *errors) HFA_NEW;
PyAPI_FUNC(PyObject *) PyUnicode_AsEncodedUnicode(PyObject *str, const char *encoding, const char *errors) HFA_NEW;
PyAPI_FUNC(PyObject *) PyUnicode_AsLatin1String(PyObject *str) HFA_NEW;
PyAPI_FUNC(PyObject *) PyUnicode_AsRawUnicodeEscapeString(PyObject *str) HFA_NEW;
PyAPI_FUNC(PyObject *) PyUnicode_AsUTF16String(PyObject *str) HFA_NEW;
PyAPI_FUNC(PyObject *) PyUnicode_AsUTF32String(PyObject *str) HFA_NEW;
PyAPI_FUNC(PyObject *) PyUnicode_AsUTF8String(PyObject *str) HFA_NEW;
PyAPI_FUNC(PyObject *) PyUnicode_AsUnicodeEscapeString(PyObject *str) HFA_NEW;
PyAPI_FUNC(PyObject *) PyUnicode_BuildEncodingMap(PyObject *str) HFA_NEW;
PyAPI_FUNC(PyObject *) PyUnicode_Concat(PyObject *str, PyObject *right) HFA_NEW;
PyAPI_FUNC(PyObject *) PyUnicode_Decode(const char *s, Py_ssize_t size, const char *encoding, const char *errors) HFA_NEW;
PyAPI_FUNC(PyObject *) PyUnicode_DecodeASCII(const char *s, Py_ssize_t size, const char *errors) HFA_NEW;
PyAPI_FUNC(PyObject *) PyUnicode_DecodeCharmap(const char *data, Py_ssize_t size, PyObject *charmap, const char *errors) HFA_NEW;
PyAPI_FUNC(PyObject *) PyUnicode_DecodeFSDefault(const char *s) HFA_NEW;
PyAPI_FUNC(PyObject *) PyUnicode_DecodeFSDefaultAndSize(const char *s, Py_ssize_t size) HFA_NEW;
PyAPI_FUNC(PyObject *) PyUnicode_DecodeLatin1(const char *s, Py_ssize_t size, const char *errors) HFA_NEW;
PyAPI_FUNC(PyObject *) PyUnicode_DecodeLocale(const char *str, const char *errors) HFA_NEW;
PyAPI_FUNC(PyObject *) PyUnicode_DecodeLocaleAndSize(const char *str, Py_ssize_t len, const char *errors) HFA_NEW;
PyAPI_FUNC(PyObject *) PyUnicode_DecodeRawUnicodeEscape(const char *s, Py_ssize_t size, const char *errors) HFA_NEW;
PyAPI_FUNC(PyObject *) PyUnicode_DecodeUTF16(const char *s, Py_ssize_t size, const char *errors, int *byteorder) HFA_NEW;
PyAPI_FUNC(PyObject *) PyUnicode_DecodeUTF16Stateful(const char *s, Py_ssize_t size, const char *errors, int *byteorder, Py_ssize_t *consumed) HFA_NEW;
PyAPI_FUNC(PyObject *) PyUnicode_DecodeUTF32(const char *s, Py_ssize_t size, const char *errors, int *byteorder) HFA_NEW;
PyAPI_FUNC(PyObject *) PyUnicode_DecodeUTF32Stateful(const char *s, Py_ssize_t size, const char *errors, int *byteorder, Py_ssize_t *consumed) HFA_NEW;
PyAPI_FUNC(PyObject *) PyUnicode_DecodeUTF7(const char *s, Py_ssize_t size, const char *errors) HFA_NEW;
PyAPI_FUNC(PyObject *) PyUnicode_DecodeUTF7Stateful(const char *s, Py_ssize_t size, const char *errors, Py_ssize_t *consumed) HFA_NEW;
PyAPI_FUNC(PyObject *) PyUnicode_DecodeUTF8(const char *s, Py_ssize_t size, const char *errors) HFA_NEW;
PyAPI_FUNC(PyObject *) PyUnicode_DecodeUTF8Stateful(const char *s, Py_ssize_t size, const char *errors, Py_ssize_t *consumed) HFA_NEW;
PyAPI_FUNC(PyObject *) PyUnicode_DecodeUnicodeEscape(const char *s, Py_ssize_t size, const char *errors) HFA_NEW;
PyAPI_FUNC(PyObject *) PyUnicode_EncodeFSDefault(PyObject *str) HFA_NEW;
PyAPI_FUNC(PyObject *) PyUnicode_EncodeLocale(PyObject *str, const char *errors) HFA_NEW;
PyAPI_FUNC(PyObject *) PyUnicode_Format(PyObject *format_str, PyObject *args) HFA_NEW;
PyAPI_FUNC(PyObject *) PyUnicode_FromEncodedObject(PyObject *buffer, const char *encoding, const char *errors) HFA_NEW;
PyAPI_FUNC(PyObject *) PyUnicode_FromFormat(const char *format, ...) HFA_NEW;
PyAPI_FUNC(PyObject *) PyUnicode_FromFormatV(const char *format, va_list arguments) HFA_NEW;
PyAPI_FUNC(PyObject *) PyUnicode_FromKindAndData(int kind, const void *buffer, Py_ssize_t size) HFA_NEW;
PyAPI_FUNC(PyObject *) PyUnicode_FromObject(PyObject *str) HFA_NEW;
PyAPI_FUNC(PyObject *) PyUnicode_FromOrdinal(int ordinal) HFA_NEW;
PyAPI_FUNC(PyObject *) PyUnicode_FromString(const char *u) HFA_NEW;
PyAPI_FUNC(PyObject *) PyUnicode_FromStringAndSize(const char *u, Py_ssize_t size) HFA_NEW;
PyAPI_FUNC(PyObject *) PyUnicode_FromWideChar(const wchar_t *w, Py_ssize_t size) HFA_NEW;
PyAPI_FUNC(PyObject *) PyUnicode_InternFromString(const char *v) HFA_NEW;
PyAPI_FUNC(PyObject *) PyUnicode_Join(PyObject *separator, PyObject *strings) HFA_NEW;
PyAPI_FUNC(PyObject *) PyUnicode_New(Py_ssize_t size, Py_UCS4 maxchar) HFA_NEW;
PyAPI_FUNC(PyObject *) PyUnicode_Partition(PyObject *str, PyObject *sep) HFA_NEW;
PyAPI_FUNC(PyObject *) PyUnicode_RPartition(PyObject *str, PyObject *sep) HFA_NEW;
PyAPI_FUNC(PyObject *) PyUnicode_RSplit(PyObject *str, PyObject *sep, Py_ssize_t maxsplit) HFA_NEW;
PyAPI_FUNC(PyObject *) PyUnicode_Replace(PyObject *str, PyObject *substr, PyObject *replstr, Py_ssize_t maxcount) HFA_NEW;
PyAPI_FUNC(PyObject *) PyUnicode_RichCompare(PyObject *str, PyObject *right, int op) HFA_NEW;
PyAPI_FUNC(PyObject *) PyUnicode_Split(PyObject *str, PyObject *sep, Py_ssize_t maxsplit) HFA_NEW;
PyAPI_FUNC(PyObject *) PyUnicode_Splitlines(PyObject *str, int keepend) HFA_NEW;
PyAPI_FUNC(PyObject *) PyUnicode_Substring(PyObject *str, Py_ssize_t start, Py_ssize_t end) HFA_NEW;
PyAPI_FUNC(PyObject *) PyUnicode_Translate(PyObject *str, PyObject *charmap, const char *errors) HFA_NEW;
PyAPI_FUNC(PyObject *) PyVectorcall_Call(PyObject *callable, PyObject *tuple, PyObject *kwargs) HFA_NEW;
PyAPI_FUNC(PyObject *) PyWeakref_GetObject(PyObject *weakref) HFA_LENT;
PyAPI_FUNC(PyObject *) PyWeakref_NewProxy(PyObject *object, PyObject *callback) HFA_NEW;
PyAPI_FUNC(PyObject *) PyWeakref_NewRef(PyObject *object, PyObject *callback) HFA_NEW;
PyAPI_FUNC(PyObject *) PyWrapper_New(PyObject *wrapper_descr, PyObject *self) HFA_NEW;
PyAPI_FUNC(PyObject *) Py_BuildValue(const char *format, ...) HFA_NEW;
PyAPI_FUNC(PyObject *) Py_CompileStringExFlags(const char *str, const char *filename, int start, PyCompilerFlags *flags, int optimize) HFA_NEW;
PyAPI_FUNC(PyObject *) Py_CompileStringObject(const char *string, PyObject *filename, int start, PyCompilerFlags *flags, int optimize) HFA_NEW;
PyAPI_FUNC(void) Py_DecRef(PyObject *object HFA_CONSUMED);
PyAPI_FUNC(PyObject *) Py_GenericAlias(PyObject *origin, PyObject *args) HFA_NEW;
PyAPI_FUNC(PyObject *) Py_VaBuildValue(const char *format, va_list arguments) HFA_NEW;
PyAPI_FUNC(PyObject *) _PyDict_GetItemStringWithError(PyObject *dict, const char *string) HFA_LENT;
PyAPI_FUNC(PyObject *) _PyDict_GetItem_KnownHash(PyObject *dict, PyObject *key, Py_hash_t hash) HFA_LENT;
PyAPI_FUNC(PyObject *) _PyDict_NewPresized(Py_ssize_t minused) HFA_NEW;
PyAPI_FUNC(PyObject *) _PyDict_Pop(PyObject *dict, PyObject *key, PyObject *fallback) HFA_NEW;
PyAPI_FUNC(PyObject *) _PyLong_Copy(PyLongObject *int_) HFA_NEW;
PyAPI_FUNC(PyObject *) _PyLong_FromByteArray(const unsigned char *bytes, size_t n, int little_endian, int is_signed) HFA_NEW;
PyAPI_FUNC(PyLongObject *) _PyLong_New(Py_ssize_t n) HFA_NEW;
PyAPI_FUNC(PyObject *) _PyObject_GC_New(PyTypeObject *type) HFA_NEW;
PyAPI_FUNC(PyVarObject *) _PyObject_GC_NewVar(PyTypeObject *type, Py_ssize_t n) HFA_NEW;
PyAPI_FUNC(PyVarObject *) _PyObject_GC_Resize(PyVarObject *object, Py_ssize_t n) HFA_NEW;
PyAPI_FUNC(PyObject *) _PyObject_GenericGetAttrWithDict(PyObject *object, PyObject *attr, PyObject *dict, int suppress) HFA_NEW;
PyAPI_FUNC(PyObject *) _PyObject_New(PyTypeObject *type) HFA_NEW;
PyAPI_FUNC(PyVarObject *) _PyObject_NewVar(PyTypeObject *type, Py_ssize_t size) HFA_NEW;
PyAPI_FUNC(PyObject *) _PyType_Lookup(PyTypeObject *type, PyObject *attr) HFA_LENT;
PyAPI_FUNC(PyObject *) _PyUnicodeWriter_Finish(_PyUnicodeWriter *writer) HFA_NEW;
PyAPI_FUNC(PyObject *) _PyUnicode_FromId(_Py_Identifier *identifier) HFA_LENT;
PyAPI_FUNC(void) _Py_Dealloc(PyObject *object HFA_CONSUMED);

#if PY_VERSION_HEX < 0x030A0000
PyAPI_FUNC(PyCodeObject *) PyAST_CompileEx(struct _mod *tree, const char *filename, PyCompilerFlags *flags, int optimize, PyArena *arena) HFA_NEW;
PyAPI_FUNC(PyCodeObject *) PyAST_CompileObject(struct _mod *tree, PyObject *filename, PyCompilerFlags *flags, int optimize, PyArena *arena) HFA_NEW;
PyAPI_FUNC(PyObject *) PyLong_FromUnicode(Py_UNICODE *wide, Py_ssize_t length, int base) HFA_NEW;
#endif

#if PY_VERSION_HEX < 0x030B0000
PyAPI_FUNC(PyObject *) PyUnicodeEncodeError_Create(const char *encoding, const Py_UNICODE *wide_object, Py_ssize_t length, Py_ssize_t start, Py_ssize_t end, const char *reason) HFA_NEW;
PyAPI_FUNC(PyObject *) PyUnicodeTranslateError_Create(const Py_UNICODE *wide_object, Py_ssize_t length, Py_ssize_t start, Py_ssize_t end, const char *reason) HFA_NEW;
PyAPI_FUNC(PyObject *) PyUnicode_Encode(const Py_UNICODE *wide, Py_ssize_t size, const char *encoding, const char *errors) HFA_NEW;
PyAPI_FUNC(PyObject *) PyUnicode_EncodeASCII(const Py_UNICODE *wide, Py_ssize_t size, const char *errors) HFA_NEW;
PyAPI_FUNC(PyObject *) PyUnicode_EncodeCharmap(const Py_UNICODE *wide, Py_ssize_t size, PyObject *charmap, const char *errors) HFA_NEW;
PyAPI_FUNC(PyObject *) PyUnicode_EncodeLatin1(const Py_UNICODE *wide, Py_ssize_t size, const char *errors) HFA_NEW;
PyAPI_FUNC(PyObject *) PyUnicode_EncodeRawUnicodeEscape(const Py_UNICODE *wide, Py_ssize_t size) HFA_NEW;
PyAPI_FUNC(PyObject *) PyUnicode_EncodeUTF16(const Py_UNICODE *wide, Py_ssize_t size, const char *errors, int byteorder) HFA_NEW;
PyAPI_FUNC(PyObject *) PyUnicode_EncodeUTF32(const Py_UNICODE *wide, Py_ssize_t size, const char *errors, int byteorder) HFA_NEW;
PyAPI_FUNC(PyObject *) PyUnicode_EncodeUTF7(const Py_UNICODE *wide, Py_ssize_t size, int base64set, int base64whitespace, const char *errors) HFA_NEW;
PyAPI_FUNC(PyObject *) PyUnicode_EncodeUTF8(const Py_UNICODE *wide, Py_ssize_t size, const char *errors) HFA_NEW;
PyAPI_FUNC(PyObject *) PyUnicode_EncodeUnicodeEscape(const Py_UNICODE *wide, Py_ssize_t size) HFA_NEW;
PyAPI_FUNC(PyObject *) PyUnicode_TransformDecimalToASCII(Py_UNICODE *wide, Py_ssize_t size) HFA_NEW;
PyAPI_FUNC(PyObject *) PyUnicode_TranslateCharmap(const Py_UNICODE *wide, Py_ssize_t size, PyObject *charmap, const char *errors) HFA_NEW;
#endif

#if PY_VERSION_HEX < 0x030C0000
PyAPI_FUNC(PyObject *) PyUnicode_FromUnicode(const Py_UNICODE *u, Py_ssize_t size) HFA_NEW;
#endif

#if PY_VERSION_HEX < 0x030D0000
PyAPI_FUNC(PyObject *) PyCFunction_Call(PyObject *callable, PyObject *args, PyObject *kwargs) HFA_NEW;
PyAPI_FUNC(PyObject *) PyEval_CallFunction(PyObject *callable, const char *format, ...) HFA_NEW;
PyAPI_FUNC(PyObject *) PyEval_CallMethod(PyObject *object, const char *name, const char *format, ...) HFA_NEW;
PyAPI_FUNC(PyObject *) PyEval_CallObjectWithKeywords(PyObject *callable, PyObject *args, PyObject *kwargs) HFA_NEW;
PyAPI_FUNC(void) _PyErr_ChainExceptions(PyObject *exc_type HFA_CONSUMED, PyObject *value HFA_CONSUMED, PyObject *traceback HFA_CONSUMED);
PyAPI_FUNC(PyObject *) _PyList_Extend(PyListObject *list, PyObject *iterable) HFA_NEW;
PyAPI_FUNC(PyObject *) _PyObject_CallFunction_SizeT(PyObject *callable, const char *format, ...) HFA_NEW;
PyAPI_FUNC(PyObject *) _PyObject_CallMethod_SizeT(PyObject *object, const char *name, const char *format, ...) HFA_NEW;
PyAPI_FUNC(PyObject *) _PyObject_MakeTpCall(PyThreadState *thread, PyObject *callable, PyObject *const *arguments, Py_ssize_t nargs, PyObject *keywords) HFA_NEW;
PyAPI_FUNC(PyObject *) _PyThreadState_GetDict(PyThreadState *thread) HFA_LENT;
PyAPI_FUNC(PyObject *) _Py_BuildValue_SizeT(const char *format, ...) HFA_NEW;
PyAPI_FUNC(PyObject *) _Py_CheckFunctionResult(PyThreadState *thread, PyObject *callable, PyObject *result HFA_CONSUMED, const char *where) HFA_NEW;
PyAPI_FUNC(PyObject *) _Py_VaBuildValue_SizeT(const char *format, va_list arguments) HFA_NEW;
#endif

#if PY_VERSION_HEX >= 0x030A0000
PyAPI_FUNC(PyObject *) PyObject_GetAIter(PyObject *async_iterable) HFA_NEW;
PyAPI_FUNC(void) _Py_DecRef(PyObject *object HFA_CONSUMED);
#endif

#if PY_VERSION_HEX >= 0x030A0000 && PY_VERSION_HEX < 0x030D0000
PyAPI_FUNC(PyObject *) _PyNumber_Index(PyObject *number) HFA_NEW;
#endif

#if PY_VERSION_HEX >= 0x030B0000
PyAPI_FUNC(PyObject *) PyCode_GetCellvars(PyCodeObject *code) HFA_NEW;
PyAPI_FUNC(PyObject *) PyCode_GetCode(PyCodeObject *code) HFA_NEW;
PyAPI_FUNC(PyObject *) PyCode_GetFreevars(PyCodeObject *code) HFA_NEW;
PyAPI_FUNC(PyObject *) PyCode_GetVarnames(PyCodeObject *code) HFA_NEW;
PyAPI_FUNC(PyObject *) PyErr_GetHandledException(void) HFA_NEW;
PyAPI_FUNC(PyObject *) PyFrame_GetBuiltins(PyFrameObject *frame) HFA_NEW;
PyAPI_FUNC(PyObject *) PyFrame_GetGenerator(PyFrameObject *frame) HFA_NEW;
PyAPI_FUNC(PyObject *) PyFrame_GetGlobals(PyFrameObject *frame) HFA_NEW;
PyAPI_FUNC(PyObject *) PyFrame_GetLocals(PyFrameObject *frame) HFA_NEW;
PyAPI_FUNC(PyObject *) PyType_GetModuleByDef(PyTypeObject *module_type, PyModuleDef *module_def) HFA_LENT;
PyAPI_FUNC(PyObject *) PyType_GetName(PyTypeObject *type) HFA_NEW;
PyAPI_FUNC(PyObject *) PyType_GetQualName(PyTypeObject *type) HFA_NEW;
#endif

#if PY_VERSION_HEX >= 0x030C0000
PyAPI_FUNC(PyObject *) PyErr_GetRaisedException(void) HFA_NEW;
PyAPI_FUNC(void) PyErr_SetRaisedException(PyObject *exception HFA_CONSUMED);
PyAPI_FUNC(PyObject *) PyException_GetArgs(PyObject *exception) HFA_NEW;
PyAPI_FUNC(PyObject *) PyFrame_GetVar(PyFrameObject *frame, PyObject *local_name) HFA_NEW;
PyAPI_FUNC(PyObject *) PyFrame_GetVarString(PyFrameObject *frame, const char *name) HFA_NEW;
PyAPI_FUNC(PyCodeObject *) PyGen_GetCode(PyGenObject *generator) HFA_NEW;
PyAPI_FUNC(PyObject *) PyType_FromMetaclass(PyTypeObject *type, PyObject *module_, PyType_Spec *type_spec, PyObject *bases) HFA_NEW;
PyAPI_FUNC(PyObject *) PyType_GetDict(PyTypeObject *type) HFA_NEW;
PyAPI_FUNC(PyCodeObject *) PyUnstable_Code_New(int argcount, int kwonlyargcount, int nlocals, int stacksize, int flags, PyObject *code_bytes, PyObject *consts, PyObject *names, PyObject *localsplusnames, PyObject *freevars, PyObject *cellvars, PyObject *filename, PyObject *code_name, PyObject *qualname, int firstlineno, PyObject *linetable, PyObject *exceptiontable) HFA_NEW;
PyAPI_FUNC(PyCodeObject *) PyUnstable_Code_NewWithPosOnlyArgs(int argcount, int posonlyargcount, int kwonlyargcount, int nlocals, int stacksize, int flags, PyObject *code_bytes, PyObject *consts, PyObject *names, PyObject *localsplusnames, PyObject *freevars, PyObject *cellvars, PyObject *filename, PyObject *code_name, PyObject *qualname, int firstlineno, PyObject *linetable, PyObject *exceptiontable) HFA_NEW;
PyAPI_FUNC(PyObject *) PyUnstable_Exc_PrepReraiseStar(PyObject *exception, PyObject *list) HFA_NEW;
PyAPI_FUNC(PyObject *) PyUnstable_InterpreterFrame_GetCode(struct _PyInterpreterFrame *interpreter_frame) HFA_NEW;
PyAPI_FUNC(PyObject *) PyUnstable_Object_GC_NewWithExtraData(PyTypeObject *type, size_t extra_size) HFA_NEW;
#endif

#if PY_VERSION_HEX >= 0x030D0000
PyAPI_FUNC(PyObject *) PyEval_GetFrameBuiltins(void) HFA_NEW;
PyAPI_FUNC(PyObject *) PyEval_GetFrameGlobals(void) HFA_NEW;
PyAPI_FUNC(PyObject *) PyEval_GetFrameLocals(void) HFA_NEW;
PyAPI_FUNC(PyObject *) PyImport_AddModuleRef(const char *name) HFA_NEW;
PyAPI_FUNC(PyObject *) PyList_GetItemRef(PyObject *list, Py_ssize_t index) HFA_NEW;
PyAPI_FUNC(PyObject *) PyLong_FromNativeBytes(const void *buffer, size_t n_bytes, int flags) HFA_NEW;
PyAPI_FUNC(PyObject *) PyLong_FromUnsignedNativeBytes(const void *buffer, size_t n_bytes, int flags) HFA_NEW;
PyAPI_FUNC(int) PyModule_Add(PyObject *module_, const char *name, PyObject *value HFA_CONSUMED);
PyAPI_FUNC(PyObject *) PyType_GetFullyQualifiedName(PyTypeObject *type) HFA_NEW;
PyAPI_FUNC(PyObject *) PyType_GetModuleName(PyTypeObject *type) HFA_NEW;
PyAPI_FUNC(PyObject *) Py_GetConstant(unsigned int constant_id) HFA_NEW;
PyAPI_FUNC(PyObject *) Py_GetConstantBorrowed(unsigned int constant_id) HFA_LENT;
#endif

#if PY_VERSION_HEX >= 0x030D0000 && PY_VERSION_HEX < 0x030E0000
PyAPI_FUNC(PyObject *) PyUnstable_InterpreterState_GetMainModule(PyInterpreterState *interpreter) HFA_NEW;
#endif

#if PY_VERSION_HEX >= 0x030E0000
PyAPI_FUNC(PyObject *) PyBytes_Join(PyObject *separator, PyObject *strings) HFA_NEW;
PyAPI_FUNC(PyObject *) PyConfig_Get(const char *name) HFA_NEW;
PyAPI_FUNC(PyObject *) PyConfig_Names(void) HFA_NEW;
PyAPI_FUNC(PyObject *) PyImport_ImportModuleAttr(PyObject *module_name, PyObject *attr) HFA_NEW;
PyAPI_FUNC(PyObject *) PyImport_ImportModuleAttrString(const char *module_name, const char *attr) HFA_NEW;
PyAPI_FUNC(PyObject *) PyLongWriter_Finish(PyLongWriter *writer) HFA_NEW;
PyAPI_FUNC(PyObject *) PyLong_FromInt32(int32_t v) HFA_NEW;
PyAPI_FUNC(PyObject *) PyLong_FromInt64(int64_t v) HFA_NEW;
PyAPI_FUNC(PyObject *) PyLong_FromUInt32(uint32_t v) HFA_NEW;
PyAPI_FUNC(PyObject *) PyLong_FromUInt64(uint64_t v) HFA_NEW;
PyAPI_FUNC(PyObject *) PyUnicodeWriter_Finish(PyUnicodeWriter *writer) HFA_NEW;
#endif

#ifdef __clang_analyzer__

/* Stolen on success alone. It has no body: the analysis would look into it. */
void hfa_take(PyObject *object HFA_CONSUMED);

static inline int hfa_PyModule_AddObject(PyObject *module_, const char *name, PyObject *value)
{
    if (PyModule_AddObject(module_, name, value) < 0) {
        return -1;
    }
    hfa_take(value);
    return 0;
}
#define PyModule_AddObject(...) hfa_PyModule_AddObject(__VA_ARGS__)

#endif
// clang-format on

#ifdef __cplusplus
}
#endif

#endif
