#!/usr/bin/env python3
"""Makes the steps of one of PyTorch's optimisers and prints the parameters after them as a JSON array.

Usage: torch_optimizers.py FILE

FILE is JSON: optimizer (adam or rmsprop), learning_rate, start (the parameters), gradients (one array a step), and for Adam fast
and factor: the last so many parameters learn factor times as fast.
"""
import json
import pathlib
import sys

import torch


def main(file):
    steps = json.loads(pathlib.Path(file).read_text())
    slow = len(steps["start"]) - steps["fast"]
    start, rate = torch.tensor(steps["start"], dtype=torch.float32), steps["learning_rate"]
    parameters = [torch.nn.Parameter(start[:slow].clone()), torch.nn.Parameter(start[slow:].clone())]
    optimizer = {
        "adam": lambda: torch.optim.Adam([{"params": parameters[:1]}, {"params": parameters[1:], "lr": rate * steps["factor"]}], lr=rate),
        "rmsprop": lambda: torch.optim.RMSprop(parameters, lr=rate, alpha=0.9, eps=1e-7),
    }[steps["optimizer"]]()
    for gradient in steps["gradients"]:
        gradient = torch.tensor(gradient, dtype=torch.float32)
        parameters[0].grad, parameters[1].grad = gradient[:slow], gradient[slow:]
        optimizer.step()
    print(json.dumps(torch.cat(parameters).tolist()))


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    main(sys.argv[1])
