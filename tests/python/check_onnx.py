"""Checks an ONNX file with the official checker, shapes included: check_onnx.py FILE [FILE ...]."""
import sys

import onnx


def check(path):
    model = onnx.load(path)
    onnx.checker.check_model(model, full_check=True)
    batches = {value.type.tensor_type.shape.dim[0].dim_param for value in [*model.graph.input, *model.graph.output]}
    names = [tensor.name for tensor in model.graph.initializer]
    assert not set(names) & {value.name for value in model.graph.input}, "an input is named like an initializer"
    assert len(set(names)) == len(names), "two initializers have the same name"
    print(f"opset {model.opset_import[0].version}, IR version {model.ir_version}, batch {', '.join(sorted(batches))}: passes")


for argument in sys.argv[1:]:
    check(argument)
