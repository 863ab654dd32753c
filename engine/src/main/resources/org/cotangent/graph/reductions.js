// The operations on whole arrays: reductions, products, moves, order. See operations.js.
(() => {
  const { size, strides, stridesIn, positions, array, same, map, expand, zip, sumTo, take, put } =
    Arrays;
  const { table, refuse, strongMul, strongDiv, gate, timesEven, ratio } = Operations;

  const finite = x => x.data.every(Number.isFinite);
  const numbers = (x, y, z) => [x, y, z].every(a => !a || finite(a))
    || refuse("a number that is not finite");

  /** A reduction keeps its axes with extent 1: its shape says what the groups are. */
  const reduce = (x, shape, first, f) => {
    const to = positions(x.shape, stridesIn(shape, x.shape));
    const y = array(shape);
    y.data.fill(first);
    for (let i = 0; i < x.data.length; i++) {
      y.data[to[i]] = f(y.data[to[i]], x.data[i]);
    }
    return y;
  };

  table.sum = table.sumTo = {
    value: ([x], { shape }) => sumTo(x, shape),
    part: (k, g, y, [x]) => expand(g, x.shape),
  };
  const mean = (x, shape) => map(sumTo(x, shape), v => v / (x.data.length / size(shape)));
  const checkedMean = (x, shape) => {
    numbers(x);
    const y = mean(x, shape);
    numbers(y);
    return y;
  };
  table.mean = {
    value: ([x], { shape }) => checkedMean(x, shape),
    part: (k, g, y, [x]) =>
      expand(map(g, v => strongDiv(v, x.data.length / y.data.length)), x.shape),
  };
  const fromMean = (x, shape) => zip(x, checkedMean(x, shape), (p, q) => p - q);
  table["var"] = {
    value: ([x], { shape, attributes }) => {
      const y = map(sumTo(map(fromMean(x, shape), v => v * v), shape),
        v => v / attributes.divisor);
      numbers(y);
      return y;
    },
    part: (k, g, y, [x], { attributes }) => map(zip(g, fromMean(x, y.shape), timesEven),
      v => strongDiv(v, attributes.divisor / 2)),
  };
  table.norm = table.rms = {
    value: ([x], { shape, attributes }) => {
      numbers(x);
      const most = reduce(x, shape, 0, (p, q) => Math.max(p, Math.abs(q)));
      const parts = zip(x, most, (p, m) => m === 0 ? 0 : p / m * (p / m));
      return zip(most, sumTo(parts, shape), (m, sum) =>
        m * Math.sqrt(sum) / (attributes.divisor || 1));
    },
    part: (k, g, y, [x], { attributes }) => {
      const n = attributes.divisor || 1;
      const u = zip(map(x, v => v / n), y, ratio);
      return map(zip(g, u, strongMul), v => n === 1 ? v : strongDiv(v, n));
    },
  };
  const extremum = (first, f) => ({
    value: ([x], { shape }) => reduce(x, shape, first, f),
    part: (k, g, y, [x]) => {
      const attains = zip(x, y, (p, q) => p === q ? 1 : q !== q ? NaN : 0);
      return zip(g, zip(attains, sumTo(attains, y.shape), (p, q) => p / q), gate);
    },
  });
  table.amax = extremum(-Infinity, Math.max);
  table.amin = extremum(Infinity, Math.min);

  // ---- exponentials of what is less than the largest of its group

  function shifted(x, shape) {
    const top = reduce(x, shape, -Infinity, Math.max);
    numbers(top);
    return { top, less: zip(x, top, (p, q) => p - q) };
  }

  /** log of the sum of exp(less), from all but the first of the largest. */
  function logOfSum(less, shape) {
    const to = positions(less.shape, stridesIn(shape, less.shape));
    const rest = array(shape);
    const met = array(shape);
    less.data.forEach((v, i) => {
      if (v === 0 && met.data[to[i]]++ === 0) {
        return;
      }
      rest.data[to[i]] += Math.exp(v);
    });
    return map(rest, Math.log1p);
  }

  function groups(shape, { axes }) {
    const marked = shape.map(() => axes === "all");
    if (axes !== "all") {
      axes.forEach(axis => { marked[axis < 0 ? axis + shape.length : axis] = true; });
    }
    return shape.map((extent, axis) => marked[axis] ? 1 : extent);
  }

  function softmax(x, shape) {
    const e = map(shifted(x, shape).less, Math.exp);
    return zip(e, sumTo(e, shape), (p, q) => p / q);
  }

  /** f of the places of each group, for results that a group determines. */
  function inGroups(x, shape, f) {
    const to = positions(x.shape, stridesIn(shape, x.shape));
    const all = [];
    to.forEach((group, i) => (all[group] = all[group] || []).push(i));
    all.forEach(f);
  }

  table.softmax = {
    value: ([x], { attributes }) => softmax(x, groups(x.shape, attributes)),
    part: (k, g, w, x, { attributes }) => {
      numbers(g, w);
      const to = array(w.shape);
      inGroups(w, groups(w.shape, attributes), places => {
        const heaviest = places.reduce((p, q) => w.data[q] > w.data[p] ? q : p, places[0]);
        const pivot = g.data[heaviest];
        const drift = places.reduce((sum, i) => sum + w.data[i] * (g.data[i] - pivot), 0);
        places.forEach(i => { to.data[i] = w.data[i] * (g.data[i] - pivot - drift); });
      });
      numbers(to);
      return to;
    },
  };
  table.logSoftmax = {
    value: ([x], { attributes }) => {
      const shape = groups(x.shape, attributes);
      const { less } = shifted(x, shape);
      return zip(less, logOfSum(less, shape), (p, q) => p - q);
    },
    part: (k, g, y, x, { attributes }) => {
      const w = map(y, Math.exp);
      numbers(g, w);
      const to = array(y.shape);
      inGroups(y, groups(y.shape, attributes), places => {
        const heavy = places.filter(i => w.data[i] > 0.5)[0];
        const sum = places.reduce((all, i) => all + g.data[i], 0);
        places.forEach(i => { to.data[i] = g.data[i] - w.data[i] * sum; });
        if (heavy !== undefined) {
          const others = places.filter(i => i !== heavy);
          const of = v => others.reduce((all, i) => all + v.data[i], 0);
          to.data[heavy] = g.data[heavy] * of(w) - w.data[heavy] * of(g) + 0;
        }
      });
      numbers(to);
      return to;
    },
  };
  table.logSumExp = {
    value: ([x], { shape }) => {
      const { top, less } = shifted(x, shape);
      return zip(top, logOfSum(less, shape), (p, q) => p + q);
    },
    part: (k, g, y, [x]) => zip(softmax(x, y.shape), g, gate),
  };

  // ---- matrix products

  /** The product of the last two axes, with strides that may swap them; zeros of p are strong. */
  function product(a, swapA, b, swapB, strong) {
    const rows = x => x.shape[x.shape.length - 2];
    const columns = x => x.shape[x.shape.length - 1];
    const m = swapA ? columns(a) : rows(a);
    const n = swapB ? rows(b) : columns(b);
    const inner = swapA ? rows(a) : columns(a);
    const batch = Arrays.broadcast(a.shape.slice(0, -2), b.shape.slice(0, -2));
    const y = array(batch.concat([m, n]));
    const offsets = x => positions(batch, stridesIn(x.shape.slice(0, -2), batch)
      .map(step => step * rows(x) * columns(x)));
    const fromA = offsets(a);
    const fromB = offsets(b);
    const [aRow, aColumn] = swapA ? [1, columns(a)] : [columns(a), 1];
    const [bRow, bColumn] = swapB ? [1, columns(b)] : [columns(b), 1];
    let to = 0;
    for (let place = 0; place < fromA.length; place++) {
      for (let i = 0; i < m; i++) {
        for (let j = 0; j < n; j++) {
          let sum = 0;
          for (let k = 0; k < inner; k++) {
            const p = a.data[fromA[place] + i * aRow + k * aColumn];
            const q = b.data[fromB[place] + k * bRow + j * bColumn];
            sum += strong === 1 && p === 0 || strong === 2 && q === 0 ? 0 : p * q;
          }
          y.data[to++] = sum;
        }
      }
    }
    return y;
  }

  const asRow = x => x.shape.length === 1 ? array([1].concat(x.shape), x.data) : x;
  const asColumn = x => x.shape.length === 1 ? array(x.shape.concat([1]), x.data) : x;
  table.matmul = {
    value: ([a, b], { shape, attributes: { transposeA, transposeB, strongA, strongB } }) => {
      const y = product(asRow(a), transposeA, asColumn(b), transposeB, 0);
      if (strongA || strongB) {
        numbers(y);
      }
      return array(shape, y.data);
    },
    part: (k, g, y, [a, b], { inputs, attributes: { transposeA, transposeB, strongA, strongB } }) => {
      if (inputs[0] === inputs[1] && a.shape.length === 1) {
        return zip(g, a, timesEven);
      }
      if (strongA || strongB) {
        refuse("the rule of a strong product");
      }
      const row = asRow(a);
      const column = asColumn(b);
      const shape = y.shape.slice();
      if (b.shape.length === 1) {
        shape.push(1);
      }
      if (a.shape.length === 1) {
        shape.splice(shape.length - 1, 0, 1);
      }
      const full = array(shape, g.data);
      const part = k === 0
        ? transposeA ? product(column, transposeB, full, true, 2)
          : product(full, false, column, !transposeB, 1)
        : transposeB ? product(full, true, row, transposeA, 1)
          : product(row, !transposeA, full, false, 2);
      const own = [a, b][k];
      if (own.shape.length > 1) {
        return part;
      }
      part.shape.splice(part.shape.length - (k === 0 ? 2 : 1), 1);
      return part;
    },
  };

  // ---- convolutions: the sum over windows of image, weight and result, by one of the three

  /** The factor that is missing, filled in. */
  function convolved(missing, factors, { stride, padding, dilation, groups }) {
    const extents = factors.map(f => f.shape.slice(2));
    let meetings = [[0, 0, 0]]; // positions of one channel that meet
    stride.forEach((step, axis) => {
      const [n, kernel, places] = extents.map(e => e[axis]);
      meetings = meetings.flatMap(([i, k, p]) => {
        const next = [];
        for (let place = 0; place < places; place++) {
          for (let cell = 0; cell < kernel; cell++) {
            const at = place * step - padding[axis] + cell * dilation[axis];
            if (at >= 0 && at < n) {
              next.push([i * n + at, k * kernel + cell, p * places + place]);
            }
          }
        }
        return next;
      });
    });
    const [, weight] = factors;
    const [outputs, channels] = weight.shape;
    const sizes = extents.map(size);
    const to = factors[missing].data;
    const [a, b] = [0, 1, 2].filter(role => role !== missing);
    for (let sample = 0; sample < factors[0].shape[0]; sample++) {
      for (let output = 0; output < outputs; output++) {
        const group = Math.floor(output * groups / outputs);
        for (let channel = 0; channel < channels; channel++) {
          const starts = [
            (sample * groups + group) * channels + channel,
            output * channels + channel,
            sample * outputs + output,
          ].map((place, role) => place * sizes[role]);
          meetings.forEach(at => {
            to[starts[missing] + at[missing]] +=
              factors[a].data[starts[a] + at[a]] * factors[b].data[starts[b] + at[b]];
          });
        }
      }
    }
    numbers(factors[missing]); // the rule of strong zeros is not known here
    return factors[missing];
  }

  ["transposedConvolution", "convolutionByWeight", "convolution"].forEach((name, missing) => {
    /** Image, weight and result from what a node has two of. */
    const all = (inputs, own) => missing === 0 ? [own].concat(inputs)
      : missing === 1 ? [inputs[0], own, inputs[1]] : inputs.concat([own]);
    table[name] = {
      value: (inputs, { shape, attributes }) =>
        convolved(missing, all(inputs, array(shape)), attributes),
      part: (k, g, y, inputs, { attributes }) => {
        const role = all([0, 1], 2).indexOf(k);
        const given = inputs.map((x, i) => i === k ? array(x.shape) : x);
        return convolved(role, all(given, g), attributes);
      },
    };
  });

  // ---- moves: the positions that elements come from

  const moves = (name, from) => {
    table[name] = {
      value: ([x], node) => take(x, from(x.shape, node), node.shape),
      part: (k, g, y, [x], node) => put(g, from(x.shape, node), x.shape),
    };
  };
  const bound = (place, n, lowest) =>
    Math.max(lowest, Math.min(place < 0 ? place + n : place, n + lowest));

  moves("reshape", shape => positions(shape, strides(shape)));
  moves("expand", (own, { shape }) => positions(shape, stridesIn(own, shape)));
  moves("permute", (own, { shape, attributes }) =>
    positions(shape, attributes.axes.map(axis => strides(own)[axis])));
  moves("slice", (own, { shape, attributes: { axis, from, step } }) => {
    const steps = strides(own);
    const first = bound(from, own[axis], (step || 1) > 0 ? 0 : -1);
    const offset = first * steps[axis];
    steps[axis] *= step || 1;
    return positions(shape, steps, offset);
  });
  moves("flip", (own, { shape, attributes: { axes } }) => {
    const steps = strides(own);
    let offset = 0;
    own.forEach((extent, axis) => {
      if (axes === "all" || axes.some(a => (a < 0 ? a + own.length : a) === axis)) {
        offset += (extent - 1) * steps[axis];
        steps[axis] = -steps[axis];
      }
    });
    return positions(shape, steps, offset);
  });
  moves("at", (own, { attributes: { index } }) =>
    [index.reduce((at, place, axis) => at + place * strides(own)[axis], 0)]);
  moves("unstack", (own, { shape, attributes: { axis, place } }) => {
    const steps = strides(own);
    const offset = place * steps[axis];
    steps.splice(axis, 1);
    return positions(shape, steps, offset);
  });
  // regular selections of other kinds bring their positions with them
  moves("windows", (own, node) => node.positions || refuse("no positions"));
  moves("diagonal", (own, node) => node.positions || refuse("no positions"));

  const padded = (own, { shape, attributes: { margins } }) => {
    const steps = strides(shape);
    return positions(own, steps,
      margins.reduce((at, [before], axis) => at + before * steps[axis], 0));
  };
  table.pad = {
    value: ([x], node) => put(x, padded(x.shape, node), node.shape),
    part: (k, g, y, [x], node) => take(g, padded(x.shape, node), x.shape),
  };
  const onDiagonal = (matrix, shape, k) => {
    const steps = strides(matrix).slice(0, -1);
    const columns = matrix[matrix.length - 1];
    steps[steps.length - 1] = columns + 1;
    return positions(shape, steps, Math.max(0, -k) * columns + Math.max(0, k));
  };
  table.diag = {
    value: ([x], { shape, attributes: { k } }) => shape.length < x.shape.length
      ? take(x, onDiagonal(x.shape, shape, k), shape)
      : put(x, onDiagonal(shape, x.shape, k), shape),
    part: (input, g, y, [x], { attributes: { k } }) => y.shape.length < x.shape.length
      ? put(g, onDiagonal(x.shape, y.shape, k), x.shape)
      : take(g, onDiagonal(y.shape, x.shape, k), x.shape),
  };

  function joined(x, { shape, attributes: { axis } }) {
    let offset = 0;
    return x.map(piece => {
      const all = positions(piece.shape, strides(shape), offset);
      offset += piece.shape[axis] * strides(shape)[axis];
      return all;
    });
  }
  table.concat = {
    value: (x, node) => {
      const y = array(node.shape);
      joined(x, node).forEach((to, piece) =>
        to.forEach((at, i) => { y.data[at] = x[piece].data[i]; }));
      return y;
    },
    part: (k, g, y, x, node) => take(g, joined(x, node)[k], x[k].shape),
  };

  // ---- choices and order along an axis

  /** Where the elements that an index names along an axis lie. */
  function along(own, index, axis) {
    const steps = strides(own);
    const step = steps[axis];
    steps[axis] = 0;
    return positions(index.shape, steps).map((at, i) => at + index.data[i] * step);
  }
  const picked = (x, node) => node.attributes.positions || along(x[0].shape, x[1], node.attributes.axis);
  table.gather = {
    value: (x, node) => take(x[0], picked(x, node), node.shape),
    part: (k, g, y, x, node) => k > 0 ? null : put(g, picked(x, node), x[0].shape),
  };
  table.scatterAdd = {
    value: (x, node) => x.length < 2 ? refuse("no positions")
      : put(x[0], along(node.shape, x[1], node.attributes.axis), node.shape),
    part: (k, g, y, x, node) => x.length < 2 ? refuse("no positions")
      : k > 0 ? null : take(g, along(node.shape, x[1], node.attributes.axis), x[0].shape),
  };

  /** f of the places of every line along an axis, front to end. */
  function lines(shape, axis, f) {
    const groupShape = shape.map((extent, i) => i === axis ? 1 : extent);
    inGroups(array(shape), groupShape, f);
  }
  const arrange = sign => (p, q) => p !== p ? (q !== q ? 0 : sign) : q !== q ? -sign : sign * (p - q || 0);
  table.argSort = {
    value: ([x], { attributes: { axis, descending } }) => {
      const y = array(x.shape);
      const order = arrange(descending ? -1 : 1);
      lines(x.shape, axis, places => {
        const sorted = places.map((at, i) => i);
        sorted.sort((i, j) => {
          const p = x.data[places[i]];
          const q = x.data[places[j]];
          return (p === q ? 0 : order(p, q)) || i - j;
        });
        sorted.forEach((from, i) => { y.data[places[i]] = from; });
      });
      return y;
    },
  };
  const first = better => ({
    value: ([x], { shape, attributes: { axis } }) => {
      const y = array(shape);
      let line = 0;
      lines(x.shape, axis, places => {
        const v = places.map(at => x.data[at]);
        const nan = v.findIndex(p => p !== p);
        y.data[line++] = nan >= 0 ? nan : v.reduce((at, p, i) => better(p, v[at]) ? i : at, 0);
      });
      return y;
    },
  });
  table.argMax = first((p, q) => p > q);
  table.argMin = first((p, q) => p < q);
  table.sort = {
    value: ([x, order], { attributes: { axis } }) => take(x, along(x.shape, order, axis), x.shape),
    part: (k, g, y, [x, order], { attributes: { axis } }) => {
      if (k > 0) {
        return null;
      }
      const even = array(g.shape, g.data.slice());
      lines(g.shape, axis, places => {
        for (let from = 0, to; from < places.length; from = to) {
          for (to = from + 1; to < places.length
              && y.data[places[to]] === y.data[places[from]];) {
            to++;
          }
          const run = places.slice(from, to);
          const sum = run.reduce((all, at) => all + g.data[at], 0);
          run.forEach(at => { even.data[at] = run.length > 1 ? sum / run.length : g.data[at]; });
        }
      });
      return put(even, along(x.shape, order, axis), x.shape);
    },
  };
  table.all = { value: ([x], node) => quantifier(x, node, true) };
  table.any = { value: ([x], node) => quantifier(x, node, false) };
  function quantifier(x, { shape, attributes }, all) {
    const kept = reduce(x, groups(x.shape, attributes), all ? 1 : 0,
      (so, v) => (all ? so !== 0 && v !== 0 : so !== 0 || v !== 0) ? 1 : 0);
    return array(shape, kept.data);
  }

  // ---- running sums and products

  function cumSum(x, axis, reverse) {
    const y = array(x.shape);
    lines(x.shape, axis, places => {
      let sum = 0;
      (reverse ? places.reverse() : places).forEach((at, i) => {
        sum = i === 0 ? x.data[at] : sum + x.data[at];
        y.data[at] = sum;
      });
    });
    return y;
  }
  table.cumSum = {
    value: ([x], { attributes: { axis, reverse } }) => cumSum(x, axis, reverse),
    part: (k, g, y, x, { attributes: { axis, reverse } }) => cumSum(g, axis, !reverse),
  };

  /** The sum over the ends of a line of g times the product up to there without factor j. */
  const withoutFactor = (v, j, weight) => {
    let product = 1;
    let sum = 0;
    v.forEach((factor, i) => {
      product *= i === j ? 1 : factor;
      sum += i < j || weight(i) === 0 ? 0 : weight(i) * product;
    });
    return sum;
  };
  table.cumProd = {
    value: ([x], { attributes: { axis } }) => {
      const y = array(x.shape);
      lines(x.shape, axis, places => {
        let product = 1;
        places.forEach(at => { y.data[at] = product *= x.data[at]; });
      });
      return y;
    },
    part: (k, g, y, [x], { attributes: { axis } }) => {
      numbers(g, x, y);
      const to = array(x.shape);
      lines(x.shape, axis, places => {
        const v = places.map(at => x.data[at]);
        places.forEach((at, j) => {
          to.data[at] = withoutFactor(v, j, i => g.data[places[i]]);
        });
      });
      return to;
    },
  };
  // the axes of a product are not told: what is known is one product of all
  table.prod = {
    value: ([x], { shape }) => size(shape) !== 1 ? refuse("products over some axes")
      : array(shape, Float64Array.from([x.data.reduce((p, q) => p * q, 1)])),
    part: (k, g, y, [x]) => {
      numbers(g, x, y);
      const v = size(y.shape) === 1 ? Array.from(x.data) : refuse("products over some axes");
      return array(x.shape, x.data.map((one, j) =>
        withoutFactor(v, j, i => i === v.length - 1 ? g.data[0] : 0)));
    },
  };
})();
