"""The tables of benchmarks/first-second, from what was measured."""
import re
import statistics
import sys

OURS = ("plain", "flag")
PEERS = ("numpy", "torch", "djl")
CALLS = (1, 10, 100, 1000)
LIMITS = {"kernels": 1.03, "functions": 1.03, "products": 1.02, "training": 1.02}
SAMPLE_LIMIT = 1.02
BEST = False  # least times and largest counts in place of medians, for a machine that is at work
PAGE_MARKS = (
    "<!-- first-second: written by benchmarks/first-second/run -->",
    "<!-- /first-second -->",
)
# rows of the table in docs/performance.md
PAGE_WORK = {
    "exp": "exp of 8,192",
    "tanh": "tanh of 8,192",
    "add": "sum of two of 8,192",
    "softmax": "softmax of 8,192",
    "matmul 256x256x256": "product of matrices, 256 x 256",
    "mlp-epoch 784x64x10": "step of a 784-64-10 net on 128 images",
    "two-layer 64x1000x100x10": "step of two layers, 64 x 1000 x 100 x 10",
    "lstm 20x32x28x64": "gradient of an LSTM, 20 steps of 32 samples, 28 to 64",
}


def seconds(x):
    if x is None:
        return ""
    for unit, size in (("s", 1), ("ms", 1e-3), ("us", 1e-6)):
        if x >= size * 0.9995:
            return "%.3g %s" % (x / size, unit) if x / size < 1000 else "%.0f %s" % (x / size, unit)
    return "%.3g ns" % (x / 1e-9)


def count(n):
    return "" if n is None else "{:,.0f}".format(n)


def middle(results, pick, best=min):
    found = [pick(r) for r in results or []]
    found = [f for f in found if f is not None]
    if not found:
        return None
    return best(found) if BEST else statistics.median(found)


def table(head, rows):
    if not rows:
        return
    yield "| " + " | ".join(head) + " |"
    yield "| --- |" + " ---: |" * (len(head) - 1)
    for row in rows:
        yield "| " + " | ".join(row) + " |"
    yield ""


def pairs(heads):
    return [h + ", " + who for h in heads for who in OURS]


def side(results, prefix):
    """The results of one of two builds, as if there were no other."""
    return {row: {w: r.get(prefix + w) for w in OURS} for row, r in results.items()}


def sides(results):
    """(What is added to titles, results) of each build that was measured."""
    if not results:
        return
    yield "", results
    if any("before-plain" in row for row in results.values()):
        yield ", before", side(results, "before-")


def call_tables(store):
    for when, calls in sides(store.get("calls", {})):
        yield from call_tables_of(when, calls)


def call_tables_of(when, calls):
    windows = sorted(
        {w for row in calls.values() for r in row.get("plain") or [] for w in r["within"]},
        key=float,
    )
    for what, title in (
        ("call", "Time of call 1, 10, 100, 1,000"),
        ("total", "Time from the beginning of the first call to the end of call 1, 10, 100, 1,000"),
    ):
        yield "### " + title + when + "\n"
        yield from table(
            ["work"] + pairs([count(k) for k in CALLS]),
            [
                [row]
                + [
                    seconds(middle(results.get(who), lambda r: r[what].get(str(k))))
                    for k in CALLS
                    for who in OURS
                ]
                for row, results in calls.items()
            ],
        )
    yield "### Calls done within a time, from the beginning of the first call%s\n" % when
    rows = []
    for row, results in calls.items():
        line = [row]
        for w in windows:
            done = [middle(results.get(who), lambda r: r["within"].get(w), max) for who in OURS]
            line += [count(d) for d in done] + [ratio(*done, least=1)]
        rows.append(line)
    yield from table(
        ["work"] + [h for w in windows for h in (w + " s, plain", "flag", "ratio")], rows
    )


def ratio(base, other, least=None, most=None):
    if not base or other is None:
        return ""
    r = other / base
    bad = least is not None and r < least or most is not None and r > most
    return ("**%.3g**" if bad else "%.3g") % r


def peer_tables(store):
    calls = store.get("calls", {})
    present = [w for w in OURS + PEERS if any(w in row for row in calls.values())]
    if not set(present) - set(OURS):
        return
    rows = {row: results for row, results in calls.items() if set(results) & set(PEERS)}
    yield "### From the start of the process to the first result\n"
    yield from table(
        ["work"] + present,
        [
            [row]
            + [
                seconds(middle(results.get(w), lambda r: r["began"] + r["total"]["1"]))
                for w in present
            ]
            for row, results in rows.items()
        ],
    )
    windows = sorted(
        {s for results in rows.values() for r in results.get("plain", []) for s in r["started"]},
        key=float,
    )
    for s in windows:
        yield "### Calls done within %s s of the start of the process\n" % s
        yield from table(
            ["work"] + present,
            [
                [row]
                + [
                    count(middle(results.get(w), lambda r: r["started"].get(s), max))
                    for w in present
                ]
                for row, results in rows.items()
            ],
        )


