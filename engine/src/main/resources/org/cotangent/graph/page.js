// The page: steps, guesses, inputs that move, sheets, and a panel about a node.
(() => {
  const program = Program(document.getElementById("program").textContent);
  const words = Words(program);
  const picture = Picture(program, words);
  const { nodes, sheets } = program;
  const steps = program.steps();
  const find = id => document.getElementById(id);

  function make(tag, properties, children) {
    const element = Object.assign(document.createElement(tag), properties || {});
    element.append(...(children || []));
    return element;
  }
  const named = (element, label) => {
    element.setAttribute("aria-label", label);
    return element;
  };

  // ---- light and dark

  const theme = make("button", { id: "theme", type: "button", textContent: "Light or dark" });
  theme.addEventListener("click", () => {
    const root = document.documentElement;
    const dark = root.dataset.theme ? root.dataset.theme === "dark"
      : matchMedia("(prefers-color-scheme: dark)").matches;
    root.dataset.theme = dark ? "light" : "dark";
  });
  document.querySelector("header").prepend(theme);

  // ---- sheets

  const frames = [...picture.stage.querySelectorAll(".sheet")];
  const crumbs = named(make("nav", { className: "crumbs tools" }), "Scopes around this drawing");
  picture.stage.prepend(crumbs);
  let sheet = -1;

  /** Drawings fill the width, within reason; larger ones scroll. */
  function fit() {
    for (const svg of frames[sheet].querySelectorAll("svg.circuit")) {
      const [width, height] = svg.getAttribute("viewBox").split(" ").slice(2).map(Number);
      const scale = Math.max(0.75, Math.min(1.5, svg.parentNode.clientWidth / width));
      svg.setAttribute("width", Math.floor(width * scale));
      svg.setAttribute("height", Math.floor(height * scale));
    }
  }
  addEventListener("resize", () => fit());

  function open(index) {
    if (index === sheet) {
      return;
    }
    sheet = index;
    frames.forEach((frame, i) => { frame.hidden = i !== index; });
    fit();
    const trail = [];
    for (let at = index; at >= 0; at = sheets[at].parent) {
      trail.unshift(at);
    }
    crumbs.hidden = frames.length === 1;
    crumbs.replaceChildren(...trail.map((at, i) => {
      const outer = i > 0 ? sheets[trail[i - 1]].path + "/" : "";
      const path = sheets[at].path;
      const name = at === 0 ? "whole graph"
        : path.startsWith(outer) ? path.slice(outer.length) : path;
      const button = make("button", { type: "button", textContent: name });
      if (at === index) {
        button.setAttribute("aria-current", "page");
        button.disabled = true;
      }
      button.addEventListener("click", () => open(at));
      return button;
    }));
    if (index > 0) {
      const fold = make("button", { type: "button", id: "fold", textContent: "Fold (Esc)" });
      fold.addEventListener("click", leave);
      crumbs.append(fold);
    }
  }

  function leave() {
    if (sheet > 0) {
      const path = sheets[sheet].path;
      open(sheets[sheet].parent);
      const box = [...frames[sheet].querySelectorAll(".scope")]
        .find(scope => scope.dataset.scope === path);
      if (box) {
        box.focus();
      }
    }
  }

  /** The home of a node's gate. */
  const show = id => open(nodes[id].sheet);

  // ---- steps

  const button = (id, text, label) =>
    named(make("button", { id, type: "button", textContent: text }), label);
  const first = button("first", "|◀", "Start: nothing computed yet (Home)");
  const back = button("back", "◀ Back", "One step back (left arrow)");
  const next = button("next", "Next ▶", "One step forward (right arrow)");
  const last = button("last", "▶|", "End: everything computed (End)");
  const slider = named(make("input", { id: "slider", type: "range", min: 0, max: steps.length }),
    "Step");
  const count = make("span", { id: "count" });
  const guess = make("button", { id: "guess", type: "button", textContent: "Guess the number" });
  guess.setAttribute("aria-pressed", "false");
  const line = make("p", { id: "step" });
  line.setAttribute("aria-live", "polite");
  const form = make("form", { className: "tools", id: "guess-form", hidden: true });
  const question = make("label", { htmlFor: "guess-answer" });
  const answer = make("input", { id: "guess-answer", type: "text", autocomplete: "off" });
  answer.setAttribute("inputmode", "decimal");
  const verdict = make("span", { id: "guess-verdict" });
  verdict.setAttribute("role", "status");
  form.append(question, answer, make("button", { type: "submit", textContent: "Check" }), verdict);
  const note = make("p", { id: "note", hidden: true });
  const controls = named(make("section", { id: "controls", className: "alive" }, [
    make("div", { className: "tools" }, [first, back, next, last, slider, count, guess]),
    form, line, note]), "Steps");
  picture.stage.before(controls);

  const BEGIN = "All numbers are shown. Press Home or |◀ to begin at the start.";
  let at = steps.length;
  let stepped = steps.length === 0; // whether somebody went to a step
  let marked = [];
  let score = { right: 0, asked: 0 };

  function mark(step) {
    marked.forEach(([element, name]) => element.classList.remove(name));
    marked = [];
    if (!step) {
      return;
    }
    const gate = step.kind === "share" ? step.of : step.node;
    const add = (element, name) => {
      element.classList.add(name);
      marked.push([element, name]);
    };
    picture.gates(gate).forEach(element => add(element, "current"));
    const wires = step.kind === "share" ? [[step.of, step.input]]
      : step.kind === "value" ? nodes[gate].inputs.map((input, k) => [gate, k]) : [];
    wires.forEach(([of, input]) =>
      picture.wire(of, input).forEach(element => add(element, "current")));
    picture.ofStep(step).forEach(element => add(element, "now"));
  }

  const reveal = (step, so) =>
    picture.ofStep(step).forEach(element => element.classList.toggle("pending", !so));

  function tell() {
    const step = at > 0 ? steps[at - 1] : null;
    const told = step && words.step(step);
    const start = "Nothing is computed yet: only the inputs are known.";
    line.replaceChildren(!stepped ? BEGIN : told ? told.text : start);
    if (stepped && told && told.why) {
      line.append(make("span", { id: "local", textContent: told.why }));
    }
    count.textContent = at + " of " + steps.length;
    slider.value = at;
    slider.setAttribute("aria-valuetext", count.textContent + ": " + line.firstChild.data);
    first.disabled = back.disabled = at === 0;
    last.disabled = next.disabled = at === steps.length;
    ask();
  }

  /** Shows the numbers of so many steps, and hides the others. */
  function go(to) {
    const target = Math.max(0, Math.min(steps.length, to));
    stepped = true;
    for (; at < target; at++) {
      reveal(steps[at], true);
    }
    for (; at > target; at--) {
      reveal(steps[at - 1], false);
    }
    const step = at > 0 ? steps[at - 1] : null;
    mark(step);
    if (step) {
      show(step.kind === "share" ? step.of : step.node);
    }
    tell();
    const current = picture.gates(step ? (step.kind === "share" ? step.of : step.node) : -1)
      .find(element => frames[sheet].contains(element));
    if (current && current.scrollIntoView) {
      const scroll = current.closest(".scroll");
      const box = current.getBoundingClientRect();
      const window = scroll.getBoundingClientRect();
      if (box.left < window.left || box.right > window.right) {
        scroll.scrollLeft += box.left - window.left - window.width / 2;
      }
    }
  }

  first.addEventListener("click", () => go(0));
  back.addEventListener("click", () => go(at - 1));
  next.addEventListener("click", () => go(at + 1));
  last.addEventListener("click", () => go(steps.length));
  slider.addEventListener("input", () => go(Number(slider.value)));

  // ---- guesses

  const guessing = () => guess.getAttribute("aria-pressed") === "true";
  guess.addEventListener("click", () => {
    const on = !guessing();
    guess.setAttribute("aria-pressed", String(on));
    form.hidden = !on;
    score = { right: 0, asked: 0 };
    verdict.textContent = "";
    if (on && at === steps.length) {
      go(0);
    }
    skip();
    ask();
    if (on) {
      answer.focus();
    }
  });

  /** Only single numbers can be guessed. */
  function skip() {
    while (guessing() && at < steps.length && !words.isScalar(words.step(steps[at]).number)) {
      go(at + 1);
    }
  }

  function ask() {
    if (guessing()) {
      question.textContent = at < steps.length
        ? "What is " + words.step(steps[at]).asked + "?" : "That was the last number.";
    }
  }

  /** Within one percent, or right in the digits that the drawing shows. */
  const isRight = (given, right) => Math.abs(given - right) <= 0.01 * Math.abs(right)
    || words.number(given) === words.number(right)
    || Math.abs(right) < 1 && Math.abs(given - right) <= 0.005;

  form.addEventListener("submit", event => {
    event.preventDefault();
    const given = Number(answer.value.trim().replace(",", ".").replace("−", "-"));
    if (at >= steps.length || answer.value.trim() === "" || Number.isNaN(given)) {
      verdict.textContent = at < steps.length ? "Type a number." : "";
      return;
    }
    const right = words.step(steps[at]).number.data[0];
    const so = isRight(given, right);
    score.asked++;
    score.right += so ? 1 : 0;
    verdict.className = so ? "good" : "bad";
    verdict.textContent = (so ? "Right: " : "Not quite: it is ") + words.precise(right) + ". "
      + score.right + " of " + score.asked + " right.";
    answer.value = "";
    go(at + 1);
    skip();
    ask();
  });

  // ---- inputs that move

  const MOST_ELEMENTS = 64;
  const MOST_FIELDS = 16;
  const inputs = find("inputs");
  const movable = nodes.filter(node => node.leaf && program.value(node.id) !== null
    && node.value.data.length <= MOST_ELEMENTS
    && (node.variable || !/^c[0-9]+$/.test(node.label) && node.label !== words.precise(node.value.data[0])));
  const fields = []; // what writes a value into its fields

  function move(node, data) {
    if (data.some(v => Number.isNaN(v))) {
      return;
    }
    program.set(node.id, data);
    rerun();
  }

  function rerun() {
    program.run();
    picture.refresh();
    fields.forEach(write => write());
    table();
    tell();
    if (panel.node !== null) {
      describe(panel.node);
    }
    tellStuck();
  }

  function tellStuck() {
    const values = nodes.filter(node => program.whyNoValue(node.id) !== null);
    const gradients = nodes.filter(node => program.whyNoGradient(node.id) !== null);
    const stuck = values.length + gradients.length;
    const refused = [...new Set(nodes.filter(node => !node.leaf && !node.runs).map(node => node.op))];
    note.hidden = stuck === 0 && refused.length === 0;
    note.textContent = stuck === 0
      ? "The page cannot run " + refused.join(", ") + ": what rests on it does not move."
      : `Not moved, and struck through: ${values.length} values and ${gradients.length} gradients, `
        + "since " + (values.map(node => program.whyNoValue(node.id))
          .concat(gradients.map(node => program.whyNoGradient(node.id))))[0] + ".";
  }

  function editor(node) {
    const x = () => program.value(node.id);
    if (node.shape.length === 0) {
      const field = named(make("input", { type: "number", step: "any", id: "move-" + node.id }),
        "value of " + node.label);
      const reach = Math.max(1, 2 * Math.abs(node.value.data[0]));
      const middle = node.value.data[0];
      const range = named(make("input", { type: "range", min: middle - reach, max: middle + reach,
        step: reach / 200 }), "slider of " + node.label);
      const gradient = make("span", { className: "soft" });
      const write = () => {
        if (document.activeElement !== field || Number(field.value) !== x().data[0]) {
          field.value = x().data[0];
        }
        range.value = x().data[0];
        const g = program.gradient(node.id);
        gradient.textContent = g === null || program.whyNoGradient(node.id) !== null ? ""
          : "gradient " + words.precise(g.data[0]);
      };
      field.addEventListener("input", () => {
        if (field.value !== "") {
          move(node, [Number(field.value)]);
        }
      });
      range.addEventListener("input", () => move(node, [Number(range.value)]));
      fields.push(write);
      write();
      return make("div", { className: "variable" },
        [make("label", { htmlFor: field.id, textContent: node.label }), field, range, gradient]);
    }
    const grid = make("div", { className: "elements" });
    grid.style.gridTemplateColumns = `repeat(${node.shape[node.shape.length - 1]}, 10ch)`;
    const all = Array.from(node.value.data, (v, i) => {
      const field = named(make("input", { type: "number", step: "any" }),
        node.label + ", element " + (i + 1));
      field.addEventListener("input", () => {
        if (field.value !== "") {
          const data = Array.from(x().data);
          data[i] = Number(field.value);
          move(node, data);
        }
      });
      grid.append(field);
      return field;
    });
    const write = () => all.forEach((field, i) => {
      if (document.activeElement !== field) {
        field.value = Number(x().data[i].toPrecision(6));
      }
    });
    fields.push(write);
    write();
    return make("fieldset", {}, [make("legend", { textContent: node.label + " " + words.shape(node) }),
      grid]);
  }

  function fillInputs() {
    inputs.hidden = movable.length === 0;
    const place = make("div");
    const reset = make("button", { type: "button", id: "reset", textContent: "Reset" });
    reset.addEventListener("click", () => {
      program.reset();
      rerun();
    });
    const all = movable.reduce((sum, node) => sum + node.value.data.length, 0);
    if (all <= MOST_FIELDS) {
      place.append(...movable.map(editor));
      inputs.append(place, reset);
      return;
    }
    const choice = make("select", { id: "which" }, movable.map(node =>
      make("option", { value: node.id, textContent: node.label })));
    const pick = () => {
      fields.length = 0;
      place.replaceChildren(editor(nodes[Number(choice.value)]));
    };
    choice.addEventListener("change", pick);
    pick();
    inputs.append(make("p", {}, [make("label", { htmlFor: "which", textContent: "Input " }), choice]),
      place, reset);
  }

  // ---- the table

  const rows = [...document.querySelectorAll("#numbers tr[data-row]")];
  function table() {
    for (const result of document.querySelectorAll("[data-result]")) {
      const id = Number(result.dataset.result);
      result.textContent = words.brief(program.value(id) || nodes[id].value)
        + (program.whyNoValue(id) === null ? "" : " (not moved)");
    }
    rows.forEach(row => {
      const id = Number(row.dataset.row);
      const star = why => why !== null ? " (not moved)" : "";
      row.cells[2].textContent = words.brief(program.value(id) || nodes[id].value)
        + star(program.whyNoValue(id));
      const g = program.gradient(id);
      if (g !== null) {
        row.cells[3].textContent = words.brief(g) + star(program.whyNoGradient(id));
      }
    });
  }

  // open for those who read without scripts, and on paper
  const numbersOf = find("numbers");
  numbersOf.open = false;
  let wasOpen = false;
  addEventListener("beforeprint", () => {
    wasOpen = numbersOf.open;
    numbersOf.open = true;
  });
  addEventListener("afterprint", () => { numbersOf.open = wasOpen; });

  // ---- a panel about a node

  const panel = named(make("aside", { id: "panel", hidden: true, className: "alive" }), "Node");
  panel.node = null;
  document.querySelector("main").append(panel);

  function describe(id) {
    const node = nodes[id];
    const list = make("dl");
    const item = (term, content) => {
      if (content !== null && content !== "" && content !== undefined) {
        list.append(make("dt", { textContent: term }), make("dd", {}, [].concat(content)));
      }
    };
    const numbers = (x, brief, kind) => x === null
      ? brief ? "between " + brief.join(" and ") : null
      : x.shape.length === 0 ? String(x.data[0])
        : [x.data.length <= 64 ? words.nested(x, words.precise) : words.brief(x),
          picture.heatmap(x, kind)];
    const attributes = Object.entries(node.attributes)
      .map(([name, v]) => v === true ? name : name + " " + JSON.stringify(v)).join(", ");
    item("operation", node.op + (attributes ? "; " + attributes : ""));
    item("inputs", node.inputs.map(words.label).join(", "));
    item("shape", node.shape.length > 0 ? words.shape(node) : "");
    item("value", numbers(program.value(id), node.brief, "value"));
    item("gradient", numbers(program.gradient(id), node.adjointBrief, "gradient"));
    node.inputs.forEach((input, k) => {
      const local = program.local(id, k);
      item("local", !nodes[input].varies ? "" : [words.derivative(node, k),
        local && words.brief(local)].filter(Boolean).join(" = "));
    });
    item("scope", sheets.length > 1 ? sheets[node.sheet].path : "");
    item("made at", node.place);
    item("check", node.verdict);
    item("not moved", program.whyNoValue(id) || program.whyNoGradient(id) || "");
    const close = make("button", { id: "close", type: "button", textContent: "Close" });
    close.addEventListener("click", dismiss);
    panel.replaceChildren(make("h2", { textContent: node.label }), close, list);
    panel.node = id;
    panel.hidden = false;
    document.body.classList.add("beside");
  }

  function dismiss() {
    const id = panel.node;
    panel.hidden = true;
    document.body.classList.remove("beside");
    panel.node = null;
    const gate = picture.gates(id).find(element => frames[sheet].contains(element));
    if (gate) {
      gate.focus();
    }
  }

  // ---- what can be clicked

  function act(element) {
    if (element.classList.contains("scope")) {
      const index = sheets.findIndex(each => each.path === element.dataset.scope);
      if (index > 0) {
        open(index);
        const box = crumbs.querySelector("#fold");
        if (box) {
          box.focus();
        }
      }
    } else {
      describe(Number(element.dataset.node));
    }
  }
  const target = event => event.target.closest(".node, .port, .scope:not(.open)");
  picture.stage.addEventListener("click", event => {
    const element = target(event);
    if (element) {
      act(element);
    }
  });
  picture.stage.addEventListener("pointerover", event => {
    const element = event.target.closest("text[data-full], .node, .port, .scope");
    if (element && !element.querySelector("title")) {
      const title = document.createElementNS("http://www.w3.org/2000/svg", "title");
      element.append(title);
    }
    if (element) {
      const id = Number(element.dataset.node);
      element.querySelector("title").textContent = element.dataset.full
        || (element.dataset.scope === undefined ? words.made(id) : element.dataset.scope);
    }
  });
  for (const svg of picture.stage.querySelectorAll("svg.circuit")) {
    svg.setAttribute("role", "group");
    named(svg, svg.querySelector("title").textContent);
    for (const element of svg.querySelectorAll(".node, .scope:not(.open)")) {
      element.setAttribute("tabindex", "0");
      element.setAttribute("role", "button");
      named(element, element.classList.contains("scope")
        ? "open " + element.dataset.scope : words.label(Number(element.dataset.node)));
    }
  }

  document.addEventListener("keydown", event => {
    if (event.altKey || event.ctrlKey || event.metaKey) {
      return;
    }
    if (event.key === "Escape") {
      if (!panel.hidden) {
        dismiss();
      } else {
        leave();
      }
      return;
    }
    const element = event.target;
    if (element.closest && element.closest("input, select, textarea")) {
      return;
    }
    const focused = element.closest && element.closest(".node, .scope:not(.open)");
    const moves = { ArrowRight: () => go(at + 1), ArrowLeft: () => go(at - 1),
      Home: () => go(0), End: () => go(steps.length) };
    if ((event.key === "Enter" || event.key === " ") && focused) {
      event.preventDefault();
      act(focused);
    } else if (moves[event.key]) {
      event.preventDefault();
      moves[event.key]();
    }
  });

  open(0);
  fillInputs();
  picture.refresh();
  tellStuck();
  tell();
})();
