// The pictures of a rollout: traffic weight, errors and latency of the new release beside the old one.
(() => {
  "use strict";
  const section = document.querySelector("[data-looks]");
  if (!section) return;
  const HIGH = 170;
  const dark = matchMedia("(prefers-color-scheme: dark)");
  const figures = section.querySelector(".charts");
  const empty = section.querySelector(".chart-empty");
  let quantile = "p95";
  let looks = [];
  let charts = [];

  const colour = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
  const clock = (seconds) => new Date(seconds * 1000).toTimeString().slice(0, 8);
  const share = (arm) => (arm.requests ? (100 * arm.errors) / arm.requests : null);
  const number = (value, digits) => (value == null ? "–" : value.toFixed(digits));

  function rows() {
    const times = looks.map((look) => Date.parse(look.at) / 1000);
    const side = (name, of) => looks.map((look) => of(look[name]));
    return {
      weight: [times, looks.map((look) => look.weight)],
      errors: [times, side("canary", share), side("baseline", share)],
      latency: [times, side("canary", (arm) => arm[quantile + "Millis"] ?? null), side("baseline", (arm) => arm[quantile + "Millis"] ?? null)],
    };
  }

  function axis(unit, digits) {
    const common = { stroke: colour("--muted"), grid: { stroke: colour("--line"), width: 1 }, ticks: { show: false }, font: "11px " + colour("--sans") };
    return [
      { ...common, grid: { show: false }, space: 80, values: (_, marks) => marks.map(clock) },
      { ...common, size: 56, values: (_, marks) => marks.map((mark) => mark.toFixed(digits) + " " + unit) },
    ];
  }

  function options(kind, width) {
    const canary = { stroke: colour("--canary"), width: 2, points: { show: looks.length < 3 } };
    const baseline = { stroke: colour("--baseline"), width: 2, dash: [5, 4], points: { show: looks.length < 3 } };
    const unit = kind === "latency" ? "ms" : "%";
    const digits = kind === "errors" ? 2 : kind === "latency" ? 1 : 0;
    const value = (_, raw) => (raw == null ? "–" : number(raw, digits) + " " + unit);
    const range = kind === "weight" ? [0, 100] : (_, low, high) => [0, Math.max((high || 0) * 1.15, kind === "errors" ? 1 : 5)];
    const series = kind === "weight"
      ? [{ ...canary, label: "new", fill: colour("--canary") + "22", paths: uPlot.paths.stepped({ align: 1 }), value }]
      : [{ ...canary, label: "new", value }, { ...baseline, label: "old", value }];
    return {
      width, height: HIGH, padding: [10, 24, 0, 0],
      cursor: { sync: { key: "rollout" }, drag: { x: false, y: false }, points: { size: 6 } },
      legend: { live: true },
      scales: { y: { range } },
      axes: axis(unit, kind === "weight" ? 0 : kind === "errors" ? 1 : 0),
      series: [{ label: "at", value: (_, raw) => (raw == null ? "–" : clock(raw)) }, ...series],
    };
  }

  function draw() {
    charts.forEach((chart) => chart.plot.destroy());
    charts = [];
    const shown = looks.length > 0;
    figures.hidden = !shown;
    empty.hidden = shown;
    if (!shown) return;
    const data = rows();
    figures.querySelectorAll("[data-chart]").forEach((box) => {
      const kind = box.dataset.chart;
      charts.push({ kind, box, plot: new uPlot(options(kind, box.clientWidth), data[kind], box) });
    });
  }

  function redraw() {
    const data = rows();
    charts.forEach((chart) => chart.plot.setData(data[chart.kind]));
  }

  async function load() {
    const answer = await fetch(section.dataset.looks, { headers: { Accept: "application/json" } });
    if (!answer.ok) return;
    const before = looks.length;
    looks = await answer.json();
    if (before < 3) draw(); else redraw();
  }

  let waiting = false;
  document.addEventListener("slipway:change", (event) => {
    if (event.detail.kind !== "rollout" || event.detail.id !== section.dataset.rollout || waiting) return;
    waiting = true;
    setTimeout(() => { waiting = false; load(); }, 500);
  });
  section.querySelectorAll("[data-quantile]").forEach((button) => button.addEventListener("click", () => {
    quantile = button.dataset.quantile;
    section.querySelectorAll("[data-quantile]").forEach((other) => other.setAttribute("aria-pressed", String(other === button)));
    redraw();
  }));
  dark.addEventListener("change", draw);
  new ResizeObserver(() => charts.forEach((chart) => {
    const width = chart.box.clientWidth;
    if (width && width !== chart.plot.width) chart.plot.setSize({ width, height: HIGH });
  })).observe(section);
  load();
})();
