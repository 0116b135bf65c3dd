"""What examples/python/score.py uses of the Python package onnxruntime, for machines that lack it: the same calls into ONNX Runtime's C library,
whose path is in ONNXRUNTIME_LIBRARY. The numbers are places in the C API's table of functions, which only ever grows at its end."""
import ctypes
import os
from collections import namedtuple

import numpy as np

GET_ERROR_MESSAGE, CREATE_ENV, CREATE_SESSION, RUN, CREATE_SESSION_OPTIONS = 2, 3, 7, 9, 10
SESSION_GET_INPUT_NAME, SESSION_GET_OUTPUT_NAME, CREATE_TENSOR_WITH_DATA, GET_TENSOR_MUTABLE_DATA = 36, 37, 49, 51
CREATE_CPU_MEMORY_INFO, GET_ALLOCATOR, SESSION_GET_MODEL_METADATA, LOOKUP_CUSTOM_METADATA = 69, 78, 111, 116
FLOAT = 1

Name = namedtuple("Name", "name")
library = ctypes.CDLL(os.environ["ONNXRUNTIME_LIBRARY"])
library.OrtGetApiBase.restype = ctypes.POINTER(ctypes.c_void_p)
table = ctypes.cast(ctypes.CFUNCTYPE(ctypes.c_void_p, ctypes.c_uint32)(library.OrtGetApiBase()[0])(14), ctypes.POINTER(ctypes.c_void_p))


def call(function, *arguments, result=ctypes.c_void_p):
    """Calls a function whose last parameter is where it puts its result."""
    made = result()
    status = ctypes.CFUNCTYPE(ctypes.c_void_p, *[type(argument) for argument in arguments], ctypes.c_void_p)(table[function])(
        *arguments, ctypes.addressof(made))
    if status:
        raise RuntimeError(ctypes.CFUNCTYPE(ctypes.c_char_p, ctypes.c_void_p)(table[GET_ERROR_MESSAGE])(status).decode())
    return made


class InferenceSession:
    def __init__(self, path, providers):
        assert providers == ["CPUExecutionProvider"]
        self.environment = call(CREATE_ENV, ctypes.c_int(3), ctypes.c_char_p(b"score"))
        self.session = call(CREATE_SESSION, self.environment, ctypes.c_char_p(path.encode()), call(CREATE_SESSION_OPTIONS))
        self.allocator = call(GET_ALLOCATOR)

    def get_inputs(self):
        return [self._name(SESSION_GET_INPUT_NAME)]

    def get_outputs(self):
        return [self._name(SESSION_GET_OUTPUT_NAME)]

    def get_modelmeta(self):
        metadata = call(SESSION_GET_MODEL_METADATA, self.session)
        keys = [b"unetfill.gene_names"]
        values = {key.decode(): call(LOOKUP_CUSTOM_METADATA, metadata, self.allocator, ctypes.c_char_p(key), result=ctypes.c_char_p).value.decode() for key in keys}
        return namedtuple("ModelMetadata", "custom_metadata_map")(values)

    def run(self, outputs, inputs):
        (input_name, values), = inputs.items()
        shape = (ctypes.c_int64 * values.ndim)(*values.shape)
        tensor = call(CREATE_TENSOR_WITH_DATA, call(CREATE_CPU_MEMORY_INFO, ctypes.c_int(1), ctypes.c_int(0)), ctypes.c_void_p(values.ctypes.data),
                      ctypes.c_size_t(values.nbytes), shape, ctypes.c_size_t(values.ndim), ctypes.c_int(FLOAT))
        filled = call(RUN, self.session, ctypes.c_void_p(), names([input_name]), (ctypes.c_void_p * 1)(tensor), ctypes.c_size_t(1), names(outputs), ctypes.c_size_t(1))
        data = call(GET_TENSOR_MUTABLE_DATA, filled, result=ctypes.POINTER(ctypes.c_float))
        return [np.ctypeslib.as_array(data, values.shape).copy()]

    def _name(self, function):
        return Name(call(function, self.session, ctypes.c_size_t(0), self.allocator, result=ctypes.c_char_p).value.decode())


def names(texts):
    return (ctypes.c_char_p * len(texts))(*[text.encode() for text in texts])
