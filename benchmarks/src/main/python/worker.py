"""A process that does the work of NumPy or PyTorch, asked line by line on its standard input.

Speaks as org.cotangent.benchmarks.Worker does and makes the same inputs; gradients for NumPy are
written by hand. Arguments: numpy or torch, and the number of threads.
"""
import os
import sys
import time

LIBRARY = sys.argv[1]
THREADS = int(sys.argv[2])
# before NumPy is loaded: it starts its threads then
for variable in ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ[variable] = str(THREADS)

OUT = os.fdopen(os.dup(1), "w", buffering=1)
os.dup2(2, 1)  # what libraries print must not be taken for an answer

RATE = 1e-4
MLP_RATE = 0.05
MLP_ROWS = 2560
BATCH = 128
CHAIN_W = 0.999999
CHAIN_B = 1e-6
NET = [2, 16, 16, 1]


def say(text):
    OUT.write(" ".join(str(text).split()) + "\n")
    OUT.flush()


try:
    import numpy as np

    if LIBRARY == "torch":
        import torch

        torch.set_num_threads(THREADS)
        torch.set_default_dtype(torch.float64)
except Exception as e:  # also what is broken, not only what is missing
    say("unavailable %s: %s" % (sys.executable, e))
    sys.exit(0)


def blas_name():
    """The BLAS that is loaded, by the name of its file, which holds OpenBLAS's version."""
    try:
        with open("/proc/self/maps") as maps:
            files = {os.path.realpath(line.split()[-1]) for line in maps if "blas" in line.lower()}
        return " (" + ", ".join(sorted(os.path.basename(f) for f in files)) + ")" if files else ""
    except OSError:
        return ""


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
    return x.detach().numpy() if LIBRARY == "torch" else x


class Job:
    """Work without state: a function whose last value is its result, or the list of them."""

    def __init__(self, function):
        self.run = function

    def result(self):
        last = self.run()
        parts = last if isinstance(last, (list, tuple)) else [last]
        return [numbers(p) for p in parts]


# ---------------------------------------------------------------- both


def tensor(x):
    return torch.from_numpy(x) if LIBRARY == "torch" else x


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


# ---------------------------------------------------------------- NumPy, gradients by hand


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


# ---------------------------------------------------------------- PyTorch


def leaf(x):
    return (x if LIBRARY != "torch" or torch.is_tensor(x) else torch.tensor(x)).clone().requires_grad_()


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


# ---------------------------------------------------------------- the protocol


def make(work, size):
    if work == "matmul":
        return Job(product("nn", *size, 1, 2))
    if work == "matmul-tn":
        return Job(product("tn", *size, 1, 2))
    if work == "matmul-nt":
        return Job(product("nt", *size, 1, 2))
    if work == "two-layer-products":
        return layers(size[0], size[1:])
    if work == "mlp-products":
        return layers(BATCH, size)
    return torch_job(work, size) if LIBRARY == "torch" else numpy_job(work, size)


def timed(run, seconds):
    clock = time.perf_counter
    start = clock()
    run()
    first = clock() - start
    if first > seconds:
        return first, first, 1
    group, samples = 1, []
    while clock() - start < seconds:
        before = clock()
        for _ in range(group):
            run()
        elapsed = clock() - before
        if elapsed < 25e-6:
            group *= 2
            samples = []
            continue
        samples.append(elapsed / group)
    if not samples:
        return first, first, 1
    return float(np.median(samples)), min(samples), group * len(samples)


def main():
    if LIBRARY == "torch":
        say("ready PyTorch %s, %d threads" % (torch.__version__, torch.get_num_threads()))
    else:
        say("ready NumPy %s%s" % (np.__version__, blas_name()))
    current, job = None, None
    for line in sys.stdin:
        words = line.split()
        try:
            if words[1:3] != current:
                job = None
                job = make(words[1], [int(extent) for extent in words[2].split("x")])
                current = words[1:3]
            if job is None:
                say("not done")
            elif words[0] == "check":
                say("checked %r %r" % tuple(float(x) for x in checksum(job.result())))
            else:
                median, least, runs = timed(job.run, float(words[3]))
                say("median_ns %.3f %.3f %d" % (median * 1e9, least * 1e9, runs))
        except Exception as e:
            current = None
            say("failed %s: %s" % (type(e).__name__, e))


main()
