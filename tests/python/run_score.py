"""Runs examples/python/score.py with the package onnxruntime where it is installed, else with ONNX Runtime's C library:
run_score.py LIBRARY MODEL.onnx CELLS.csv"""
import importlib.util
import os
import pathlib
import runpy
import sys

here = pathlib.Path(__file__).resolve().parent
_, library, *arguments = sys.argv
if importlib.util.find_spec("onnxruntime") is None:
    os.environ["ONNXRUNTIME_LIBRARY"] = library
    sys.path.insert(0, str(here / "onnxruntime_c"))
script = here.parents[1] / "examples" / "python" / "score.py"
sys.argv = [str(script), *arguments]
runpy.run_path(sys.argv[0], run_name="__main__")