def process_tables(store):
    for part, title in (
        ("once", "Whole processes that do one step: wall and processor time"),
        ("samples", "Whole processes of the samples: wall and processor time"),
    ):
        for when, results in sides(store.get(part, {})):
            yield from process_tables_of(title + when, results)


def process_tables_of(title, measured):
    rows = []
    for row, results in measured.items():
        line = [row]
        for what in ("wall", "cpu"):
            both = [middle(results.get(who), lambda r: r[what]) for who in OURS]
            line += [seconds(b) for b in both] + [ratio(*both, most=SAMPLE_LIMIT)]
        runs = min(len(results.get(who) or []) for who in OURS)
        rows.append(line + [str(runs)])
    if rows:
        yield "### " + title + "\n"
        yield from table(
            ["", "wall, plain", "flag", "ratio", "processor, plain", "flag", "ratio", "runs"],
            rows,
        )


def steady_tables(store):
    rows = []
    for row, results in store.get("steady", {}).items():
        limit = LIMITS[store["groups"][row]]
        line = [row]
        for who in OURS:
            turns = results.get(who, [])
            ratios = {}
            for t in turns:
                ratios.setdefault(t["generation"], []).append(t["after"][0] / t["before"][0])
            of_ratios = (
                statistics.median(statistics.median(r) for r in ratios.values()) if ratios else None
            )
            line += [
                seconds(statistics.median(t[when][0] for t in turns) * 1e-9) if turns else ""
                for when in ("before", "after")
            ]
            least = (
                [min(t[when][1] for t in turns) for when in ("before", "after")]
                if turns
                else [None, None]
            )
            line += [ratio(1, of_ratios, most=limit), ratio(*least, most=limit)]
        rows.append(line)
    if rows:
        yield "### Steady state, after / before: the median of ratios within rounds, and the ratio of the least times\n"
        yield "In bold what is more than 3 % slower, of products and training 2 %.\n"
        yield from table(
            ["work"]
            + [h for who in OURS for h in (who + ", before", "after", "ratio", "of least")],
            rows,
        )


def report(store):
    statistic = "the least times and largest counts" if BEST else "medians"
    yield "# The first second\n"
    for key in ("machine", "java", "source", "load", "arguments"):
        if key in store:
            yield "- %s: %s" % (key, store[key])
    runs = {
        part: max((len(v) for row in store.get(part, {}).values() for v in row.values()), default=0)
        for part in ("calls", "samples")
    }
    yield "- %s of %d processes (calls), %d (samples)" % (statistic, runs["calls"], runs["samples"])
    yield "- flag: --add-modules jdk.incubator.vector; plain: without it; ratios: flag / plain"
    if store.get("missing"):
        yield "- not done or not to be had: " + ", ".join(store["missing"])
    yield ""
    for part in (process_tables, call_tables, peer_tables, steady_tables):
        yield from part(store)


def page_table(store):
    """The table of docs/performance.md."""
    calls = store.get("calls", {})
    head = [
        "work",
        "first call, plain",
        "flag",
        "calls in 1 s, plain",
        "flag",
        "NumPy",
        "PyTorch",
        "DJL",
    ]
    rows = []
    for row, title in PAGE_WORK.items():
        results = calls.get(row)
        if results:
            first = [seconds(middle(results.get(w), lambda r: r["call"]["1"])) for w in OURS]
            within = [
                count(middle(results.get(w), lambda r: r["within"].get("1"), max)) for w in OURS
            ]
            others = [
                count(middle(results.get(w), lambda r: r["within"].get("1"), max)) for w in PEERS
            ]
            rows.append([title] + first + within + others)
    yield from table(head, rows)
    head = [
        "from the start of the process to the first result",
        "plain",
        "flag",
        "NumPy",
        "PyTorch",
        "DJL",
    ]
    rows = []
    for row, title in PAGE_WORK.items():
        if row in calls:
            rows.append(
                [title]
                + [
                    seconds(middle(calls[row].get(w), lambda r: r["began"] + r["total"]["1"]))
                    for w in OURS + PEERS
                ]
            )
    yield from table(head, rows)
    rows = []
    for sample, results in store.get("samples", {}).items():
        line = [sample]
        for what in ("wall", "cpu"):
            both = [middle(results.get(w), lambda r: r[what]) for w in OURS]
            line += [seconds(b) for b in both] + [ratio(*both)]
        rows.append(line)
    yield from table(
        [
            "the whole process of a sample",
            "plain",
            "flag",
            "ratio",
            "processor time, plain",
            "flag",
            "ratio",
        ],
        rows,
    )


def write_page(store, page):
    text = page.read_text()
    begin, end = PAGE_MARKS
    if begin not in text or end not in text:
        sys.exit("%s: no place for the table, which stands between %s and %s" % (page, begin, end))
    made = "\n".join(page_table(store)).strip()
    text = re.sub(
        re.escape(begin) + ".*?" + re.escape(end),
        lambda m: begin + "\n\n" + made + "\n\n" + end,
        text,
        flags=re.S,
    )
    page.write_text(text)
