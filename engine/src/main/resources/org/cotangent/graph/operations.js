// The operations that a page can run: value and rule of each, as the engine has them. Where one of
// them would have to answer for a corner that is not written down here, it refuses: the page then
// says that the number does not move.
const Operations = (() => {
  const { array, map, expand, zip } = Arrays;

  /** Says that a number is not known here. */
  const refuse = why => { throw new Error("refused: " + why); };

  // ---- numbers

  const strong = (v, p) => v !== v && p === 0 ? 0 : v;
  const strongMul = (p, q) => strong(p * q, p);
  const strongDiv = (p, q) => strong(p / q, p);
  const gate = (p, mask) => mask === 0 ? 0 : strong(p * mask, p);
  const timesEven = (p, q) => q === 0 && p === p ? 0 : strong(p * q, p);
  const flat = x => x !== x ? NaN : 0;
  const share = (p, q) => p > q ? 1 : p === q ? 0.5 : p < q ? 0 : NaN;
  const truth = so => so ? 1 : 0;
  const leastOf = (p, q) => Math.min(p, q) > 0 ? Math.min(p, q) : Math.min(Math.max(p, q), 0);
  const ratio = (p, q) => q === 0 ? (p === 0 ? 0 : NaN)
    : Math.abs(p) === Infinity && Math.abs(q) === Infinity ? Math.sign(p) : p / q;
  const copySign = (x, sign) =>
    (sign < 0 || Object.is(sign, -0)) !== (x < 0 || Object.is(x, -0)) ? -x : x;

  const sigmoid = x => {
    const e = Math.exp(-Math.abs(x));
    return (x >= 0 ? 1 : e) / (1 + e);
  };
  const density = x => {
    const e = Math.exp(-Math.abs(x));
    return e / ((1 + e) * (1 + e));
  };
  const softplus = x => Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x)));
  const tanhSlope = x => 4 * density(2 * x);
  const oneMinusSquare = x => (1 - x) * (1 + x);
  const rsqrt = x => 1 / Math.sqrt(x + 0);

  // by way of log1p, as in the engine
  const asinh = x => copySign(Math.abs(x) > 1e9 ? Math.log(Math.abs(x)) + Math.LN2
    : Math.log1p(Math.abs(x) + x * x / (1 + Math.sqrt(1 + x * x))), x);
  const acosh = x => x > 1e9 ? Math.log(x) + Math.LN2
    : Math.log1p(x - 1 + Math.sqrt(2 * (x - 1) + (x - 1) * (x - 1)));
  const atanh = x => copySign(0.5 * Math.log1p(2 * Math.abs(x) / (1 - Math.abs(x))), x);

  function round(x) {
    const below = Math.floor(x);
    const rest = x - below;
    const y = rest < 0.5 ? below : rest > 0.5 ? below + 1 : below + (below % 2 === 0 ? 0 : 1);
    return x !== x || Math.abs(x) >= 4503599627370496 ? x : copySign(Math.abs(y), x);
  }

  const outOfRange = x => Math.abs(x) < 2.2250738585072014e-308 || Math.abs(x) === Infinity;

  function powSlope(a, b) {
    if (b === 0) {
      return 0;
    }
    const p = Math.pow(a, b - 1);
    if (p === 0 && Math.abs(b) === Infinity) {
      return 0;
    }
    if (outOfRange(p)) {
      const root = Math.pow(Math.abs(a), 0.5 * (b - 1));
      return copySign(root * Math.abs(b) * root, b * p);
    }
    return b * p;
  }

  function powLog(a, b) {
    const y = Math.pow(a, b);
    if (!(a > 0)) {
      return a !== a || y !== y ? NaN : 0;
    }
    if (y === 0 && a === Infinity) {
      return 0;
    }
    if (outOfRange(y)) {
      const root = Math.pow(a, 0.5 * b);
      return root * Math.log(a) * root;
    }
    return y * Math.log(a);
  }

  // the complement of the error function, by Cody's approximations of 1969 as in the engine
  const polynomial = (coefficients, x) => coefficients.reduce((sum, c) => sum * x + c, 0);
  const NEAR_P = [1.85777706184603153e-1, 3.16112374387056560, 1.13864154151050156e2,
    3.77485237685302021e2, 3.20937758913846947e3];
  const NEAR_Q = [1, 2.36012909523441209e1, 2.44024637934444173e2, 1.28261652607737228e3,
    2.84423683343917062e3];
  const MIDDLE_P = [2.15311535474403846e-8, 5.64188496988670089e-1, 8.88314979438837594,
    6.61191906371416295e1, 2.98635138197400131e2, 8.81952221241769090e2, 1.71204761263407058e3,
    2.05107837782607147e3, 1.23033935479799725e3];
  const MIDDLE_Q = [1, 1.57449261107098347e1, 1.17693950891312499e2, 5.37181101862009858e2,
    1.62138957456669019e3, 3.29079923573345963e3, 4.36261909014324716e3, 3.43936767414372164e3,
    1.23033935480374942e3];
  const FAR_P = [1.63153871373020978e-2, 3.05326634961232344e-1, 3.60344899949804439e-1,
    1.25781726111229246e-1, 1.60837851487422766e-2, 6.58749161529837803e-4];
  const FAR_Q = [1, 2.56852019228982242, 1.87295284992346725, 5.27905102951428412e-1,
    6.05183413124413191e-2, 2.33520497626869185e-3];

  function scaledErfc(x) {
    if (x <= 4) {
      return polynomial(MIDDLE_P, x) / polynomial(MIDDLE_Q, x);
    }
    const u = 1 / (x * x);
    return (0.5641895835477563 - u * (polynomial(FAR_P, u) / polynomial(FAR_Q, u))) / x;
  }

  function erfcOfLarge(x) {
    if (x >= 27.3) {
      return 0;
    }
    const head = Math.fround(x);
    const rest = (x - head) * (x + head);
    const e = Math.exp(-head * head);
    return (e - e * (rest * (1 - rest * (0.5 - rest / 6)))) * scaledErfc(x);
  }

  const erfNearZero = x => x * (polynomial(NEAR_P, x * x) / polynomial(NEAR_Q, x * x));
  const erfc = x => Math.abs(x) <= 0.46875 ? 1 - erfNearZero(x)
    : x > 0 ? erfcOfLarge(x) : x <= -6 ? 2 : 2 - erfcOfLarge(-x);
  const erf = x => Math.abs(x) <= 0.46875 ? erfNearZero(x)
    : Math.abs(x) >= 6 ? Math.sign(x) : Math.sign(x) * (1 - erfcOfLarge(Math.abs(x)));

  const TWO_BY_ROOT_PI = 2 / Math.sqrt(Math.PI);
  const ONE_BY_ROOT_TWO_PI = 1 / Math.sqrt(2 * Math.PI);
  const ROOT_HALF = Math.sqrt(0.5);
  const siluSlope = x => Math.abs(x) === Infinity ? truth(x > 0)
    : sigmoid(x) * (1 + x * sigmoid(-x));
  const geluSlope = x => Math.abs(x) === Infinity ? truth(x > 0)
    : 0.5 * erfc(-x * ROOT_HALF) + x * ONE_BY_ROOT_TWO_PI * Math.exp(-0.5 * x * x);
  const logAddExp = (p, q) => p === q ? p + Math.LN2
    : Math.max(p, q) + Math.log1p(Math.exp(Math.min(p, q) - Math.max(p, q)));
  const partOfExps = (p, q) => p === q ? (p === -Infinity ? 0 : 0.5) : sigmoid(p - q);

  // ---- element by element: value of x and attributes; share of g, y, x and attributes;
  //      text of the derivative, of x and y

  const unary = (value, part, text) => ({ unary: true, value, part, text });
  const slope = (f, text, value) => unary(value, (g, y, x) => strongMul(g, f(x, y)), text);
  const mask = value => ({ unary: true, value });
  const UNARY = {
    neg: unary(x => -x, g => -g, "-1"),
    reciprocal: unary(x => 1 / x, (g, y) => -strong(g * (y * y), g), "-1/x²"),
    square: unary(x => x * x, (g, y, x) => timesEven(g, x) * 2, "2 x"),
    sqrt: unary(x => Math.sqrt(x) + 0, (g, y) => strongDiv(g, y * 2), "1/(2√x)"),
    rsqrt: slope((x, y) => y * y * y * -0.5, "-1/(2 x √x)", rsqrt),
    cbrt: unary(Math.cbrt, (g, y) => strongDiv(g, y * y * 3), "1/(3 x^(2/3))"),
    exp: slope((x, y) => y, "exp(x)", Math.exp),
    expm1: slope(Math.exp, "exp(x)", Math.expm1),
    log: unary(Math.log, (g, y, x) => strongDiv(g, x + 0), "1/x"),
    log1p: unary(Math.log1p, (g, y, x) => strongDiv(g, x + 1), "1/(1 + x)"),
    sin: slope(Math.cos, "cos(x)", Math.sin),
    cos: unary(Math.cos, (g, y, x) => -strongMul(g, Math.sin(x)), "-sin(x)"),
    tan: slope((x, y) => y * y + 1, "1 + tan(x)²", Math.tan),
    asin: slope(x => rsqrt(oneMinusSquare(x)), "1/√(1 - x²)", Math.asin),
    acos: slope(x => -rsqrt(oneMinusSquare(x)), "-1/√(1 - x²)", Math.acos),
    atan: slope(x => 1 / (1 + x * x), "1/(1 + x²)", Math.atan),
    sinh: slope(Math.cosh, "cosh(x)", Math.sinh),
    cosh: slope(Math.sinh, "sinh(x)", Math.cosh),
    tanh: slope(tanhSlope, "1 - tanh(x)²", Math.tanh),
    asinh: unary(asinh, (g, y, x) => strongDiv(g, Math.hypot(x, 1)), "1/√(x² + 1)"),
    acosh: slope(x => rsqrt(x - 1) * rsqrt(x + 1), "1/√(x² - 1)", acosh),
    atanh: unary(atanh, (g, y, x) => strongDiv(g, oneMinusSquare(x)), "1/(1 - x²)"),
    abs: unary(Math.abs, (g, y, x) => gate(g, Math.sign(x)), "the sign of x"),
    sign: unary(Math.sign, (g, y, x) => gate(g, flat(x)), "0"),
    floor: unary(Math.floor, (g, y, x) => gate(g, flat(x)), "0"),
    ceil: unary(Math.ceil, (g, y, x) => gate(g, flat(x)), "0"),
    round: unary(round, (g, y, x) => gate(g, flat(x)), "0"),
    relu: unary(x => Math.max(x, 0), (g, y, x) => x > 0 ? g : x !== x && g !== 0 ? NaN : 0,
      "1 above 0, else 0"),
    sigmoid: slope(density, "σ(x)(1 - σ(x))", sigmoid),
    softplus: slope(sigmoid, "σ(x)", softplus),
    logSigmoid: slope(x => sigmoid(-x), "σ(-x)", x => -softplus(-x)),
    silu: slope(siluSlope, "σ(x)(1 + x σ(-x))", x => x === -Infinity ? 0 : x * sigmoid(x)),
    gelu: slope(geluSlope, "Φ(x) + x φ(x)",
      x => x === -Infinity ? 0 : 0.5 * x * erfc(-x * ROOT_HALF)),
    erf: slope(x => Math.exp(-(x * x)) * TWO_BY_ROOT_PI, "2/√π exp(-x²)", erf),
    erfc: slope(x => Math.exp(-(x * x)) * -TWO_BY_ROOT_PI, "-2/√π exp(-x²)", erfc),
    exp2: slope((x, y) => y * Math.LN2, "2^x ln 2", x => Math.pow(2, x)),
    log2: unary(Math.log2, (g, y, x) => strongDiv(g, x + 0) * (1 / Math.LN2), "1/(x ln 2)"),
    log10: unary(Math.log10, (g, y, x) => strongDiv(g, x + 0) * (1 / Math.LN10), "1/(x ln 10)"),
    sigmoidSlope: slope((x, y) => -(y * Math.tanh(x * 0.5)), "-σ'(x) tanh(x/2)", density),
    tanhSlope: slope((x, y) => y * Math.tanh(x) * -2, "-2 tanh(x) (1 - tanh(x)²)", tanhSlope),
    atanSlope: slope((x, y) => x * y * y * -2, "-2 x/(1 + x²)²", x => 1 / (1 + x * x)),
    oneMinusSquare: unary(oneMinusSquare, (g, y, x) => strongMul(g, x) * -2, "-2 x"),
    pow: unary((x, { exponent: n }) => Math.pow(x, n), (g, y, x, { exponent: n }) =>
      n === 0 ? null : n > 0 && n % 2 === 0 ? timesEven(g, powSlope(x, n))
        : strongMul(g, powSlope(x, n))),
    clamp: unary((x, { least, most }) => Math.min(Math.max(x, least), most),
      (g, y, x, { least, most }) => gate(g, least < most && x >= least && x <= most ? 1 : flat(x)),
      "1 between the bounds, else 0"),
    leakyRelu: unary((x, { slope: s }) => x > 0 ? x : s * x, (g, y, x, { slope: s }) =>
      gate(g, x > 0 ? 1 : x < 0 ? s : x === 0 ? leastOf(s, 1) : NaN), "1 above 0, else the slope"),
    elu: unary((x, { alpha }) => x > 0 ? x : alpha * Math.expm1(x), (g, y, x, { alpha }) =>
      strongMul(g, x > 0 ? 1 : x === 0 ? leastOf(alpha, 1) : alpha * Math.exp(x)),
      "1 above 0, else α exp(x)"),
    taken: mask(c => truth(c !== 0)),
    notTaken: mask(c => truth(c === 0)),
    flatSlope: mask(flat),
    reluSlope: mask(x => x > 0 ? 1 : flat(x)),
    absSlope: mask(Math.sign),
    below: mask(x => x < 0 ? 1 : flat(x)),
    stopGradient: mask(x => x),
  };

  // ---- of two operands, which broadcast: value, shares of both, texts of both derivatives

  const binary = (value, first, second, texts) => ({ value, parts: [first, second], texts });
  const times = (value, toFirst, toSecond, texts) =>
    binary(value, (g, y, a, b) => strongMul(g, toFirst(a, b, y)),
      (g, y, a, b) => strongMul(g, toSecond(a, b, y)), texts);
  const BINARY = {
    add: binary((p, q) => p + q, g => g, g => g, ["1", "1"]),
    sub: binary((p, q) => p - q, g => g, g => -g, ["1", "-1"]),
    mul: binary((p, q) => p * q, (g, y, a, b, one) => one ? timesEven(g, b) : strongMul(g, b),
      (g, y, a, b, one) => one ? timesEven(g, a) : strongMul(g, a), ["y", "x"]),
    div: binary((p, q) => p / q, (g, y, a, b) => strongDiv(g, b),
      (g, y, a, b) => strong(-(g * y / b), g), ["1/y", "-x/y²"]),
    max: binary((p, q) => Math.max(p, q), (g, y, a, b) => gate(g, share(a, b)),
      (g, y, a, b) => gate(g, share(b, a)), ["1 if x is larger, else 0", "1 if y is larger, else 0"]),
    min: binary((p, q) => Math.min(p, q), (g, y, a, b) => gate(g, share(b, a)),
      (g, y, a, b) => gate(g, share(a, b)),
      ["1 if x is smaller, else 0", "1 if y is smaller, else 0"]),
    pow: times(Math.pow, powSlope, powLog, ["y x^(y-1)", "x^y ln(x)"]),
    atan2: times(Math.atan2, (a, b) => ratio(b, Math.hypot(a, b)) / Math.hypot(a, b),
      (a, b) => -(ratio(a, Math.hypot(a, b)) / Math.hypot(a, b)),
      ["y/(x² + y²)", "-x/(x² + y²)"]),
    hypot: times((p, q) => Math.hypot(p, q), (a, b) => ratio(a, Math.hypot(a, b)),
      (a, b) => ratio(b, Math.hypot(a, b)), ["x/√(x² + y²)", "y/√(x² + y²)"]),
    logAddExp: times(logAddExp, partOfExps, (a, b) => partOfExps(b, a),
      ["exp(x)/(exp(x) + exp(y))", "exp(y)/(exp(x) + exp(y))"]),
    xlogy: times((p, q) => p === 0 && q === q ? 0 : p * Math.log(q + 0), (a, b) => Math.log(b),
      (a, b) => a === 0 && b === b ? 0 : a / (b + 0), ["ln(y)", "x/y"]),
    axpy: binary((p, q, { factor }) => p + factor * q, g => g,
      (g, y, a, b, one, { factor }) => strongMul(g, factor), ["1", "the factor"]),
    strongMul: binary(strongMul, (g, y, a, b) => strongMul(g, b), (g, y, a) => gate(g, a),
      ["y", "x"]),
    timesOrZero: binary(gate, (g, y, a, b) => gate(g, b), (g, y, a) => gate(g, a), ["y", "x"]),
    gate: binary(gate, (g, y, a, b) => gate(g, b), null, ["y", "0"]),
    gt: binary((p, q) => truth(p > q)),
    ge: binary((p, q) => truth(p >= q)),
    lt: binary((p, q) => truth(p < q)),
    le: binary((p, q) => truth(p <= q)),
    eq: binary((p, q) => truth(p === q)),
    ne: binary((p, q) => truth(p !== q)),
    share: binary(share),
  };

  function ofUnary({ value, part }) {
    return {
      elementwise: true,
      value: ([x], { attributes }) => map(x, v => value(v, attributes)),
      part: part && ((k, g, y, [x], { attributes }) => {
        const to = array(y.shape);
        for (let i = 0; i < to.data.length; i++) {
          const v = part(g.data[i], y.data[i], x.data[i], attributes);
          if (v === null) {
            return null;
          }
          to.data[i] = v;
        }
        return to;
      }),
    };
  }

  function ofBinary({ value, parts }) {
    return {
      elementwise: true,
      value: ([a, b], { attributes }) => zip(a, b, (p, q) => value(p, q, attributes)),
      part: parts[0] && ((k, g, y, [a, b], node) => {
        if (!parts[k]) {
          return null;
        }
        const p = expand(a, y.shape).data;
        const q = expand(b, y.shape).data;
        const one = node.inputs[0] === node.inputs[1];
        const to = array(y.shape);
        for (let i = 0; i < to.data.length; i++) {
          to.data[i] = parts[k](g.data[i], y.data[i], p[i], q[i], one, node.attributes);
        }
        return to;
      }),
    };
  }

  const WHERE = {
    elementwise: true,
    value: ([c, a, b], node) => {
      const [m, p, q] = [c, a, b].map(x => expand(x, node.shape).data);
      const y = array(node.shape);
      for (let i = 0; i < y.data.length; i++) {
        y.data[i] = m[i] !== 0 ? p[i] : q[i];
      }
      return y;
    },
    part: (k, g, y, [c]) =>
      k === 0 ? null : zip(g, c, (p, m) => gate(p, truth((m !== 0) === (k === 1)))),
  };

  const table = { where: WHERE };
  for (let name of Object.keys(BINARY)) {
    table[name] = ofBinary(BINARY[name]);
  }
  for (let name of Object.keys(UNARY)) {
    const one = ofUnary(UNARY[name]);
    const two = table[name]; // pow is both
    table[name] = !two ? one : {
      elementwise: true,
      value: (x, node) => (x.length === 1 ? one : two).value(x, node),
      part: (k, g, y, x, node) => (x.length === 1 ? one : two).part(k, g, y, x, node),
    };
  }

  // what goes back through operations on whole arrays, g the gradient that came
  const ARRAYS = {
    matmul: ["g @ yᵀ", "xᵀ @ g"], sum: ["g for every element"], sumTo: ["g for what was added"],
    mean: ["g/n for every element"], reshape: ["g in the old shape"],
    expand: ["g, summed over what was repeated"], permute: ["g with the axes put back"],
    slice: ["g where it was taken, else 0"], gather: ["g added where it was taken, else 0"],
    at: ["g where it was taken, else 0"], unstack: ["g where it was taken, else 0"],
    concat: ["its part of g", "its part of g"], softmax: ["y (g - Σ y g), y the softmax"],
    logSoftmax: ["g - softmax(x) Σ g"], logSumExp: ["g softmax(x)"], norm: ["g x/|x|"],
    amax: ["g where it is the largest, else 0"], amin: ["g where it is the smallest, else 0"],
    where: ["0", "g where it was chosen, else 0", "g where it was chosen, else 0"],
    cumSum: ["running sums of g from the other end"], pad: ["g without the margins"],
  };

  /** What goes back to an input of an operation on whole arrays, as text; null if unknown. */
  const arrayFormula = (node, input) => (ARRAYS[node.op] || [])[input] || null;

  const power = (n, m) => n === 0 ? "0" : n === 1 ? "1"
    : n + " x" + (m === 1 ? "" : m < 0 ? "^(" + m + ")" : "^" + m);

  /** The derivative of a node by one input as text, in the letters x and y; null if unknown. */
  function formula(node, input) {
    if (node.op === "pow" && node.inputs.length === 1) {
      const n = node.attributes.exponent;
      return power(n, Number((n - 1).toPrecision(12)));
    }
    const row = node.inputs.length === 1 ? UNARY[node.op] : BINARY[node.op];
    return !row ? null : row.unary ? row.text || null : row.texts ? row.texts[input] : null;
  }

  return { table, formula, arrayFormula, refuse, strongMul, strongDiv, gate, timesEven, ratio };
})();
