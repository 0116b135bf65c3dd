#!/usr/bin/env python3
"""Trains the same U-Net in PyTorch, from the same weights on the same batches, and prints the losses.

Usage: torch_parity.py FOLDER

FOLDER holds manifest.json and data.bin, as TorchPythonParityTests writes them. data.bin is raw little-endian
float32; the manifest says in which order: first the weights (the state_dict), then for each batch the inputs,
the targets and the mask. One JSON array a step goes to standard output: [total, mse, mae, smoothness].
"""
import json
import pathlib
import sys

import torch
from torch import nn


class ConvBlock(nn.Module):
    def __init__(self, inputs, outputs, kernel):
        super().__init__()
        self.conv1 = nn.Conv2d(inputs, outputs, kernel, padding=kernel // 2, bias=False)
        self.norm1 = nn.BatchNorm2d(outputs)
        self.conv2 = nn.Conv2d(outputs, outputs, kernel, padding=kernel // 2, bias=False)
        self.norm2 = nn.BatchNorm2d(outputs)

    def forward(self, x):
        return torch.relu(self.norm2(self.conv2(torch.relu(self.norm1(self.conv1(x))))))


class UNet(nn.Module):
    """The published bi-level U-Net without dropout, whose random numbers no two programs would share."""

    def __init__(self, width, kernel):
        super().__init__()
        self.enc1 = ConvBlock(1, width, kernel)
        self.enc2 = ConvBlock(width, 2 * width, kernel)
        self.bottleneck = ConvBlock(2 * width, 4 * width, kernel)
        self.up2 = nn.ConvTranspose2d(4 * width, 2 * width, 2, stride=2)
        self.dec2 = ConvBlock(4 * width, 2 * width, kernel)
        self.up1 = nn.ConvTranspose2d(2 * width, width, 2, stride=2)
        self.dec1 = ConvBlock(2 * width, width, kernel)
        self.head = nn.Conv2d(width, 1, 1)

    def forward(self, x):
        level1 = self.enc1(x)
        level2 = self.enc2(nn.functional.max_pool2d(level1, 2))
        bottom = self.bottleneck(nn.functional.max_pool2d(level2, 2))
        rising = self.dec2(torch.cat([self.up2(bottom), level2], 1))
        return torch.sigmoid(self.head(self.dec1(torch.cat([self.up1(rising), level1], 1))))


def loss_terms(output, target, mask, manifest):
    error = (output - target)[mask > 0]
    mse, mae = error.square().mean(), error.abs().mean()
    down, across = output.diff(dim=2).abs(), output.diff(dim=3).abs()
    smoothness = (down.sum() + across.sum()) / (down.numel() + across.numel())
    total = manifest["mse_weight"] * mse + manifest["mae_weight"] * mae + manifest["smoothness_weight"] * smoothness
    return total, mse, mae, smoothness


def main(folder):
    folder = pathlib.Path(folder)
    manifest = json.loads((folder / "manifest.json").read_text())
    data = torch.frombuffer(bytearray((folder / "data.bin").read_bytes()), dtype=torch.float32)
    position = 0

    def read(shape):
        nonlocal position
        size = torch.Size(shape).numel()
        position += size
        return data[position - size:position].reshape(shape).clone()

    torch.set_num_threads(1)
    network = UNet(manifest["base_channels"], manifest["kernel_size"])
    network.load_state_dict({weight["name"]: read(weight["shape"]) for weight in manifest["weights"]}, strict=True)
    # As in the product: in another memory format batch normalisation adds up in another order, which Adam makes visible after a few steps.
    network = network.to(memory_format=torch.channels_last)
    network.train()
    optimizer = torch.optim.Adam(network.parameters(), lr=manifest["learning_rate"])
    for _ in range(manifest["batches"]):
        inputs, target, mask = (read(manifest["image_shape"]) for _ in range(3))
        terms = loss_terms(network(inputs), target, mask, manifest)
        optimizer.zero_grad()
        terms[0].backward()
        optimizer.step()
        print(json.dumps([term.item() for term in terms]))


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    main(sys.argv[1])
