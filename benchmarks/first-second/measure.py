"""What benchmarks/first-second measures: processes, one after the other, in turns."""
import fnmatch
import json
import os
import platform
import random
import re
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from tables import report

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent
MODULES = ("engine", "nn/networks", "nn/data", "nn/pictures", "gradcheck", "samples")
FLAG = ["--add-modules", "jdk.incubator.vector"]
OURS = {"plain": [], "flag": FLAG}
PEERS = ("numpy", "torch", "djl")
SAMPLES = {
    "Iris": "networks.Iris",
    "Digits": "networks.Digits",
    "TwoLayerNet": "TwoLayerNet",
    "CurveFitting": "networks.CurveFitting",
    "InitializationStudy": "networks.InitializationStudy",
}


class Build:
    """A build: a checkout whose modules are compiled, or a class path."""

    def __init__(self, where):
        self.where = str(where)
        own = (ROOT / "benchmarks/target/classpath.run").read_text().strip().split(":")
        jars = [p for p in own if p.endswith(".jar")]
        if ":" in self.where or self.where.endswith(".jar"):
            self.path = [own[0]] + self.where.split(":") + jars
            return
        classes = [Path(where).resolve() / m / "target/classes" for m in MODULES]
        if not classes[0].is_dir():
            sys.exit(
                "%s: no engine/target/classes there; give a checkout that was compiled, or a class path"
                % where
            )
        text = ROOT / "samples/target/classpath.txt"
        more = (
            [p for p in text.read_text().split(":") if p.endswith(".jar")] if text.exists() else []
        )
        self.path = (
            [own[0]]
            + [str(c) for c in classes if c.is_dir()]
            + jars
            + [p for p in more if p not in jars]
        )

    def java(self, options, flag, *rest):
        return [
            options.java,
            *flag,
            *options.jvm_argument,
            *rest[:-1],
            "-cp",
            ":".join(self.path),
            *rest[-1],
        ]


def environment():
    """Options from outside would turn the flag on, and OpenBLAS believes what it is told."""
    drop = ("JDK_JAVA_OPTIONS", "JAVA_TOOL_OPTIONS", "OPENBLAS_CORETYPE", "OPENBLAS_L2_SIZE")
    return {k: v for k, v in os.environ.items() if k not in drop}


def process(command, cwd=None):
    """Runs it to its end: wall seconds, processor seconds, its output."""
    with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
        before = time.perf_counter()
        child = subprocess.Popen(
            command, stdout=out, stderr=err, stdin=subprocess.DEVNULL, env=environment(), cwd=cwd
        )
        _, status, usage = os.wait4(child.pid, 0)
        wall = time.perf_counter() - before
        child.returncode = os.waitstatus_to_exitcode(status)
        out.seek(0)
        err.seek(0)
        text = out.read().decode()
        if child.returncode != 0:
            raise RuntimeError(" ".join(command[-6:]) + ": " + err.read().decode()[-600:])
        return wall, usage.ru_utime + usage.ru_stime, text


def listed(options):
    """(group, work, size, kernels) of all that is measured."""
    text = process(
        Build(options.after).java(options, [], ["org.cotangent.benchmarks.FirstCalls", "list"])
    )[2]
    rows = [line.split(maxsplit=3) + [""] for line in text.splitlines()]
    rows = [(r[0], r[1], r[2], r[3].strip()) for r in rows]
    return [
        r
        for r in rows
        if any(fnmatch.fnmatch(name(r), g) or fnmatch.fnmatch(r[0], g) for g in options.work)
    ]


def name(item):
    return item[1] if item[2] == "8192" else item[1] + " " + item[2]


def sides(options):
    """What runs this library: the build and the flag, of the older build, too, if there is one."""
    builds = {"": Build(options.after)}
    if options.before:
        builds["before-"] = Build(options.before)
    return {
        when + who: (build, flag) for who, flag in OURS.items() for when, build in builds.items()
    }


