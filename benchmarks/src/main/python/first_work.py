"""The work of benchmarks/first-second that worker.py does not know, on either library."""
import numpy as np

from common import Job, TORCH, elements, tensor, uniform

if TORCH:
    import torch

FACTOR = 0.37
COLUMNS = 128


def torch_lstm(size):
    steps, samples, inputs, hidden = size
    x = [
        tensor(uniform(10 + t, samples * inputs, 1.0).reshape(samples, inputs))
        for t in range(steps)
    ]
    w, u, b = (
        tensor(uniform(seed, rows * 4 * hidden, 0.1).reshape(rows, 4 * hidden)).requires_grad_()
        for seed, rows in ((1, inputs), (2, hidden), (3, 1))
    )

    def run():
        h = c = torch.zeros(samples, hidden)
        for now in x:
            i, f, g, o = (now @ w + h @ u + b).chunk(4, dim=1)
            c = f.sigmoid() * c + i.sigmoid() * g.tanh()
            h = o.sigmoid() * c.tanh()
        return torch.autograd.grad(h.square().sum(), (w, u, b))

    return Job(run)


def numpy_lstm(size):
    """Gradients by hand, as in the other work on NumPy."""
    steps, samples, inputs, hidden = size
    x = [uniform(10 + t, samples * inputs, 1.0).reshape(samples, inputs) for t in range(steps)]
    w, u, b = (
        uniform(seed, rows * 4 * hidden, 0.1).reshape(rows, 4 * hidden)
        for seed, rows in ((1, inputs), (2, hidden), (3, 1))
    )

    def run():
        h = c = np.zeros((samples, hidden))
        tape = []
        for now in x:
            i, f, g, o = np.split(now @ w + h @ u + b, 4, axis=1)
            i, f, o = (1 / (1 + np.exp(-gate)) for gate in (i, f, o))
            g = np.tanh(g)
            old, before = h, c
            c = f * c + i * g
            s = np.tanh(c)
            h = o * s
            tape.append((now, old, before, i, f, g, o, s))
        dw, du, db = np.zeros_like(w), np.zeros_like(u), np.zeros_like(b)
        dh, dc = 2 * h, 0
        for now, old, before, i, f, g, o, s in reversed(tape):
            dc = dc + dh * o * (1 - s * s)
            dz = np.concatenate(
                (
                    dc * g * i * (1 - i),
                    dc * before * f * (1 - f),
                    dc * i * (1 - g * g),
                    dh * s * o * (1 - o),
                ),
                axis=1,
            )
            dw += now.T @ dz
            du += old.T @ dz
            db += dz.sum(axis=0)
            dh, dc = dz @ u.T, dc * f
        return [dw, du, db]

    return Job(run)


def first_job(work, size):
    if work == "lstm":
        return torch_lstm(size) if TORCH else numpy_lstm(size)
    n = size[0]
    lib = torch if TORCH else np
    x, y, positive = elements("exp", n), tensor(uniform(2, n, 4.0)), elements("log", n)
    unary = {
        "neg": "negative",
        "square": "square",
        "abs": "abs",
        "sin": "sin",
        "cos": "cos",
        "tan": "tan",
        "sinh": "sinh",
        "cosh": "cosh",
        "expm1": "expm1",
        "amax": "amax",
        "sum": "sum",
    }
    binary = {
        "add": "add",
        "sub": "subtract",
        "mul": "multiply",
        "max": "maximum",
        "min": "minimum",
        "hypot": "hypot",
    }
    if work in unary:
        f = getattr(lib, unary[work])
        return Job(lambda: f(x))
    if work in binary:
        f = getattr(lib, binary[work])
        return Job(lambda: f(x, y))
    if work in ("sqrt", "log1p"):
        f = getattr(lib, work)
        return Job(lambda: f(positive))
    if work == "div":
        return Job(lambda: x / y)
    if work == "reciprocal":
        return Job(lambda: 1 / x)
    if work == "pow":
        return Job(lambda: positive**y)
    if work == "pow-1.7":
        return Job(lambda: positive**1.7)
    if work == "relu":
        return Job(x.relu if TORCH else lambda: np.maximum(x, 0))
    if work in ("sum-of-rows", "sum-of-columns"):
        matrix, axis = x.reshape(-1, COLUMNS), 1 if work == "sum-of-rows" else 0
        return Job(lambda: matrix.sum(axis))
    if work == "dot":
        return Job(lambda: x @ y)
    if work == "norm":
        return Job(lambda: lib.linalg.norm(x))
    if work == "axpy":
        return Job((lambda: torch.add(x, y, alpha=FACTOR)) if TORCH else (lambda: x + FACTOR * y))
    if work == "logSumExp":
        if TORCH:
            return Job(lambda: x.logsumexp(0))

        def log_sum_exp():
            top = x.max()
            return top + np.log(np.exp(x - top).sum())

        return Job(log_sum_exp)
    return None
