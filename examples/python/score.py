"""Fills cells with a model file, without .NET: score.py MODEL.onnx CELLS.csv > FILLED.csv

CELLS.csv has cells in rows, their names in the first column, and a column of raw counts for each gene of the model."""
import csv
import json
import sys

import numpy as np
import onnxruntime

session = onnxruntime.InferenceSession(sys.argv[1], providers=["CPUExecutionProvider"])
genes = json.loads(session.get_modelmeta().custom_metadata_map["unetfill.gene_names"])
with open(sys.argv[2], newline="", encoding="utf-8") as file:
    rows = list(csv.DictReader(file))
name = next(iter(rows[0]))
counts = np.array([[float(row[gene] or 0) for gene in genes] for row in rows], dtype=np.float32)
filled, = session.run([session.get_outputs()[0].name], {session.get_inputs()[0].name: counts})
out = csv.writer(sys.stdout, lineterminator="\n")
out.writerow([name, *genes])
out.writerows([row[name], *(f"{value:.4f}" for value in values)] for row, values in zip(rows, filled))
