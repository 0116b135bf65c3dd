#!/usr/bin/env python3
"""Makes the steps of one of PyTorch's optimisers and prints the parameters after them as a JSON array.

Usage: torch_optimizers.py FILE

FILE is JSON: optimizer (adam or rmsprop), learning_rate, start (the parameters) and gradients (one array a step).
"""
import json
import pathlib
import sys

import torch


def main(file):
    steps = json.loads(pathlib.Path(file).read_text())
    parameter = torch.nn.Parameter(torch.tensor(steps["start"], dtype=torch.float32))
    optimizer = {
        "adam": lambda: torch.optim.Adam([parameter], lr=steps["learning_rate"]),
        "rmsprop": lambda: torch.optim.RMSprop([parameter], lr=steps["learning_rate"], alpha=0.9, eps=1e-7),
    }[steps["optimizer"]]()
    for gradient in steps["gradients"]:
        parameter.grad = torch.tensor(gradient, dtype=torch.float32)
        optimizer.step()
    print(json.dumps(parameter.tolist()))


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    main(sys.argv[1])