def commands(options):
    """The command of each contender, by work, size, time of the start, seconds."""
    build = Build(options.after)
    threads = str(options.threads)
    script = str(ROOT / "benchmarks/src/main/python/first.py")

    def ours(build, flag):
        return lambda *job: build.java(
            options,
            flag,
            "-Dcotangent.threads=" + threads,
            ["org.cotangent.benchmarks.FirstCalls", "ours", *job],
        )

    def djl(*job):
        quiet = [
            "-Dai.djl.offline=true",
            "-DOPT_OUT_TRACKING=true",
            "-Dai.djl.pytorch.num_interop_threads=1",
            "-Dai.djl.pytorch.num_threads=" + threads,
        ]
        return build.java(options, [], *quiet, ["org.cotangent.benchmarks.FirstCalls", "djl", *job])

    def python(library):
        return lambda *job: [options.python, script, library, threads, *job]

    everyone = {who: ours(build, flag) for who, (build, flag) in sides(options).items()}
    everyone.update(numpy=python("numpy"), torch=python("torch"), djl=djl)
    wanted = options.contenders
    return {who: make for who, make in everyone.items() if who.replace("before-", "") in wanted}


def now_micros():
    return str(time.time_ns() // 1000)


def calls_of(command):
    """What FirstCalls and first.py print, as numbers."""
    wall, cpu, text = process(command)
    result = {"wall": wall, "cpu": cpu, "call": {}, "total": {}, "within": {}, "started": {}}
    for line in text.splitlines():
        words = line.split()
        if words[0] == "unavailable":
            return None
        if words[0] == "began":
            result["began"] = float(words[1])
        elif words[0] == "call":
            result["call"][words[1]] = float(words[2])
            result["total"][words[1]] = float(words[3])
        else:
            result[words[0]]["%g" % float(words[1])] = int(words[2])
    return result


def progress(*words):
    print(time.strftime("%H:%M:%S"), *words, file=sys.stderr, flush=True)


def calls(options, store):
    makers = commands(options)
    gone = set()
    for turn in range(options.repetitions):
        for item in listed(options):
            for who in shuffled(makers, turn):
                if (who, item[1]) in gone or (who in PEERS and turn >= options.peer_repetitions):
                    continue
                try:
                    result = calls_of(makers[who](item[1], item[2], now_micros(), options.seconds))
                except RuntimeError as e:
                    progress(who, e)
                    result = None
                if result is None:
                    gone.add((who, item[1]))
                    store["missing"] = sorted({"%s %s" % pair for pair in gone})
                    continue
                keep(store, "calls", name(item), who, result)
                if item[0] == "training":
                    single = calls_of(makers[who](item[1], item[2], now_micros(), "0"))
                    keep(
                        store,
                        "once",
                        name(item),
                        who,
                        {"wall": single["wall"], "cpu": single["cpu"]},
                    )
            store["groups"][name(item)] = item[0]
            save(options, store)
        progress("calls, turn", turn + 1, "of", options.repetitions)


def samples(options, store):
    contestants = sides(options)
    with tempfile.TemporaryDirectory() as folder:
        for turn in range(options.samples):
            for sample, main in SAMPLES.items():
                for who in shuffled(contestants, turn):
                    build, flag = contestants[who]
                    arguments = [] if sample == "TwoLayerNet" else [folder]
                    main_class = ["org.cotangent.samples." + main, *arguments]
                    command = build.java(options, flag, "-Djava.awt.headless=true", main_class)
                    wall, cpu, _ = process(command, cwd=folder)
                    keep(store, "samples", sample, who, {"wall": wall, "cpu": cpu})
                save(options, store)
            progress("samples, turn", turn + 1, "of", options.samples)


def shuffled(names, turn):
    """In another order every turn: the first of two is not always the same."""
    names = list(names)
    shift = turn % len(names)
    return names[shift:] + names[:shift]


def keep(store, part, row, who, result):
    store.setdefault(part, {}).setdefault(row, {}).setdefault(who, []).append(result)


class Worker:
    """A process of org.cotangent.benchmarks.Worker, which waits on its input between turns."""

    def __init__(self, command):
        self.process = subprocess.Popen(
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
            env=environment(),
        )
        self.process.stdout.readline()

    def run(self, item, seconds):
        """Median and least nanoseconds of a call, and milliseconds of the JIT compiler."""
        self.process.stdin.write("run %s %s %g\n" % (item[1], item[2], seconds))
        self.process.stdin.flush()
        words = self.process.stdout.readline().split()
        if words[:1] != ["median_ns"]:
            raise RuntimeError("%s: %s" % (name(item), " ".join(words)))
        return float(words[1]), float(words[2]), float(words[4])

    def busy(self):
        """Processor seconds so far, since a machine that others use gives little in a second."""
        try:
            words = Path("/proc/%d/stat" % self.process.pid).read_text().rsplit(")", 1)[1].split()
            return (int(words[11]) + int(words[12])) / os.sysconf("SC_CLK_TCK")
        except OSError:
            return time.perf_counter()

    def warm(self, item, least, most):
        """Until three slices in a row are as fast as any before, and the JIT compiler rests."""
        slice_seconds, best, steady, before = 0.2, float("inf"), 0, self.busy()
        while (spent := self.busy() - before) < most and (spent < least or steady < 3):
            median, _, jit = self.run(item, slice_seconds)
            rests = jit < 0.1 * 1000 * slice_seconds
            steady = steady + 1 if rests and median >= 0.97 * best else 0
            best = min(best, median)

    def close(self):
        self.process.kill()
        self.process.wait()
        self.process.stdin.close()
        self.process.stdout.close()


def steady(options, store):
    builds = {"before": Build(options.before), "after": Build(options.after)}
    order = random.Random(1)
    for generation in range(options.generations):
        for item in listed(options):
            workers = {}
            try:
                for when, build in builds.items():
                    for who, flag in OURS.items():
                        command = build.java(
                            options,
                            flag,
                            "-Xms512m",
                            "-Xmx3g",
                            "-Dcotangent.threads=%d" % options.threads,
                            ["org.cotangent.benchmarks.Worker", "ours"],
                        )
                        workers[when, who] = Worker(command)
                for worker in workers.values():
                    worker.warm(item, options.warmup, 5 * options.warmup)
                for _ in range(options.rounds):
                    turns = list(workers)
                    order.shuffle(turns)
                    taken = {turn: workers[turn].run(item, options.slice) for turn in turns}
                    for who in OURS:
                        before, after = taken["before", who], taken["after", who]
                        keep(
                            store,
                            "steady",
                            name(item),
                            who,
                            {"generation": generation, "before": before[:2], "after": after[:2]},
                        )
            except (RuntimeError, BrokenPipeError) as e:
                progress(e)
            finally:
                for worker in workers.values():
                    worker.close()
            store["groups"][name(item)] = item[0]
            save(options, store)
        progress("steady, generation", generation + 1, "of", options.generations)


# what is kept


def load(options):
    path = options.out / "first-second.json"
    fresh = {"groups": {}}
    return json.loads(path.read_text()) if path.exists() and not options.fresh else fresh


def save(options, store):
    options.out.mkdir(parents=True, exist_ok=True)
    (options.out / "first-second.json").write_text(json.dumps(store))
    (options.out / "first-second.md").write_text("\n".join(report(store)) + "\n")


def describe(options, store):
    model = ""
    if os.path.exists("/proc/cpuinfo"):
        found = re.search(r"model name\s*:\s*(.*)", Path("/proc/cpuinfo").read_text())
        model = found.group(1) if found else ""
    store["machine"] = "%s, %d processors, %s" % (model, os.cpu_count(), platform.platform())
    version = subprocess.run(
        [options.java, "-version"], capture_output=True, text=True, env=environment()
    )
    store["java"] = version.stderr.splitlines()[1].strip()
    described = subprocess.run(
        ["git", "-C", str(options.after), "describe", "--always", "--dirty"],
        capture_output=True,
        text=True,
    )
    store["source"] = described.stdout.strip() or str(options.after)
    store["load"] = (
        "%.2f before the last run; to be trusted, it must be near 0" % os.getloadavg()[0]
    )
    store["arguments"] = " ".join(sys.argv[1:])
