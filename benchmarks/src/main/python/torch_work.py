"""The work on PyTorch."""
import torch

from common import (
    CHAIN_B,
    CHAIN_W,
    Job,
    MLP_RATE,
    MLP_ROWS,
    NET,
    RATE,
    Steps,
    classes,
    elements,
    logistic_data,
    mlp_weights,
    product,
    rows,
    tensor,
    two_layer_data,
    uniform,
)


def leaf(x):
    return (x if torch.is_tensor(x) else torch.tensor(x)).clone().requires_grad_()


class TorchTwoLayer(Steps):
    def __init__(self, size):
        self.x, self.y, self.first1, self.first2 = two_layer_data(size)
        super().__init__(1)

    def reset(self):
        self.w1, self.w2 = leaf(self.first1), leaf(self.first2)

    def parameters(self):
        return [self.w1, self.w2]

    def run(self):
        loss = ((self.x @ self.w1).sigmoid() @ self.w2 - self.y).square().sum()
        loss.backward()
        with torch.no_grad():
            for w in (self.w1, self.w2):
                w -= RATE * w.grad
                w.grad = None


class TorchPerceptron(Steps):
    def __init__(self, widths):
        self.widths = widths
        self.x = tensor(uniform(1, MLP_ROWS * widths[0], 1.0).reshape(MLP_ROWS, widths[0]))
        self.classes = torch.from_numpy(classes(2, MLP_ROWS, widths[-1]))
        super().__init__(2)

    def reset(self):
        self.step = 0
        self.w = [leaf(mlp_weights(self.widths, l)) for l in range(len(self.widths) - 1)]
        self.b = [leaf(torch.zeros(n)) for n in self.widths[1:]]

    def parameters(self):
        return [p for pair in zip(self.w, self.b) for p in pair]

    def run(self):
        batch = torch.from_numpy(rows(self.step))
        self.step += 1
        h = self.x[batch]
        for w, b in zip(self.w, self.b):
            h = torch.addmm(b, h, w)
            h = h if w is self.w[-1] else h.relu()
        torch.nn.functional.cross_entropy(h, self.classes[batch]).backward()
        with torch.no_grad():
            for p in self.w + self.b:
                p.sub_(p.grad, alpha=MLP_RATE)
                p.grad = None


def value_and_gradient(result, by):
    result.backward()
    return [result.reshape(1)] + [x.grad.reshape(1) for x in by]


def torch_product():
    x, y, z = (leaf(v) for v in (-2.0, 5.0, -4.0))
    return value_and_gradient((x + y) * z, (x, y, z))


def torch_chain(n):
    first, w, b = (leaf(v) for v in (0.5, CHAIN_W, CHAIN_B))
    v = first
    for i in range(n):
        v = v * w if i % 2 == 0 else v + b
    return value_and_gradient(v, (first, w, b))


def torch_scalar_net(x, y, parameters):
    p = [leaf(v) for v in parameters]
    loss = torch.tensor(0.0)
    for s in range(len(y)):
        h = [x[2 * s], x[2 * s + 1]]
        at = 0
        for l in range(1, len(NET)):
            out = []
            for _ in range(NET[l]):
                z = p[at + len(h)]
                for v in h:
                    z = z + p[at] * v
                    at += 1
                at += 1
                out.append(z.relu() if l < len(NET) - 1 else z)
            h = out
        loss = loss + (h[0] - y[s]).square()
    return value_and_gradient(loss * (1 / len(y)), p)


def torch_logistic(x, y, first):
    w = leaf(first)
    z = x @ w
    loss = torch.nn.functional.binary_cross_entropy_with_logits(z, y)
    loss.backward()
    return [loss.reshape(1), w.grad]


def rosenbrock(x):
    return (100 * (x[1:] - x[:-1].square()).square() + (x[:-1] - 1).square()).sum()


def torch_job(work, size):
    if work in ("exp", "sigmoid", "tanh", "log"):
        x, f = elements(work, size[0]), getattr(torch, work)
        return Job(lambda: f(x))
    if work == "softmax":
        x = elements(work, size[0])
        return Job(lambda: x.softmax(0))
    if work == "product":
        return Job(torch_product)
    if work == "chain":
        # the engine frees a graph from end to end by recursion guarded by itself: any length
        return Job(lambda: torch_chain(size[0]))
    if work == "scalar-net":
        x, y, p = uniform(1, 2 * size[0], 1.0), uniform(2, size[0], 1.0), uniform(3, 337, 0.5)
        x, y, p = x.tolist(), y.tolist(), p.tolist()
        return Job(lambda: torch_scalar_net(x, y, p))
    if work == "two-layer":
        return TorchTwoLayer(size)
    if work == "mlp-epoch":
        return TorchPerceptron(size)
    if work == "logistic":
        data = logistic_data(size)
        return Job(lambda: torch_logistic(*data))
    if work == "hessian":
        x = tensor(uniform(1, size[0], 1.0))
        return Job(lambda: torch.autograd.functional.hessian(rosenbrock, x))
    return None
