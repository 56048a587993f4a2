// The page of a service: four figures by release over the same time, and the turns of traffic that changed one of them.
(() => {
  "use strict";
  const page = document.querySelector("[data-service]");
  if (!page) return;
  const POINTS = 240;
  const HIGH = 200;
  const { service, project, environment } = page.dataset;
  const range = document.querySelector("[data-range]");
  const error = page.querySelector("[data-error]");
  const verdict = page.querySelector("[data-verdict]");
  const suspects = page.querySelector("[data-suspects]");
  const dark = matchMedia("(prefers-color-scheme: dark)");
  const scope = `{project="${project}",environment="${environment}",service="${service}"}`;
  const by = (labels) => (labels ? `by (${labels}) ` : "");
  const figures = {
    rate: (release, w) => `sum ${by(release)}(rate(slipway_edge_requests_total${scope}[${w}]))`,
    errors: (release, w) => `100 * sum ${by(release)}(rate(slipway_edge_errors_total${scope}[${w}])) / sum ${by(release)}(rate(slipway_edge_requests_total${scope}[${w}]))`,
    duration: (release, w) => `1000 * histogram_quantile(0.95, sum ${by(release ? release + ", le" : "le")}(rate(slipway_edge_latency_seconds_bucket${scope}[${w}])))`,
    saturation: (release) => `sum ${by(release)}(slipway_edge_in_flight${scope})`,
  };
  let asked = 0;
  let shown = {};
  let turns = [];
  let plots = [];

  function draw() {
    plots.forEach((each) => each.plot.destroy());
    plots = [];
    page.querySelectorAll("[data-figure]").forEach((box) => {
      const lines = shown[box.dataset.figure] || [];
      box.textContent = lines.length ? "" : "Nothing was measured in this time.";
      if (lines.length) plots.push({ box, plot: slipwayLines.plot(box, HIGH, lines, turns, (metric) => metric.release || "all") });
    });
  }

  async function judge(mine, window) {
    const rows = [];
    for (const [what, figure] of Object.entries(figures)) {
      if (what === "saturation") continue;
      const found = await slipwayLines.ask(`/api/v1/projects/${project}/suspects`, { ...window, environment, own: true, query: figure("", "1m") });
      found.forEach((each) => rows.push({ what, ...each }));
    }
    if (mine !== asked) return;
    rows.sort((a, b) => b.score - a.score);
    verdict.textContent = rows.length ? "These turns changed a figure by more than its noise, the clearest first."
      : turns.length ? "None of the releases of this time did, as far as can be told: no figure changed with one by more than its noise." : "No release came in this time.";
    suspects.replaceChildren(...rows.map((each) => slipwayLines.suspect(each, each.what)));
  }

  async function run() {
    const mine = ++asked;
    const seconds = Number(range.value);
    const end = Math.floor(Date.now() / 1000);
    const step = Math.max(5, Math.round(seconds / POINTS));
    const window = { start: end - seconds, end };
    try {
      const [found, ...answers] = await Promise.all([
        slipwayLines.ask(`/api/v1/projects/${project}/turns`, { ...window, environment }),
        ...Object.values(figures).map((figure) => slipwayLines.ask("/prometheus/api/v1/query_range", { ...window, step, query: figure("release", `${Math.max(60, 4 * step)}s`) })),
      ]);
      if (mine !== asked) return;
      error.hidden = true;
      turns = found;
      shown = Object.fromEntries(Object.keys(figures).map((what, index) => [what, answers[index].data.result]));
      draw();
      await judge(mine, window);
    } catch (problem) {
      if (mine !== asked) return;
      error.textContent = problem.message;
      error.hidden = false;
    }
  }

  range.addEventListener("change", run);
  dark.addEventListener("change", draw);
  new ResizeObserver(() => plots.forEach(({ box, plot }) => { if (box.clientWidth && box.clientWidth !== plot.width) plot.setSize({ width: box.clientWidth, height: HIGH }); })).observe(page);
  setInterval(() => { if (!document.hidden) run(); }, 15000);
  run();
})();
