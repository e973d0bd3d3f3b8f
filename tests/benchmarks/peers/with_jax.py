"""JAX's ways to do each workload: a cell, and lax.scan."""
import math

import jax
import jax.numpy as jnp
import numpy as np
from jax import lax

SYMBOLS = 65

NAME = "JAX " + jax.__version__
RANDOM = np.random.default_rng(1)


def uniform(units, *shape):
    k = 1 / math.sqrt(units)
    return jnp.asarray(RANDOM.uniform(-k, k, shape).astype(np.float32))


def normal(*shape):
    return jnp.asarray(RANDOM.standard_normal(shape).astype(np.float32))


def weights(gates, inputs, units, *more):
    own = {"w": uniform(units, inputs, gates * units), "b": uniform(units, gates * units)}
    own.update({name: uniform(units, *shape) for name, *shape in more})
    return own


def lstm(p, state, x):
    h, c = state
    i, f, g, o = jnp.split(x @ p["w"] + h @ p["u"] + p["b"], 4, -1)
    c = jax.nn.sigmoid(f) * c + jax.nn.sigmoid(i) * jnp.tanh(g)
    h = jax.nn.sigmoid(o) * jnp.tanh(c)
    return (h, c), h


def gru(p, state, x):
    (h,) = state
    xr, xz, xn = jnp.split(x @ p["w"] + p["b"], 3, -1)
    hr, hz, hn = jnp.split(h @ p["u"] + p["d"], 3, -1)
    z = jax.nn.sigmoid(xz + hz)
    h = (1 - z) * jnp.tanh(xn + jax.nn.sigmoid(xr + hr) * hn) + z * h
    return (h,), h


def peephole(p, state, x):
    h, c = state
    f, g, o = jnp.split(x @ p["w"] + h @ p["u"] + p["b"], 3, -1)
    f = jax.nn.sigmoid(f + p["pf"] * c)
    c = f * c + (1 - f) * jnp.tanh(g)
    h = jax.nn.sigmoid(o + p["po"] * c) * jnp.tanh(c)
    return (h, c), h


def mgu(p, state, x):
    (h,) = state
    f, n = jnp.split(x @ p["w"] + p["b"], 2, -1)
    f = jax.nn.sigmoid(f + h @ p["uf"])
    n = n + (f * h) @ p["un"]
    n = n - n.mean(-1, keepdims=True)
    n = jnp.tanh(n * lax.rsqrt((n * n).mean(-1, keepdims=True) + 1e-5) * p["gain"] + p["shift"])
    h = (1 - f) * h + f * n
    return (h,), h


def layer(cell, inputs, units):
    """The cell, its parameters, and how many states it has."""
    n = units
    return {
        "LSTM": lambda: (lstm, weights(4, inputs, n, ("u", n, 4 * n)), 2),
        "GRU": lambda: (gru, weights(3, inputs, n, ("u", n, 3 * n), ("d", 3 * n)), 1),
        "Peephole": lambda: (peephole, weights(3, inputs, n, ("u", n, 3 * n), ("pf", n), ("po", n)), 2),
        "MGU": lambda: (mgu, weights(2, inputs, n, ("uf", n, n), ("un", n, n), ("gain", n), ("shift", n)), 1),
    }[cell]()


def zeros(count, batch, units):
    return tuple(jnp.zeros((batch, units)) for _ in range(count))


def works(kind, cell, batch, steps, inputs, units):
    step, p, states = layer(cell, inputs, units)
    start = zeros(states, batch, units)
    if kind == "characters":
        yield characters(step, p, start, batch, steps, inputs, units)
    elif kind == "training":
        x = normal(steps, batch, inputs)
        gradient = jax.jit(jax.grad(lambda p, x: (lax.scan(lambda s, v: step(p, s, v), start, x)[1] ** 2).sum()))
        yield lambda: jax.block_until_ready(gradient(p, x))
    elif kind == "sequence":
        x = normal(steps, 1, inputs)
        for unroll in (1, 8):
            run = jax.jit(lambda p, x, unroll=unroll: lax.scan(
                lambda s, v: step(p, s, v), start, x, unroll=unroll)[1])
            yield lambda run=run: run(p, x).block_until_ready()
    else:
        x = normal(1, inputs)
        once = jax.jit(lambda p, s, x: step(p, s, x)[0])
        state = [start]

        def work():
            state[0] = jax.block_until_ready(once(p, state[0], x))
        yield work


def characters(step, rnn, start, batch, steps, embedding, units):
    p = {"table": normal(SYMBOLS, embedding), "rnn": rnn, "w": uniform(units, units, SYMBOLS), "b": uniform(units, SYMBOLS)}
    ids = jnp.asarray(RANDOM.integers(0, SYMBOLS, (steps, batch)))
    targets = jnp.asarray(RANDOM.integers(0, SYMBOLS, (steps, batch)))

    def loss(p):
        y = lax.scan(lambda s, v: step(p["rnn"], s, v), start, p["table"][ids])[1]
        scores = jax.nn.log_softmax(y @ p["w"] + p["b"])
        return -jnp.take_along_axis(scores, targets[..., None], -1).mean()

    @jax.jit
    def update(p, mean, square, n):
        gradient, n = jax.grad(loss)(p), n + 1
        mean = jax.tree.map(lambda m, g: 0.9 * m + 0.1 * g, mean, gradient)
        square = jax.tree.map(lambda v, g: 0.999 * v + 0.001 * g * g, square, gradient)
        p = jax.tree.map(
            lambda q, m, v: q - 1e-3 * (m / (1 - 0.9 ** n)) / (jnp.sqrt(v / (1 - 0.999 ** n)) + 1e-8), p, mean, square)
        return p, mean, square, n

    none = jax.tree.map(jnp.zeros_like, p)
    state = [(p, none, none, jnp.float32(0))]

    def work():
        state[0] = jax.block_until_ready(update(*state[0]))
    return work
