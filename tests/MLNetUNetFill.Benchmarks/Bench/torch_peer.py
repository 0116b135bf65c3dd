"""The networks of unetfill in plain PyTorch, for `bench`.

Usage: torch_peer.py FOLDER, which holds index.json and tensors.bin. Reads commands from standard input, one a line, and answers each with one
line of JSON: `score N` scores all cells in batches, N times; `train NETWORK N` makes N training steps; both answer the seconds.
"""
import json
import sys
import time

import numpy
import torch
from torch import nn

folder = sys.argv[1]
with open(folder + "/index.json", encoding="utf-8") as file:
    index = json.load(file)
stored = torch.from_numpy(numpy.fromfile(folder + "/tensors.bin", dtype=numpy.float32))
torch.set_num_threads(index["threads"])
torch.manual_seed(1)


def load(prefix):
    """All tensors under a prefix, by the rest of their names."""
    found = {}
    for name, (offset, shape) in index["tensors"].items():
        if name.startswith(prefix):
            size = int(numpy.prod(shape))
            found[name[len(prefix):]] = stored[offset:offset + size].reshape(shape).clone()
    return found


class ConvBlock(nn.Module):
    def __init__(self, inputs, outputs, kernel, dropout, normalized):
        super().__init__()
        self.conv1 = nn.Conv2d(inputs, outputs, kernel, padding=kernel // 2, bias=not normalized)
        self.norm1 = nn.BatchNorm2d(outputs) if normalized else nn.Identity()
        self.conv2 = nn.Conv2d(outputs, outputs, kernel, padding=kernel // 2, bias=not normalized)
        self.norm2 = nn.BatchNorm2d(outputs) if normalized else nn.Identity()
        self.relu = nn.ReLU(inplace=True)
        self.dropout = nn.Dropout2d(dropout) if dropout > 0 else nn.Identity()

    def forward(self, x):
        x = self.relu(self.norm1(self.conv1(x)))
        return self.dropout(self.relu(self.norm2(self.conv2(x))))


class UNet(nn.Module):
    def __init__(self, shape, outputs):
        super().__init__()
        widths = [shape["base_channels"] * shape["growth"] ** level for level in range(3)]
        block = lambda inputs, level, dropout: ConvBlock(inputs, widths[level], shape["kernel_size"], dropout, shape["normalized"])
        rate = shape["dropout_rate"]
        self.enc1 = block(shape["input_channels"], 0, 0)
        self.enc2 = block(widths[0], 1, rate)
        self.bottleneck = block(widths[1], 2, rate)
        self.up2 = nn.ConvTranspose2d(widths[2], widths[1], 2, stride=2)
        self.dec2 = block(2 * widths[1], 1, rate)
        self.up1 = nn.ConvTranspose2d(widths[1], widths[0], 2, stride=2)
        self.dec1 = block(2 * widths[0], 0, 0)
        self.pool = nn.MaxPool2d(2)
        self.head = nn.Conv2d(widths[0], outputs, 1)

    def forward(self, x):
        level1 = self.enc1(x)
        level2 = self.enc2(self.pool(level1))
        bottom = self.bottleneck(self.pool(level2))
        rising = self.dec2(torch.cat([self.up2(bottom), level2], 1))
        return self.head(self.dec1(torch.cat([self.up1(rising), level1], 1)))


def masked_loss(output, target, mask, entries, weights):
    """alpha * MSE + beta * MAE of the masked entries + gamma * smoothness."""
    error = (output - target) * mask
    loss = weights["mse"] * error.square().sum() / entries + weights["mae"] * error.abs().sum() / entries
    return loss + roughness(output, weights)


def roughness(output, weights):
    """gamma * smoothness."""
    if weights["smoothness"] == 0:
        return 0
    down, across = output[:, :, 1:] - output[:, :, :-1], output[..., 1:] - output[..., :-1]
    return weights["smoothness"] * (down.abs().sum() + across.abs().sum()) / (down.numel() + across.numel())


class Published(nn.Module):
    """Counts to the grayscale image of the genes, through the U-Net, and back."""

    def __init__(self):
        super().__init__()
        self.network = UNet(index["shape"], 1)
        self.network.load_state_dict({**self.network.state_dict(), **load("weights.")})
        parts = load("model.")
        self.scale, self.offset = parts["scale"], parts["offset"]

    def score(self, counts):
        library = counts.sum(1, keepdim=True)
        values = (counts * (1e4 / library)).log1p()[:, modelled]
        observed = values > 0
        pixels = torch.where(observed, (values * self.scale + self.offset).clamp(0, 1), torch.zeros(()))
        image = counts.new_zeros(len(counts), index["height"] * index["width"])
        image[:, pixel_of_gene] = pixels
        output = torch.sigmoid(self.network(image.view(-1, 1, index["height"], index["width"]))).flatten(1)[:, pixel_of_gene]
        filled = ((output - self.offset) / self.scale).clamp(min=0)
        return torch.where(observed, values, filled)

    def unet_loss(self, batch):
        output = torch.sigmoid(self.network(batch["inputs"]))
        return masked_loss(output, batch["targets"], batch["mask"], batch["entries"].item(), index["loss"])

    def trained(self):
        """By network: the loss, the parameters, whether gradients are clipped and weights averaged."""
        return {"unet": (self.unet_loss, self.network.parameters(), False)}


class Branch(nn.Module):
    def __init__(self, trunk, outputs, embedded=False):
        super().__init__()
        self.trunk = trunk
        size = (index["shape"]["input_channels"], index["height"], index["width"])
        self.gene_embedding = nn.Parameter(torch.zeros(1, *size)) if embedded else None
        self.linear = nn.Conv2d(index["shape"]["input_channels"], outputs, 1)
        self.gene_bias = nn.Parameter(torch.zeros(1, outputs, index["height"], index["width"]))

    def forward(self, x):
        return self.trunk(x if self.gene_embedding is None else x + self.gene_embedding) + self.linear(x) + self.gene_bias


class Pointwise(nn.Module):
    def __init__(self, inputs, width, outputs):
        super().__init__()
        self.hidden1, self.hidden2, self.head = nn.Conv2d(inputs, width, 1), nn.Conv2d(width, width, 1), nn.Conv2d(width, outputs, 1)

    def forward(self, x):
        return self.head(torch.relu(self.hidden2(torch.relu(self.hidden1(x)))))


class ContextNetwork(nn.Module):
    def __init__(self):
        super().__init__()
        shape = index["shape"]
        self.rate, self.value = Branch(UNet(shape, 2), 2, True), Branch(Pointwise(shape["input_channels"], 4 * shape["base_channels"], 2), 2)
        self.log_theta = nn.Parameter(torch.zeros(1, 1, index["height"], index["width"]))


class Context(nn.Module):
    """Counts to the context channels, through the two branches, to the expected expression."""

    def __init__(self):
        super().__init__()
        self.network = ContextNetwork()
        self.network.load_state_dict(load("weights."))
        self.stored = load("model.")
        self.related = torch.tensor(index["related_genes"])
        bank, libraries = self.stored["landmark_counts"], self.stored["landmark_libraries"][:, None]
        self.bank = {"expression": (bank / libraries * 1e4).log1p(), "detections": (bank > 0).float(), "counts": bank}
        scores = self.stored["landmark_scores"].double()
        self.landmarks, self.squares = -2 * scores.t().contiguous(), scores.square().sum(1)
        self.is_gene = torch.zeros(index["height"] * index["width"])
        self.is_gene[pixel_of_gene] = 1
        self.is_gene = self.is_gene.view(1, 1, index["height"], index["width"])

    def neighbours(self, x, library, expression):
        s = self.stored
        score = ((expression - s["neighbour_centre"]) / s["neighbour_scale"]) @ s["neighbour_basis"]
        most = min(50, len(self.bank["counts"]) - 1)
        found = (score.double() @ self.landmarks + self.squares).topk(most + 1, largest=False).indices
        first = found[:, 0]
        itself = (self.bank["counts"][first] == x).all(1) & ((s["landmark_libraries"][first] - library[:, 0]).abs() <= 1e-6 * library[:, 0])
        found = torch.where(itself[:, None], found[:, 1:], found[:, :-1])
        rows = {name: values[found] for name, values in self.bank.items()}
        rows["libraries"] = s["landmark_libraries"][found]
        sums, start, total = [], 0, None
        for size in (5, 15, 50):
            end = min(size, most)
            ring = {name: values[:, start:end].sum(1) for name, values in rows.items()}
            total = ring if total is None else {name: total[name] + ring[name] for name in ring}
            sums.append((end, total))
            start = end
        return sums

    def complete(self, name, z, observed):
        basis, completed = self.stored[name + "_basis"], torch.zeros_like(z)
        back = (basis * self.stored[name + "_shrinkage"]).t()
        for _ in range(index["completion_iterations"]):
            completed = torch.where(observed, z, completed) @ basis @ back
        return completed

    def images(self, x, library):
        s = self.stored
        expression = (x / library * 1e4).log1p()
        observed = x > 0
        mask = observed.float()
        z = (expression - s["mean"]) / s["deviation"] * mask
        prior = s["share"] * index["median_library"]
        channels = [z, mask]
        for size, sums in self.neighbours(x, library, expression):
            channels.append(((sums["expression"] + s["mean"]) / (sums["detections"] + 1) - s["mean"]) / s["deviation"])
            channels.append(sums["detections"] / size)
            channels.append(((sums["counts"] + prior) / (sums["libraries"][:, None] + index["median_library"]) / s["share"]).log())
        channels.append(((x + prior) / (library + index["median_library"]) / s["share"]).log())
        completed = self.complete("completion", z, observed)
        channels.append(completed)
        basis = s["standardised_basis"]
        score, few = ((expression - s["standardised_centre"]) / s["standardised_scale"]) @ basis, index["short_reconstruction"]
        channels += [score[:, :few] @ basis[:, :few].t(), score @ basis.t()]
        expected = library * s["share"]
        residual = ((x - expected) / (expected + 0.5 * expected.square() + 0.02).sqrt()).clamp(-5, 5)
        channels.append(residual @ s["residual_basis"] @ s["residual_basis"].t())
        channels.append((z.sum(1, keepdim=True) / mask.sum(1, keepdim=True).clamp(min=1)).expand_as(z))
        channels.append(((library.log() - index["log_library_mean"]) / index["log_library_deviation"]).expand_as(z))
        channels.append(expected.log() / 2)
        channels += [values.expand_as(z) for values in (s["mean"] / s["mean"].max(), s["detection"], s["deviation"])]
        residual = (z - completed) * mask
        channels.append((residual[:, self.related].view(len(x), *s["related_weights"].shape) * s["related_weights"]).sum(1))
        channels.append(self.complete("coarse", z, observed))
        image = x.new_zeros(len(x), len(channels), index["height"] * index["width"])
        image[:, :, pixel_of_gene] = torch.stack(channels, 1)
        return image.view(len(x), -1, index["height"], index["width"])

    def score(self, counts):
        s = self.stored
        library = counts.sum(1, keepdim=True)
        x = counts[:, modelled]
        images = self.images(x, library)
        rate, value = (output.flatten(2)[:, :, pixel_of_gene] for output in (self.network.rate(images), self.network.value(images)))
        base = images[:, 10].flatten(1)[:, pixel_of_gene] + s["share"].log()
        typical = index["median_library"] if index["fills_at_median_library"] else library
        expected = (rate[:, 0] + base).clamp(-25, 3).exp() * typical
        theta = (rate[:, 1] + self.network.log_theta.flatten()[pixel_of_gene]).clamp(-8, 12).exp()
        detection = 1 - (-theta * (expected / theta).log1p()).exp()
        expressed = ((torch.sigmoid(value[:, 0]) - 0.5) * 10 * s["deviation"] + s["mean"]).clamp(min=0)
        expected = ((detection * (expressed.exp() - 1)).log1p() + detection * expressed) / 2
        return torch.where(x > 0, (counts * (1e4 / library)).log1p()[:, modelled], expected)

    def unet_loss(self, batch):
        images = batch["thinned_images"]
        base = images[:, 10:11] + batch["log_share"]
        output = self.network.rate(images)
        prior = (output[:, :1] + base).clamp(-25, 3).exp() * batch["thinned_libraries"]
        theta = (output[:, 1:] + self.network.log_theta).clamp(-8, 12).exp()
        shape, target = theta + batch["thinned_counts"], batch["rest_counts"]
        mean = (shape * prior / (theta + prior) * batch["rest_libraries"] / batch["thinned_libraries"]).clamp(1e-9, 1e9)
        likelihood = (shape.lgamma() - (target + shape).lgamma() + (shape + target) * (shape + mean).log() - shape * shape.log()
                      - target * mean.log())
        return (likelihood * self.is_gene).sum() / (len(images) * len(pixel_of_gene)) + roughness(output[:, :1], index["loss"])

    def value_loss(self, batch):
        branch, weights, unit = self.network.value, index["loss"], 10
        channels = batch["channels"][None, :, None]
        output = (branch.trunk(channels) + branch.linear(channels))[0, :, 0] + branch.gene_bias.flatten(2)[0].index_select(1, batch["pixels"])
        error = torch.sigmoid(output[0]) - batch["targets"]
        deviation = output[1].clamp(-4, 3)
        likelihood = (deviation + 0.5 * ((error * unit).detach() * (-deviation).exp()).square()).mean()
        scaled = error * batch["deviations"]
        return (weights["mse"] * unit * unit * scaled.square().mean() + weights["mae"] * unit * scaled.abs().mean()
                + weights["deviation"] * likelihood)

    def trained(self):
        return {"unet": (self.unet_loss, [*self.network.rate.parameters(), self.network.log_theta], True),
                "value": (self.value_loss, self.network.value.parameters(), True)}


class Trainer:
    """Forward, loss, backward, and for the context networks clipped gradients and averaged weights, Adam."""

    def __init__(self, network, foreach):
        self.loss, parameters, self.averaged = model.trained()[network]
        self.parameters = [*parameters]
        self.batches = []
        while found := load(f"{network}{len(self.batches)}."):
            if "pixels" in found:
                found["pixels"] = found["pixels"].long()
            self.batches.append(found)
        arguments = {} if foreach is None else {"foreach": foreach}
        self.optimizer = torch.optim.Adam(self.parameters, index["learning_rate"], **arguments)
        self.averages = [values.detach().clone() for values in self.parameters] if self.averaged else []
        self.step = 0

    def run(self, steps):
        model.train()
        started = time.perf_counter()
        for _ in range(steps):
            loss = self.loss(self.batches[self.step % len(self.batches)])
            self.optimizer.zero_grad(set_to_none=True)
            loss.backward()
            if self.averaged:
                nn.utils.clip_grad_norm_(self.parameters, 5)
            self.optimizer.step()
            if self.averaged:
                with torch.no_grad():
                    torch._foreach_mul_(self.averages, 0.995)
                    torch._foreach_add_(self.averages, [values.detach() for values in self.parameters], alpha=0.005)
            self.step += 1
        return time.perf_counter() - started


def fastest_trainer(network):
    """Adam in the variant that is the fastest here: PyTorch has a loop over the tensors, and one over operations on lists of tensors."""
    timed = []
    for foreach in (False, True):
        try:
            trainer = Trainer(network, foreach)
        except TypeError:  # before PyTorch 1.12 there is one variant
            trainer = Trainer(network, None)
        trainer.run(2)
        timed.append((min(trainer.run(1) for _ in range(4)), trainer))
    return min(timed, key=lambda pair: pair[0])[1]


def answer(**values):
    print(json.dumps(values), flush=True)


modelled, pixel_of_gene = (torch.tensor(index[name]) for name in ("modelled_genes", "pixel_of_gene"))
model = Context() if index["preset"] == "context" else Published()
cells = load("cells")[""]
batches = [batch.contiguous() for batch in cells.split(index["batch_size"])]


def score():
    with torch.inference_mode():
        return [model.score(batch) for batch in batches]


model.eval()
torch.cat(score()).numpy().astype(numpy.float32).tofile(folder + "/scored.bin")
with torch.no_grad():
    losses = {network: [trained[0](batch).item() for batch in Trainer(network, None).batches] for network, trained in model.trained().items()}
trainers = {}
answer(version=torch.__version__, threads=torch.get_num_threads(), losses=losses)
for line in sys.stdin:
    command, *network, number = line.split()
    if command == "score":
        model.eval()
        started = time.perf_counter()
        for _ in range(int(number)):
            score()
        answer(seconds=time.perf_counter() - started)
    elif command == "train":
        if network[0] not in trainers:
            trainers[network[0]] = fastest_trainer(network[0])
        answer(seconds=trainers[network[0]].run(int(number)))
