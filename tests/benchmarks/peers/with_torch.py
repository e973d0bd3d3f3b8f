"""PyTorch's ways to do each workload."""
import math

import torch
import torch.nn.functional as F
from torch import Tensor, nn

SYMBOLS = 65

torch.set_num_threads(1)
NAME = "PyTorch " + torch.__version__


def uniform(k: float, *shape: int) -> nn.Parameter:
    return nn.Parameter(torch.empty(shape).uniform_(-k, k))


class Peephole(nn.Module):
    """Peepholes, coupled gates; the inputs' product taken out of the loop by hand, unbind because indexing a tensor a
    step makes the backward pass quadratic."""

    def __init__(self, inputs: int, units: int):
        super().__init__()
        k = 1 / math.sqrt(units)
        self.w, self.u, self.b = uniform(k, 3 * units, inputs), uniform(k, 3 * units, units), uniform(k, 3 * units)
        self.pf, self.po = uniform(k, units), uniform(k, units)
        self.units = units

    def forward(self, xs: Tensor) -> Tensor:
        h = torch.zeros(xs.size(1), self.units)
        c = torch.zeros(xs.size(1), self.units)
        outs = []
        for x in F.linear(xs, self.w, self.b).unbind(0):
            f, g, o = (x + F.linear(h, self.u)).chunk(3, 1)
            f = torch.sigmoid(f + self.pf * c)
            c = f * c + (1 - f) * torch.tanh(g)
            h = torch.sigmoid(o + self.po * c) * torch.tanh(c)
            outs.append(h)
        return torch.stack(outs)


class MGU(nn.Module):
    """A minimal gated unit, layer norm on what its candidate is made of."""

    def __init__(self, inputs: int, units: int):
        super().__init__()
        k = 1 / math.sqrt(units)
        self.w, self.b = uniform(k, 2 * units, inputs), uniform(k, 2 * units)
        self.uf, self.un = uniform(k, units, units), uniform(k, units, units)
        self.gain, self.shift = nn.Parameter(torch.ones(units)), nn.Parameter(torch.zeros(units))
        self.units = units

    def forward(self, xs: Tensor) -> Tensor:
        h = torch.zeros(xs.size(1), self.units)
        outs = []
        for x in F.linear(xs, self.w, self.b).unbind(0):
            f, n = x.chunk(2, 1)
            f = torch.sigmoid(f + F.linear(h, self.uf))
            n = torch.tanh(F.layer_norm(n + F.linear(f * h, self.un), (self.units,), self.gain, self.shift))
            h = (1 - f) * h + f * n
            outs.append(h)
        return torch.stack(outs)


class CharLM(nn.Module):
    def __init__(self, embedding: int, units: int):
        super().__init__()
        self.table, self.rnn = nn.Embedding(SYMBOLS, embedding), nn.LSTM(embedding, units)
        self.out = nn.Linear(units, SYMBOLS)

    def forward(self, ids: Tensor) -> Tensor:
        return self.out(self.rnn(self.table(ids))[0])


def without_gradient(work):
    def run():
        with torch.inference_mode():
            work()
    return run


def works(kind, cell, batch, steps, inputs, units):
    x = torch.randn(steps, batch, inputs)
    if kind == "characters":
        yield characters(batch, steps, inputs, units)
    elif kind == "training" and cell in ("LSTM", "GRU"):
        layer = getattr(nn, cell)(inputs, units)
        yield training(lambda: layer(x)[0], layer)
    elif kind == "training":
        layer = {"Peephole": Peephole, "MGU": MGU}[cell](inputs, units)
        yield training(lambda: layer(x), layer)
        scripted = torch.jit.script(layer)
        yield training(lambda: scripted(x), layer)
    else:
        layer = getattr(nn, cell)(inputs, units).eval()
        if kind == "sequence":
            yield without_gradient(lambda: layer(x))
        else:
            yield stepping(layer, x[:1], cell, (1, 1, units))
            yield stepping(getattr(nn, cell + "Cell")(inputs, units).eval(), x[0], cell, (1, units), True)


def training(outputs, layer):
    parameters = list(layer.parameters())

    def work():
        y = outputs()
        torch.autograd.grad((y * y).sum(), parameters)
    return work


def stepping(layer, x, cell, shape, alone=False):
    zeros = torch.zeros(shape)
    state = [(zeros, zeros) if cell == "LSTM" else zeros]

    def work():
        state[0] = layer(x, state[0]) if alone else layer(x, state[0])[1]
    return without_gradient(work)


def characters(batch, steps, embedding, units):
    ids, targets = torch.randint(0, SYMBOLS, (steps, batch)), torch.randint(0, SYMBOLS, (steps * batch,))
    model = CharLM(embedding, units)
    adam = torch.optim.Adam(model.parameters(), lr=1e-3)

    def work():
        adam.zero_grad(set_to_none=True)
        F.cross_entropy(model(ids).reshape(-1, SYMBOLS), targets).backward()
        adam.step()
    return work
