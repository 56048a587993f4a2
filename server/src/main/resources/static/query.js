// The query page: asks Prometheus' API with the reader's session, draws what comes back, and lists the values of now.
(() => {
  "use strict";
  const section = document.querySelector("[data-query]");
  if (!section) return;
  const COLOURS = ["--accent", "--canary", "--good", "--wait", "--bad", "--warn", "--baseline"];
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
  let asked = 0;

  const colour = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();

  function name(metric) {
    const labels = Object.entries(metric).filter(([key]) => key !== "__name__").map(([key, value]) => `${key}="${value}"`);
    return (metric.__name__ || "") + (labels.length || !metric.__name__ ? `{${labels.join(", ")}}` : "");
  }

  const project = () => (form.elements.project && form.elements.project.value ? { project: form.elements.project.value } : {});

  async function ask(path, values) {
    const answer = await fetch(`/prometheus/api/v1/${path}?${new URLSearchParams({ ...values, ...project() })}`, { headers: { Accept: "application/json" } });
    const body = await answer.json();
    if (body.status !== "success") throw new Error(body.error || body.title || "the server did not answer");
    return body;
  }

  function draw() {
    if (plot) plot.destroy();
    plot = null;
    if (!shown.length) return;
    const times = [...new Set(shown.flatMap((line) => line.values.map(([at]) => at)))].sort((a, b) => a - b);
    const at = new Map(times.map((time, index) => [time, index]));
    const lines = shown.map((line) => {
      const row = new Array(times.length).fill(null);
      line.values.forEach(([time, value]) => { row[at.get(time)] = Number.isFinite(Number(value)) ? Number(value) : null; });
      return row;
    });
    const axis = { stroke: colour("--muted"), grid: { stroke: colour("--line"), width: 1 }, ticks: { show: false }, font: "11px " + colour("--sans") };
    plot = new uPlot({
      width: box.clientWidth, height: 280, padding: [10, 20, 0, 0],
      legend: { show: shown.length <= 12, live: true },
      axes: [{ ...axis, grid: { show: false } }, { ...axis, size: 70 }],
      series: [{ label: "at" }, ...shown.map((line, index) => ({ label: name(line.metric), stroke: colour(COLOURS[index % COLOURS.length]), width: 1.5 }))],
    }, [times, ...lines], box);
  }

  function list(result) {
    const rows = result.resultType === "vector" ? result.result.map((item) => [name(item.metric), item.value[1]])
      : result.resultType === "matrix" ? result.result.map((item) => [name(item.metric), item.values.map((value) => value[1]).join(" ")])
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
      if (mine !== asked) return;
      shown = over ? over.data.result.slice(0, MOST_LINES) : [];
      const count = list(now.data);
      const hints = [...(now.warnings || []), ...(now.infos || [])].join(" · ");
      status.textContent = `${count} series now, ${over ? over.data.result.length : 0} over the time` + (hints ? ` · ${hints}` : "");
      draw();
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
