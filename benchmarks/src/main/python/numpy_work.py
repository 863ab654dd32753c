"""The work on NumPy, gradients written by hand."""
import numpy as np

from common import (
    BATCH,
    Job,
    MLP_RATE,
    MLP_ROWS,
    RATE,
    Steps,
    classes,
    elements,
    logistic_data,
    mlp_weights,
    rows,
    two_layer_data,
    uniform,
)


class NumpyTwoLayer(Steps):
    def __init__(self, size):
        self.x, self.y, self.first1, self.first2 = two_layer_data(size)
        super().__init__(1)

    def reset(self):
        self.w1, self.w2 = self.first1.copy(), self.first2.copy()

    def parameters(self):
        return [self.w1, self.w2]

    def run(self):
        h = 1 / (1 + np.exp(-(self.x @ self.w1)))
        g = 2 * (h @ self.w2 - self.y)
        g2 = h.T @ g
        gz = g @ self.w2.T * h * (1 - h)
        self.w1 -= RATE * (self.x.T @ gz)
        self.w2 -= RATE * g2


class NumpyPerceptron(Steps):
    def __init__(self, widths):
        self.widths = widths
        self.x = uniform(1, MLP_ROWS * widths[0], 1.0).reshape(MLP_ROWS, widths[0])
        self.classes = classes(2, MLP_ROWS, widths[-1])
        super().__init__(2)

    def reset(self):
        self.step = 0
        self.w = [mlp_weights(self.widths, l) for l in range(len(self.widths) - 1)]
        self.b = [np.zeros(n) for n in self.widths[1:]]

    def parameters(self):
        return [p for pair in zip(self.w, self.b) for p in pair]

    def run(self):
        batch = rows(self.step)
        self.step += 1
        h = [self.x[batch]]
        for w, b in zip(self.w, self.b):
            z = h[-1] @ w + b
            h.append(z if w is self.w[-1] else np.maximum(z, 0))
        g = np.exp(h[-1] - h[-1].max(axis=1, keepdims=True))
        g /= g.sum(axis=1, keepdims=True)
        g[np.arange(BATCH), self.classes[batch]] -= 1
        g /= BATCH
        for l in reversed(range(len(self.w))):
            gw, gb = h[l].T @ g, g.sum(axis=0)
            if l > 0:
                g = g @ self.w[l].T * (h[l] > 0)
            self.w[l] -= MLP_RATE * gw
            self.b[l] -= MLP_RATE * gb


def numpy_softmax(x):
    e = np.exp(x - x.max())
    return e / e.sum()


def numpy_logistic(x, y, w):
    z = x @ w
    e = np.exp(-np.abs(z))
    loss = np.mean(np.maximum(z, 0) + np.log1p(e) - y * z)
    p = np.where(z >= 0, 1, e) / (1 + e)
    return [np.array([loss]), (p - y) @ x / len(y)]


def numpy_hessian(x):
    n = len(x)
    h = np.zeros((n, n))
    i = np.arange(n - 1)
    h[i, i] = 1200 * x[:-1] ** 2 - 400 * x[1:] + 2
    h[i + 1, i + 1] += 200
    h[i, i + 1] = h[i + 1, i] = -400 * x[:-1]
    return h


def numpy_job(work, size):
    if work == "sigmoid":
        x = elements(work, size[0])
        return Job(lambda: 1 / (1 + np.exp(-x)))
    if work == "softmax":
        x = elements(work, size[0])
        return Job(lambda: numpy_softmax(x))
    if work in ("exp", "tanh", "log"):
        x, f = elements(work, size[0]), getattr(np, work)
        return Job(lambda: f(x))
    if work == "two-layer":
        return NumpyTwoLayer(size)
    if work == "mlp-epoch":
        return NumpyPerceptron(size)
    if work == "logistic":
        data = logistic_data(size)
        return Job(lambda: numpy_logistic(*data))
    if work == "hessian":
        x = uniform(1, size[0], 1.0)
        return Job(lambda: numpy_hessian(x))
    return None
