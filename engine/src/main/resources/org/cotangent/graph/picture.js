// The numbers in the drawings: which are shown, what they say, and pictures of arrays.
const Picture = (program, words) => {
  const { nodes } = program;
  const SVG = "http://www.w3.org/2000/svg";
  const CELL = 4.6;
  const MOST_CELLS = 8;
  const stage = document.getElementById("stage");

  const groups = new Map(); // of elements that are shown together
  const add = (key, element) => {
    if (!groups.has(key)) {
      groups.set(key, []);
    }
    groups.get(key).push(element);
  };
  for (const element of stage.querySelectorAll("text.value, .heat.value")) {
    add("value " + element.dataset.node, element);
  }
  for (const element of stage.querySelectorAll("text.gradient, .heat.gradient")) {
    add("gradient " + element.dataset.node, element);
  }
  const sharesOfScopes = [];
  for (const element of stage.querySelectorAll("text.share")) {
    const { to, input, from, scope } = element.dataset;
    if (to !== undefined) {
      add("share " + to + " " + input, element);
    } else {
      add("gradient " + from, element);
      sharesOfScopes.push({ element, from: Number(from), scope });
    }
  }

  /** The elements that a step reveals. */
  function ofStep(step) {
    const key = step.kind === "value" ? "value " + step.node
      : step.kind === "share" && !step.alone ? "share " + step.of + " " + step.input
        : "gradient " + step.node;
    const lone = step.kind === "share" && step.alone
      ? groups.get("share " + step.of + " " + step.input) || [] : [];
    return (groups.get(key) || []).concat(lone);
  }

  // ---- pictures: a square for each element, or the mean of some, by its size

  function means(x, high, wide) {
    const columns = x.shape.length === 0 ? 1 : x.shape[x.shape.length - 1];
    const rows = x.data.length / columns;
    const band = (i, n, bands) => [Math.floor(i * n / bands), Math.floor((i + 1) * n / bands)];
    const cells = [];
    for (let i = 0; i < Math.min(rows, high); i++) {
      const row = [];
      const [top, bottom] = band(i, rows, Math.min(rows, high));
      for (let k = 0; k < Math.min(columns, wide); k++) {
        const [left, right] = band(k, columns, Math.min(columns, wide));
        let sum = 0;
        for (let r = top; r < bottom; r++) {
          for (let c = left; c < right; c++) {
            sum += x.data[r * columns + c];
          }
        }
        row.push(sum / (bottom - top) / (right - left));
      }
      cells.push(row);
    }
    return cells;
  }

  function squares(x, left, top, cell, most) {
    const cells = means(x, most, most);
    const largest = cells.flat().reduce((p, v) =>
      Number.isFinite(v) ? Math.max(p, Math.abs(v)) : p, 0);
    const paths = { plus: "", minus: "", odd: "" };
    cells.forEach((row, i) => row.forEach((v, k) => {
      const part = largest === 0 ? 0 : Math.sqrt(Math.min(1, Math.abs(v) / largest));
      const side = Number.isFinite(v) ? part * (cell - 1) : cell - 1;
      if (side >= 0.8 || !Number.isFinite(v)) {
        const kind = !Number.isFinite(v) ? "odd" : v < 0 ? "minus" : "plus";
        const [px, py] = [left + k * cell + (cell - side) / 2, top + i * cell + (cell - side) / 2];
        const s = side.toFixed(2);
        paths[kind] += `M${px.toFixed(2)},${py.toFixed(2)}h${s}v${s}h-${s}z`;
      }
    }));
    return { paths, width: (cells[0] || []).length * cell, height: cells.length * cell };
  }

  function redraw(group, x) {
    const field = group.querySelector(".field");
    group.querySelectorAll("path").forEach(path => path.remove());
    const { paths } = squares(x, Number(field.getAttribute("x")), Number(field.getAttribute("y")),
      CELL, MOST_CELLS);
    for (const kind of Object.keys(paths).filter(name => paths[name])) {
      const path = document.createElementNS(SVG, "path");
      path.setAttribute("class", kind);
      path.setAttribute("d", paths[kind]);
      field.after(path);
    }
  }

  /** A larger picture, of its own. */
  function heatmap(x, kind) {
    const { paths, width, height } = squares(x, 0, 0, 10, 36);
    const svg = document.createElementNS(SVG, "svg");
    svg.setAttribute("class", "heatmap " + kind);
    svg.setAttribute("role", "img");
    svg.setAttribute("width", width);
    svg.setAttribute("height", height);
    svg.setAttribute("aria-label", "squares as large as the elements, hollow where negative");
    const field = document.createElementNS(SVG, "rect");
    field.setAttribute("class", "field");
    field.setAttribute("width", width);
    field.setAttribute("height", height);
    svg.append(field);
    for (const name of Object.keys(paths)) {
      const path = document.createElementNS(SVG, "path");
      path.setAttribute("class", name);
      path.setAttribute("d", paths[name]);
      svg.append(path);
    }
    return svg;
  }

  // ---- numbers

  const fewInFull = (x, places) => {
    const format = v => places === undefined ? words.number(v) : words.placed(v, places);
    return x.shape.length === 0 ? format(x.data[0]) : words.nested(x, format);
  };
  const shown = new Map(); // what was written last
  const inFull = new Map(); // whether a text has the numbers of an array, or its shape

  function put(element, x, stale, places) {
    if (element.classList.contains("heat")) {
      if (x !== null && (program.isMoved() || element.dataset.moved)) {
        element.dataset.moved = "yes";
        redraw(element, x);
      }
      return;
    }
    element.classList.toggle("stale", stale);
    if (x === null) {
      return;
    }
    const full = x.shape.length === 0 ? String(x.data[0])
      : x.data.length <= 64 ? words.nested(x, String) : words.brief(x);
    const key = full + (places === undefined ? "" : " " + places);
    if (shown.get(element) === key) {
      return;
    }
    shown.set(element, key);
    if (!inFull.has(element)) {
      const text = element.firstChild.data;
      const few = x.data.length <= 4;
      inFull.set(element, x.shape.length === 0 || few && text === fewInFull(x, places) ? "placed"
        : few && text === fewInFull(x) ? "usual" : "");
    }
    element.dataset.full = full;
    if (inFull.get(element)) {
      element.firstChild.data = fewInFull(x, inFull.get(element) === "placed" ? places : undefined);
    }
  }

  /** Writes every number as it is now. */
  function refresh() {
    const parts = nodes.map(node => node.users.filter(use => nodes[use.node].varies)
      .map(use => program.share(use.node, use.input)).filter(part => part !== null));
    const places = nodes.map((node, id) => parts[id].length < 2 ? undefined
      : words.places(program.gradient(id), parts[id]));
    nodes.forEach(node => {
      const id = node.id;
      for (const element of groups.get("value " + id) || []) {
        put(element, program.value(id), program.whyNoValue(id) !== null);
      }
      for (const element of groups.get("gradient " + id) || []) {
        if (!element.classList.contains("share")) {
          put(element, program.gradient(id), program.whyNoGradient(id) !== null);
        }
      }
      node.inputs.forEach((input, k) => {
        for (const element of groups.get("share " + id + " " + k) || []) {
          const share = program.share(id, k);
          put(element, share, share === null && program.isMoved(), places[input]);
        }
      });
    });
    for (const { element, from, scope } of sharesOfScopes) {
      const parts = nodes[from].users
        .filter(use => program.isWithin(use.node, scope)).map(use => program.share(use.node, use.input));
      const known = parts.every(part => part !== null);
      put(element, known ? parts.reduce((p, q) => ({
        shape: p.shape, data: p.data.map((v, i) => v + q.data[i]) })) : null, !known, places[from]);
    }
  }

  function wire(of, input) {
    return stage.querySelectorAll(`.wire[data-to="${of}"][data-input="${input}"]`);
  }

  const gates = new Map();
  for (const element of stage.querySelectorAll(".node, .port")) {
    const id = Number(element.dataset.node);
    gates.set(id, (gates.get(id) || []).concat([element]));
  }

  return { stage, groups, ofStep, refresh, heatmap, wire, gates: id => gates.get(id) || [] };
};
