// A recorded program that runs again: forward through its nodes, and back. What it cannot run keeps
// the recorded number, and what rests on that is marked as not moved rather than guessed.
const Program = text => {
  const { size, array, sumTo } = Arrays;
  const { table } = Operations;
  const AGREES = 1e-9;
  const json = typeof text === "string" ? JSON.parse(text) : text;

  // ---- numbers as they were written

  const DIGITS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  function bytesOf(base64) {
    const bytes = new Uint8Array(Math.floor(base64.replace(/=/g, "").length * 3 / 4));
    for (let i = 0, at = 0; at < bytes.length; i += 4) {
      let bits = 0;
      for (let k = 0; k < 4; k++) {
        bits = bits * 64 + Math.max(0, DIGITS.indexOf(base64[i + k]));
      }
      for (let k = 16; k >= 0 && at < bytes.length; k -= 8) {
        bytes[at++] = bits >> k & 255;
      }
    }
    return bytes;
  }
  function decoded(value, shape) {
    if (value === undefined || value === null) {
      return null;
    }
    if (typeof value === "string" && value.startsWith("f64:")) {
      const view = new DataView(bytesOf(value.slice(4)).buffer);
      return array(shape, Float64Array.from(array(shape).data, (v, i) => view.getFloat64(8 * i, true)));
    }
    const list = Array.isArray(value) ? value : [value];
    return array(shape, Float64Array.from(list, Number)); // "NaN" and "Infinity" are texts
  }

  const nodes = json.nodes.map((node, id) => {
    const shape = node.shape || [];
    return {
      id, shape, op: node.op, inputs: node.in || [], attributes: numeric(node.attributes || {}),
      label: node.label, sheet: node.sheet || 0,
      place: node.place, positions: node.positions, verdict: node.verdict,
      leaf: !node.in, variable: node.op === "variable", varies: !node.fixed,
      value: decoded(node.value, shape), brief: node.brief,
      adjoint: decoded(node.adjoint, shape), adjointBrief: node.adjointBrief,
      passed: (node.passed || []).map((v, k) =>
        decoded(v, json.nodes[node.in[k]].shape || [])),
      runs: !node.own && Boolean(table[node.op]), users: [],
    };
  });
  function numeric(attributes) {
    for (let name of Object.keys(attributes)) {
      const v = attributes[name];
      attributes[name] = v === "NaN" || v === "Infinity" || v === "-Infinity" ? Number(v) : v;
    }
    return attributes;
  }
  nodes.forEach(node => node.inputs.forEach((input, k) =>
    nodes[input].users.push({ node: node.id, input: k })));
  const seeds = (json.seeds || []).map(({ node, value }) =>
    ({ node, value: decoded(value, nodes[node].shape) }));

  // ---- the state

  const moved = new Map();
  const recorded = nodes.map(node => node.value);
  let values = [];
  let changed = [];
  let stuck = []; // why a value is not known, by node
  let gradients = [];
  let shares = [];
  let doubtful = []; // why a gradient is not known
  let frozen = null; // why gradients are shown as recorded only

  const why = (node, reason) => reason || "the page cannot run " + node.op;

  function attempt(f) {
    try {
      return { result: f(), reason: null };
    } catch (e) {
      return { result: null, reason: String(e.message) };
    }
  }

  const evaluated = node => attempt(() =>
    table[node.op].value(node.inputs.map(i => values[i]), node));

  function forward() {
    values = [];
    changed = [];
    stuck = [];
    nodes.forEach(node => {
      const id = node.id;
      stuck[id] = null;
      changed[id] = node.leaf ? moved.has(id) : node.inputs.some(i => changed[i]);
      values[id] = node.leaf && moved.has(id) ? moved.get(id) : recorded[id];
      const unknown = node.inputs.find(i => stuck[i] !== null || values[i] === null);
      if (node.leaf || !changed[id] && values[id] !== null) {
        return;
      }
      if (unknown !== undefined) {
        stuck[id] = changed[id] ? stuck[unknown] || "an array is not in the page" : null;
      } else if (!node.runs) {
        stuck[id] = changed[id] ? why(node) : null;
      } else {
        const { result, reason } = evaluated(node);
        values[id] = result || values[id];
        stuck[id] = reason;
      }
    });
  }

  /** The share of an input: what its wire passes on. */
  function part(node, k, g) {
    const rule = table[node.op].part;
    const inputs = node.inputs.map(i => values[i]);
    if (values[node.id] === null || inputs.includes(null)) {
      Operations.refuse("an array that is not in the page");
    }
    const all = rule ? rule(k, g, values[node.id], inputs, node) : null;
    return all && sumTo(all, nodes[node.inputs[k]].shape);
  }

  // whose shares depend on no values
  const LINEAR = new Set(["add", "sub", "neg", "axpy", "sum", "sumTo", "mean", "reshape", "expand",
    "permute", "slice", "flip", "at", "unstack", "pad", "diag", "concat", "cumSum", "windows",
    "diagonal"]);

  const BILINEAR = new Set(["mul", "matmul", "convolution", "transposedConvolution",
    "convolutionByWeight"]);

  /** The nodes whose values the share of an input depends on. */
  function needed(node, k) {
    return LINEAR.has(node.op) ? []
      : BILINEAR.has(node.op) ? [node.inputs[1 - k]]
        : [node.id].concat(node.inputs);
  }

  function plus(p, q) {
    return p === null ? q : array(p.shape, p.data.map((v, i) => v + q.data[i]));
  }

  function backward() {
    gradients = nodes.map(() => null);
    shares = nodes.map(node => node.inputs.map(() => null));
    doubtful = nodes.map(() => null);
    const dirty = nodes.map(() => false);
    seeds.forEach(({ node, value }) => { gradients[node] = value; });
    for (let id = nodes.length - 1; id >= 0; id--) {
      const node = nodes[id];
      if (gradients[id] === null && doubtful[id] === null) {
        continue;
      }
      const here = dirty[id] || changed[id] || node.inputs.some(i => changed[i]);
      node.inputs.forEach((input, k) => {
        if (!nodes[input].varies) {
          return;
        }
        let share = null;
        let reason = doubtful[id];
        if (reason === null && !node.runs) {
          share = here ? null : node.passed[k] || null;
          reason = share === null && (here || node.passed[k] === undefined) ? why(node) : null;
        } else if (reason === null) {
          const unknown = needed(node, k).find(i => stuck[i] !== null || values[i] === null);
          if (unknown === undefined) {
            const tried = attempt(() => part(node, k, gradients[id]));
            share = tried.result;
            reason = tried.reason;
          } else {
            reason = stuck[unknown] || "an array is not in the page";
          }
        }
        dirty[input] = dirty[input] || here;
        shares[id][k] = share;
        if (reason !== null) {
          doubtful[input] = reason;
        } else if (share !== null) {
          gradients[input] = plus(gradients[input], share);
        }
      });
    }
    nodes.forEach(node => {
      if (frozen !== null) {
        gradients[node.id] = node.adjoint;
        shares[node.id].fill(null);
        doubtful[node.id] = moved.size > 0 ? frozen : null;
      } else if (doubtful[node.id] !== null) {
        gradients[node.id] = dirty[node.id] ? null : node.adjoint;
        doubtful[node.id] = gradients[node.id] === null ? doubtful[node.id] : null;
      }
    });
  }

  function run() {
    forward();
    backward();
  }

  // ---- at the recorded point everything must be what it was

  function agrees(x, known, brief) {
    if (x === null || !known && !brief) {
      return true;
    }
    if (known) {
      const scale = known.data.reduce((most, v) => Number.isFinite(v) ? Math.max(most, Math.abs(v)) : most, 0);
      return known.data.every((v, i) =>
        Object.is(v + 0, x.data[i] + 0) || Math.abs(v - x.data[i]) <= AGREES * scale);
    }
    const [least, most] = brief.map(Number);
    const scale = Math.max(Math.abs(least), Math.abs(most));
    const near = (p, q) => Object.is(p, q) || Math.abs(p - q) <= AGREES * scale;
    return near(x.data.reduce((p, q) => Math.min(p, q), Infinity), least)
      && near(x.data.reduce((p, q) => Math.max(p, q), -Infinity), most);
  }

  forward();
  nodes.forEach(node => {
    if (!node.leaf && node.runs && node.inputs.every(i => values[i] !== null)) {
      const { result } = evaluated(node);
      if (result !== null && !agrees(result, node.value, node.brief)) {
        node.runs = false;
      }
    }
  });
  run();
  if (nodes.some(node => !agrees(gradients[node.id], node.adjoint, node.adjointBrief))) {
    frozen = "the recorded gradients are those of another pass";
    run();
  }

  /** The derivative of a node by an input, where it is an array: as in a trace. */
  function local(id, k) {
    const node = nodes[id];
    if (!node.runs || shares[id][k] === null || stuck[id] !== null
        || node.shape.length > 0 && !table[node.op].elementwise) {
      return null;
    }
    const ones = array(node.shape);
    ones.data.fill(1);
    return attempt(() => {
      const all = table[node.op].part(k, ones, values[id], node.inputs.map(i => values[i]), node);
      return all && (node.shape.length > 0 ? all : sumTo(all, nodes[node.inputs[k]].shape));
    }).result;
  }

  /** Whether a node stands on a sheet, or on one that is folded there. */
  function isWithin(id, path) {
    let at = nodes[id].sheet;
    while (at > 0 && json.sheets[at].path !== path) {
      at = json.sheets[at].parent;
    }
    return at > 0;
  }

  /** One number at a time: values forward, then gradients back. */
  function steps() {
    const all = nodes.filter(node => !node.leaf).map(node => ({ kind: "value", node: node.id }));
    if (seeds.length === 0 || frozen !== null) {
      return all;
    }
    const reached = nodes.map(() => false);
    const arrived = nodes.map(() => []);
    seeds.forEach(({ node }) => {
      reached[node] = true;
      all.push({ kind: "seed", node });
    });
    for (let id = nodes.length - 1; id >= 0; id--) {
      const node = nodes[id];
      if (arrived[id].length > 1) {
        all.push({ kind: "sum", node: id, from: arrived[id] });
      }
      if (!reached[id]) {
        continue;
      }
      node.inputs.forEach((input, k) => {
        if (nodes[input].varies && (shares[id][k] !== null || doubtful[input] !== null
            || !node.runs && node.adjoint)) {
          reached[input] = true;
          arrived[input].push({ node: id, input: k });
          all.push({ kind: "share", node: input, of: id, input: k });
        }
      });
    }
    all.forEach(step => {
      step.alone = step.kind !== "share" || arrived[step.node].length === 1;
    });
    return all;
  }

  return {
    nodes, sheets: json.sheets || [], steps, run, local,
    value: id => values[id],
    gradient: id => gradients[id],
    share: (id, k) => shares[id][k],
    whyNoValue: id => stuck[id],
    whyNoGradient: id => doubtful[id],
    isMoved: () => moved.size > 0,
    isWithin,
    frozen: () => frozen,
    set(id, data) {
      moved.set(id, array(nodes[id].shape, Float64Array.from(data)));
    },
    reset() {
      moved.clear();
      run();
    },
  };
};
