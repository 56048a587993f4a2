// The query page: asks Prometheus' API with the reader's session, draws what comes back, and lists the values of now.
(() => {
  "use strict";
  const section = document.querySelector("[data-query]");
  if (!section) return;
  const POINTS = 240;
  const MOST_LINES = 40;
  const MOST_ROWS = 200;
  const form = section.querySelector("form");
  const box = section.querySelector("[data-chart-box]");
  const error = section.querySelector("[data-error]");
  const status = section.querySelector("[data-status]");
  const table = document.querySelector("[data-table]");
  const dark = matchMedia("(prefers-color-scheme: dark)");
  let plot = null;
  let shown = [];
  let turns = [];
  let asked = 0;

  const project = () => (form.elements.project && form.elements.project.value ? { project: form.elements.project.value } : {});

  const ask = (path, values) => slipwayLines.ask(`/prometheus/api/v1/${path}`, { ...values, ...project() });

  // Whose turns of traffic belong into the graph: the projects and environments that the lines name.
  async function turnsOf(lines, start, end) {
    const named = (label) => [...new Set(lines.map((line) => line.metric[label]).filter(Boolean))];
    const projects = project().project ? [project().project] : named("project");
    if (projects.length !== 1) return [];
    const environments = named("environment");
    const environment = environments.length === 1 ? { environment: environments[0] } : {};
    return slipwayLines.ask(`/api/v1/projects/${projects[0]}/turns`, { start, end, ...environment });
  }

  function draw() {
    if (plot) plot.destroy();
    plot = shown.length ? slipwayLines.plot(box, 280, shown, turns, slipwayLines.name) : null;
  }

  function list(result) {
    const rows = result.resultType === "vector" ? result.result.map((item) => [slipwayLines.name(item.metric), item.value[1]])
      : result.resultType === "matrix" ? result.result.map((item) => [slipwayLines.name(item.metric), item.values.map((value) => value[1]).join(" ")])
        : [["", result.result[1]]];
    table.replaceChildren(...rows.slice(0, MOST_ROWS).map(([text, value]) => {
      const item = document.createElement("li");
      item.className = "list-row";
      const left = document.createElement("code");
      left.className = "list-main wrap-text";
      left.textContent = text;
      const right = document.createElement("span");
      right.className = "list-end";
      right.textContent = value;
      item.append(left, right);
      return item;
    }));
    return rows.length;
  }

  // Which release changed this: the turns after which the lines were not what they were before.
  async function blame(mine, expr, start, end) {
    const about = turns.length ? document.querySelector("[data-suspects]") : null;
    document.querySelector("[data-blame]").hidden = !about;
    if (!about) return;
    const owner = project().project || shown.find((line) => line.metric.project).metric.project;
    const found = await slipwayLines.ask(`/api/v1/projects/${owner}/suspects`, { query: expr, start, end });
    if (mine !== asked) return;
    document.querySelector("[data-verdict]").textContent = found.length ? "" : "None of the releases of this time, as far as can be told: nothing changed with one by more than its noise.";
    about.replaceChildren(...found.map((each) => slipwayLines.suspect(each, slipwayLines.name(each.series))));
  }

  async function run() {
    const expr = form.elements.expr.value.trim();
    if (!expr) return;
    const mine = ++asked;
    const range = Number(form.elements.range.value);
    const end = Date.now() / 1000;
    error.hidden = true;
    status.textContent = "Asking …";
    try {
      const now = await ask("query", { query: expr, time: end });
      const drawable = now.data.resultType === "vector" || now.data.resultType === "scalar";
      const over = drawable ? await ask("query_range", { query: expr, start: end - range, end, step: Math.max(1, Math.round(range / POINTS)) }) : null;
      const found = over ? await turnsOf(over.data.result.slice(0, MOST_LINES), end - range, end) : [];
      if (mine !== asked) return;
      turns = found;
      shown = over ? over.data.result.slice(0, MOST_LINES) : [];
      const count = list(now.data);
      const hints = [...(now.warnings || []), ...(now.infos || [])].join(" · ");
      status.textContent = `${count} series now, ${over ? over.data.result.length : 0} over the time` + (hints ? ` · ${hints}` : "");
      draw();
      await blame(mine, expr, end - range, end);
    } catch (problem) {
      if (mine !== asked) return;
      status.textContent = "";
      error.textContent = problem.message;
      error.hidden = false;
    }
  }

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    history.replaceState(null, "", "/query?" + new URLSearchParams({ expr: form.elements.expr.value, ...project() }));
    run();
  });
  form.elements.expr.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      form.requestSubmit();
    }
  });
  form.elements.range.addEventListener("change", run);
  if (form.elements.project) form.elements.project.addEventListener("change", run);
  dark.addEventListener("change", draw);
  new ResizeObserver(() => { if (plot && box.clientWidth && box.clientWidth !== plot.width) plot.setSize({ width: box.clientWidth, height: 280 }); }).observe(box);
  setInterval(() => { if (!document.hidden && shown.length) run(); }, 15000);
  run();
})();
