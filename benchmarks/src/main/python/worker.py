"""A process that does the work of NumPy or PyTorch, asked line by line on its standard input.

Speaks as org.cotangent.benchmarks.Worker does and makes the same inputs; gradients for NumPy are
written by hand. Arguments: numpy or torch, and the number of threads.
"""
import os
import sys
import time

sys.dont_write_bytecode = True
LIBRARY = sys.argv[1]
THREADS = int(sys.argv[2])
# before NumPy is loaded: it starts its threads then
for variable in ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ[variable] = str(THREADS)

OUT = os.fdopen(os.dup(1), "w", buffering=1)
os.dup2(2, 1)  # what libraries print must not be taken for an answer


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

from common import (
    BATCH,
    Job,
    checksum,
    layers,
    product,
)

if LIBRARY == "torch":
    from torch_work import torch_job as other_job
else:
    from numpy_work import numpy_job as other_job


def blas_name():
    """The BLAS that is loaded, by the name of its file, which holds OpenBLAS's version."""
    try:
        with open("/proc/self/maps") as maps:
            files = {os.path.realpath(line.split()[-1]) for line in maps if "blas" in line.lower()}
        return " (" + ", ".join(sorted(os.path.basename(f) for f in files)) + ")" if files else ""
    except OSError:
        return ""


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
    return other_job(work, size)


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
        what = "PyTorch %s" % torch.__version__
    else:
        what = "NumPy %s" % np.__version__
    say("ready %s%s, Python %s" % (what, blas_name(), sys.version.split()[0]))
    jobs = {}
    for line in sys.stdin:
        words = line.split()
        try:
            if words[0] == "forget":
                jobs.clear()
                say("forgotten")
                continue
            work = tuple(words[1:3])
            if work not in jobs:
                jobs[work] = make(words[1], [int(extent) for extent in words[2].split("x")])
            job = jobs[work]
            if job is None:
                say("not done")
            elif words[0] == "check":
                say("checked %r %r" % tuple(float(x) for x in checksum(job.result())))
            else:
                median, least, runs = timed(job.run, float(words[3]))
                say("median_ns %.3f %.3f %d" % (median * 1e9, least * 1e9, runs))
        except Exception as e:
            say("failed %s: %s" % (type(e).__name__, e))


main()
