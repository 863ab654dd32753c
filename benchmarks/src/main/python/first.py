"""A process that does a piece of work from its very first call; see FirstCalls.java, which takes
the same arguments and prints the same. Arguments: numpy or torch, the number of threads, the
work, its size, when the process was started (microseconds since 1970), seconds as "0.5,1,5"."""
import os
import sys
import time

sys.dont_write_bytecode = True
LIBRARY, THREADS, WORK, SIZE, STARTED, SECONDS = sys.argv[1:7]
for variable in ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ[variable] = THREADS

try:
    import numpy as np

    if LIBRARY == "torch":
        import torch

        torch.set_num_threads(int(THREADS))
        torch.set_default_dtype(torch.float64)
except Exception as e:  # also what is broken, not only what is missing
    print("unavailable %s: %s" % (sys.executable, " ".join(str(e).split())))
    sys.exit(0)

from common import Job, product
from first_work import first_job

if LIBRARY == "torch":
    from torch_work import torch_job as other_job
else:
    from numpy_work import numpy_job as other_job


def make():
    size = [int(extent) for extent in SIZE.split("x")]
    if WORK == "matmul":
        return Job(product("nn", *size, 1, 2))
    return other_job(WORK, size) or first_job(WORK, size)


def main():
    job = make()
    if job is None:
        print("unavailable not done")
        return
    clock = time.perf_counter
    seconds = [float(s) for s in SECONDS.split(",")]
    within, since_start, marks = [], [], []
    started = clock() - (time.time() - int(STARTED) / 1e6)
    run, mark, calls = job.run, 1, 0
    first = before = clock()
    while len(within) < len(seconds):
        run()
        calls += 1
        now = clock()
        if calls == mark and len(marks) < 4:
            marks.append((mark, now - before, now - first))
            mark *= 10
        while len(since_start) < len(seconds) and now - started > seconds[len(since_start)]:
            since_start.append(calls - 1)
        while len(within) < len(seconds) and now - first > seconds[len(within)]:
            within.append(calls - 1)
        before = now
    print("began %r" % (first - started))
    for line in marks:
        print("call %d %r %r" % line)
    for s, count, older in zip(seconds, within, since_start):
        print("within %r %d" % (s, count))
        print("started %r %d" % (s, older))
    sys.stdout.flush()
    os._exit(0)  # without waiting for the threads of libraries


main()
