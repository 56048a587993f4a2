// Lines over time with the turns of traffic as upright marks: what the pages of questions and of services draw.
window.slipwayLines = (() => {
  "use strict";
  const COLOURS = ["--accent", "--canary", "--good", "--wait", "--bad", "--warn", "--baseline"];
  const MOST_LABELLED = 12;
  const colour = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();

  function name(metric) {
    const labels = Object.entries(metric).filter(([key]) => key !== "__name__").map(([key, value]) => `${key}="${value}"`);
    return (metric.__name__ || "") + (labels.length || !metric.__name__ ? `{${labels.join(", ")}}` : "");
  }

  async function ask(path, values) {
    const answer = await fetch(`${path}?${new URLSearchParams(values)}`, { headers: { Accept: "application/json" } });
    const body = await answer.json();
    if (!answer.ok || body.status === "error") throw new Error(body.error || body.title || "the server did not answer");
    return body;
  }

  // Turns that follow one another closely have their names below one another; what has no room has its line alone.
  const ROWS = 3;

  function marks(turns) {
    return (plot) => {
      const { ctx, bbox } = plot;
      const taken = Array.from({ length: ROWS }, () => []);
      ctx.save();
      ctx.lineWidth = devicePixelRatio;
      ctx.font = `${11 * devicePixelRatio}px ${colour("--sans")}`;
      turns.forEach((turn) => {
        const at = Date.parse(turn.at) / 1000;
        const left = plot.valToPos(at, "x", true);
        if (left < bbox.left || left > bbox.left + bbox.width) return;
        ctx.strokeStyle = ctx.fillStyle = colour(turn.back ? "--bad" : "--muted");
        ctx.setLineDash(turn.back ? [] : [4 * devicePixelRatio, 3 * devicePixelRatio]);
        ctx.beginPath();
        ctx.moveTo(left, bbox.top);
        ctx.lineTo(left, bbox.top + bbox.height);
        ctx.stroke();
        const late = left > bbox.left + bbox.width * 0.7;
        const name = (turn.back ? "↩ " : "") + turn.release;
        const gap = 4 * devicePixelRatio;
        const width = ctx.measureText(name).width;
        const from = late ? left - gap - width : left + gap;
        const row = taken.findIndex((names) => names.every(([start, end]) => from + width + gap < start || from > end + gap));
        if (row < 0) return;
        taken[row].push([from, from + width]);
        ctx.textAlign = "left";
        ctx.fillText(name, from, bbox.top + (11 + 13 * row) * devicePixelRatio);
      });
      ctx.restore();
    };
  }

  // lines: what query_range answers; label: from a metric to a name.
  function plot(box, height, lines, turns, label) {
    const times = [...new Set(lines.flatMap((line) => line.values.map(([at]) => at)))].sort((a, b) => a - b);
    const at = new Map(times.map((time, index) => [time, index]));
    const rows = lines.map((line) => {
      const row = new Array(times.length).fill(null);
      line.values.forEach(([time, value]) => { row[at.get(time)] = Number.isFinite(Number(value)) ? Number(value) : null; });
      return row;
    });
    const axis = { stroke: colour("--muted"), grid: { stroke: colour("--line"), width: 1 }, ticks: { show: false }, font: "11px " + colour("--sans") };
    return new uPlot({
      width: box.clientWidth, height, padding: [10, 20, 0, 0],
      legend: { show: lines.length <= MOST_LABELLED, live: true },
      axes: [{ ...axis, grid: { show: false } }, { ...axis, size: 70 }],
      series: [{ label: "at" }, ...lines.map((line, index) => ({ label: label(line.metric), stroke: colour(COLOURS[index % COLOURS.length]), width: 1.5 }))],
      hooks: { draw: [marks(turns)] },
    }, [times, ...rows], box);
  }

  const number = (value) => (Math.abs(value) >= 100 ? value.toFixed(0) : Math.abs(value) >= 1 ? value.toFixed(1) : value.toPrecision(2));

  // One line of a list for a turn after which something changed.
  function suspect(found, what) {
    const item = document.createElement("li");
    item.className = "list-row";
    const left = document.createElement("span");
    left.className = "list-main";
    const title = document.createElement("a");
    title.href = "/rollouts/" + encodeURIComponent(found.rollout);
    title.textContent = (found.back ? "Back from " : "") + found.release;
    const detail = document.createElement("span");
    detail.className = "sub wrap-text";
    detail.textContent = `${what}: ${number(found.before)} before, ${number(found.after)} after`;
    left.append(title, detail);
    const right = document.createElement("span");
    right.className = "muted list-end";
    right.textContent = new Date(found.at).toLocaleString();
    item.append(left, right);
    return item;
  }

  return { name, ask, plot, suspect };
})();
