// Numbers and steps in words.
const Words = program => {
  const { nodes } = program;
  const SIGNS = { add: "+", sub: "−", mul: "×", div: "÷" };

  /** As on a slide: whole numbers in full, others to two places or two digits. */
  function number(v) {
    if (v === 0) {
      return "0"; // also of -0
    }
    if (!Number.isFinite(v)) {
      return String(v).replace("Infinity", "∞");
    }
    const size = Math.abs(v);
    if (Number.isInteger(v) && size < 1e6) {
      return String(v);
    }
    if (size >= 0.0995 && size < 99999.5) {
      return v.toFixed(size < 999.995 ? 2 : 1);
    }
    const [digits, exponent] = v.toExponential(size < 1 ? 1 : 2).split("e");
    if (Number(exponent) < 0 && Number(exponent) >= -4) {
      return v.toFixed(1 - Number(exponent));
    }
    return (digits.includes(".") ? digits.replace(/\.?0+$/, "") : digits) + "e" + Number(exponent);
  }

  /** To four digits, for arithmetic in a line of text. */
  function precise(v) {
    if (!Number.isFinite(v)) {
      return String(v);
    }
    if (v === 0 || Number.isInteger(v) && Math.abs(v) < 1e9) {
      return number(v);
    }
    const text = v.toPrecision(4);
    const [digits, exponent] = text.split("e");
    const short = digits.includes(".") ? digits.replace(/\.?0+$/, "") : digits;
    return exponent ? short + "e" + Number(exponent) : short;
  }

  const AS_USUAL = -1;
  const MOST_PLACES = 8;

  /** A number of which a broken one has so many places, as in the class Face. */
  const placed = (v, places, format) => places === AS_USUAL || !Number.isFinite(v)
    || Number.isInteger(v) && Math.abs(v) < 1e6 ? (format || number)(v) : v.toFixed(places);

  /** The places that parts need so that the sum of what is printed is the sum that is printed. */
  function places(total, parts, form, most) {
    const format = form || number;
    if (total === null || total.data.length > (most || 4) || parts.some(part => part === null)) {
      return AS_USUAL;
    }
    const all = parts.map(part => part.data);
    const isSum = n => Array.from(total.data).every((v, i) => {
      const texts = all.map(data => placed(data[i], n, format));
      return Number(format(texts.reduce((sum, text) => sum + Number(text), 0))) === Number(format(v));
    });
    if (all.some(data => data.some(v => !Number.isFinite(v))) || isSum(AS_USUAL)) {
      return AS_USUAL;
    }
    for (let n = 2; n <= MOST_PLACES; n++) {
      if (isSum(n)) {
        return n;
      }
    }
    return AS_USUAL;
  }

  const signed = text => text.startsWith("-") ? "(" + text + ")" : text;

  function nested(x, format) {
    const at = (axis, offset, stride) => {
      if (axis === x.shape.length) {
        return format(x.data[offset]);
      }
      const step = stride / x.shape[axis];
      const parts = [];
      for (let i = 0; i < x.shape[axis]; i++) {
        parts.push(at(axis + 1, offset + i * step, step));
      }
      return "[" + parts.join(", ") + "]";
    };
    return at(0, 0, x.data.length);
  }

  const shape = x => "[" + x.shape.join(", ") + "]";

  /** An array in a line: a few elements in full, else shape, range and mean. */
  function brief(x, format) {
    if (x === null) {
      return "unknown";
    }
    if (x.data.length <= 6 || x.shape.length === 0) {
      return nested(x, format || precise);
    }
    const least = x.data.reduce((p, q) => Math.min(p, q), Infinity);
    const most = x.data.reduce((p, q) => Math.max(p, q), -Infinity);
    const mean = x.data.reduce((p, q) => p + q, 0) / x.data.length;
    return shape(x) + " " + precise(least) + " .. " + precise(most) + ", mean " + precise(mean);
  }

  const isScalar = x => x !== null && x.data.length === 1;
  const label = id => nodes[id].label;
  const value = id => brief(program.value(id));

  /** The operation applied to texts of its inputs. */
  function applied(node, texts) {
    const sign = SIGNS[node.op];
    if (sign && texts.length === 2) {
      return texts[0] + " " + sign + " " + (node.op === "mul" ? texts[1] : signed(texts[1]));
    }
    if (node.op === "neg") {
      return "-" + signed(texts[0]);
    }
    if (node.op === "pow" && texts.length === 1) {
      return signed(texts[0]) + "^" + precise(node.attributes.exponent);
    }
    const shown = texts.length > 6 ? texts.slice(0, 3).concat(["…"], texts.slice(-2)) : texts;
    return node.op + "(" + shown.join(", ") + ")";
  }

  const made = id => label(id) + (nodes[id].leaf ? ", a " + nodes[id].op
    : " = " + applied(nodes[id], nodes[id].inputs.map(label)));

  /** A formula with names for its letters, in parentheses where they are more than a word. */
  function named(text, names) {
    const letters = { x: names[0], y: names[1] };
    return text.replace(/[A-Za-z]+/g, (word, at) => {
      const name = letters[word];
      const bare = text === word || /^[^-+−×*/÷^\s(]+$/.test(name)
        || text[at - 1] === "(" && text[at + 1] === ")";
      return name === undefined ? word : bare ? name : "(" + name + ")";
    });
  }

  /** A derivative in the inputs' labels. */
  function derivative(node, k) {
    const names = node.inputs.map(label);
    const text = Operations.formula(node, k);
    if (text === null) {
      const back = Operations.arrayFormula(node, k);
      return back === null ? null
        : "back to " + names[k] + ": " + (names.length <= 2 ? named(back, names) : back);
    }
    const made = applied(node, names);
    return "∂" + (made.startsWith(node.op + "(") ? made : "(" + made + ")") + "/∂" + names[k] + " = "
      + named(text, names);
  }

  function known(id) {
    return program.whyNoValue(id) === null && program.value(id) !== null;
  }

  /** A step as a number, a sentence, and the rule behind it. */
  function step(step) {
    const node = nodes[step.node];
    if (step.kind === "value") {
      const x = program.value(node.id);
      const made = node.label + " = " + applied(node, node.inputs.map(label));
      const numbers = node.inputs.every(i => isScalar(program.value(i)))
        ? " = " + applied(node, node.inputs.map(value)) : "";
      return {
        number: x, asked: "the value of " + made,
        text: made + numbers + " = " + brief(x),
        why: known(node.id) ? "" : "not moved: " + program.whyNoValue(node.id),
      };
    }
    if (step.kind === "seed") {
      const x = program.gradient(node.id);
      return {
        number: x, asked: "the gradient of " + node.label + " by itself",
        text: "The backward pass starts at " + node.label + " with " + brief(x) + ".",
        why: isScalar(x) && x.data[0] === 1 ? "∂" + node.label + "/∂" + node.label + " = 1" : "",
      };
    }
    if (step.kind === "sum") {
      const x = program.gradient(node.id);
      const parts = step.from.map(({ node: of, input }) => program.share(of, input));
      const few = parts.length <= 6 && parts.every(p => p !== null && p.data.length <= 6);
      const digits = few ? places(x, parts, precise, 6) : AS_USUAL;
      const part = p => brief(p, v => placed(v, digits, precise));
      return {
        number: x, asked: "the gradient of " + node.label + ", the sum over its branches",
        text: (few ? parts.map((p, i) => i === 0 ? part(p) : signed(part(p))).join(" + ")
          : "The sum of what came back over " + parts.length + " wires") + " = " + brief(x)
          + ": the gradient of " + node.label,
        why: "branches add up" + (program.whyNoGradient(node.id) === null ? ""
          : "; not moved: " + program.whyNoGradient(node.id)),
      };
    }
    const of = nodes[step.of];
    const share = program.share(step.of, step.input);
    const upstream = program.gradient(step.of);
    const local = program.local(step.of, step.input);
    const reason = program.whyNoGradient(step.node);
    const target = (step.alone ? "the gradient of " : "the part of the gradient of ") + node.label
      + (step.alone ? "" : " that comes through " + of.label);
    let text = target[0].toUpperCase() + target.slice(1) + " = " + brief(share);
    if (isScalar(share) && isScalar(upstream) && isScalar(local)) {
      text = brief(share) + " = " + brief(upstream) + " × " + brief(local)
        + ": upstream times local, " + target;
    } else if (share !== null && local !== null && share.data.length <= 6
        && local.data.length <= 6 && upstream.data.length <= 6) {
      const summed = of.shape.join() !== node.shape.join() && of.shape.length > 0;
      text = brief(share) + (summed ? " = the sum of " : " = ") + brief(upstream) + " × "
        + brief(local) + ": upstream times local, " + target;
    }
    return {
      number: share, asked: target, text,
      why: [derivative(of, step.input) || "", reason === null ? "" : "not moved: " + reason]
        .filter(Boolean).join("; "),
    };
  }

  return { number, precise, places, placed, brief, nested, shape, step, derivative, isScalar, label, made };
};
