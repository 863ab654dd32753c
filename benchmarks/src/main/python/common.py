"""Inputs, the same bits as org.cotangent.benchmarks.Inputs makes, and jobs for either library."""
import sys

import numpy as np

TORCH = sys.argv[1] == "torch"
if TORCH:
    import torch

RATE = 1e-4
MLP_RATE = 0.05
MLP_ROWS = 2560
BATCH = 128
CHAIN_W = 0.999999
CHAIN_B = 1e-6
NET = [2, 16, 16, 1]


def hashed(seed, n):
    i = np.arange(n, dtype=np.uint64)
    mask = np.uint64(0xFFFFFFFF)
    h = (i * np.uint64(2654435761) + np.uint64(seed * 97911 + 12345)) & mask
    h ^= h >> np.uint64(15)
    h = (h * np.uint64(2246822519)) & mask
    h ^= h >> np.uint64(13)
    h = (h * np.uint64(3266489917)) & mask
    return h ^ (h >> np.uint64(16))


def uniform(seed, n, scale):
    return scale * (hashed(seed, n).astype(np.float64) * 2.0 ** -31 - 1)


def classes(seed, n, count):
    return (hashed(seed, n) % np.uint64(count)).astype(np.int64)


def rows(batch):
    return (batch * BATCH + np.arange(BATCH)) * 7919 % MLP_ROWS


def checksum(parts):
    x = np.concatenate([np.asarray(p, dtype=np.float64).ravel() for p in parts])
    weighted = x * (1 + np.arange(x.size) % 97 / 97.0)
    return weighted.sum(), np.abs(weighted).sum()


def numbers(x):
    return x.detach().numpy() if TORCH else x


class Job:
    """Work without state: a function whose last value is its result, or the list of them."""

    def __init__(self, function):
        self.run = function

    def result(self):
        last = self.run()
        parts = last if isinstance(last, (list, tuple)) else [last]
        return [numbers(p) for p in parts]


def tensor(x):
    return torch.from_numpy(x) if TORCH else x


def product(form, m, k, n, seed_a, seed_b):
    a = tensor(uniform(seed_a, m * n if form == "nt" else m * k, 1.0))
    b = tensor(uniform(seed_b, m * n if form == "tn" else k * n, 1.0))
    if form == "nn":
        a, b = a.reshape(m, k), b.reshape(k, n)
        return lambda: a @ b
    if form == "tn":
        a, b = a.reshape(m, k), b.reshape(m, n)
        return lambda: a.T @ b
    a, b = a.reshape(m, n), b.reshape(k, n)
    return lambda: a @ b.T


def layers(m, widths):
    jobs = []
    for l in range(len(widths) - 1):
        jobs.append(product("nn", m, widths[l], widths[l + 1], 6 + l, 1 + l))
    for l in reversed(range(len(widths) - 1)):
        jobs.append(product("tn", m, widths[l], widths[l + 1], 6 + l, 10 + l))
        if l > 0:
            jobs.append(product("nt", m, widths[l], widths[l + 1], 10 + l, 1 + l))
    return Job(lambda: [job() for job in jobs])


def elements(work, n):
    x = uniform(1, n, 4.0)
    return tensor(x + 4.5 if work == "log" else x)


def two_layer_data(size):
    m, k, hidden, n = size
    return (
        tensor(uniform(1, m * k, 1.0).reshape(m, k)),
        tensor(uniform(2, m * n, 1.0).reshape(m, n)),
        tensor(uniform(3, k * hidden, 0.1).reshape(k, hidden)),
        tensor(uniform(4, hidden * n, 0.1).reshape(hidden, n)),
    )


def mlp_weights(widths, l):
    scale = (6.0 / widths[l]) ** 0.5
    return tensor(uniform(3 + l, widths[l] * widths[l + 1], scale).reshape(widths[l], widths[l + 1]))


def logistic_data(size):
    n, columns = size
    x = tensor(uniform(1, n * columns, 1.0).reshape(n, columns))
    return x, tensor(classes(2, n, 2).astype(np.float64)), tensor(uniform(3, columns, 0.5))


class Steps:
    """Work with state: steps of training that go on from where the last one ended."""

    def __init__(self, count):
        self.count = count
        self.reset()

    def result(self):
        self.reset()
        for _ in range(self.count):
            self.run()
        return [numbers(p) for p in self.parameters()]
