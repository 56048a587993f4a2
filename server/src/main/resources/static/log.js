// Draws the lines of a job's log as they come. Text only ever becomes text; styles are words of a closed list.
(() => {
  "use strict";
  const STYLE = /^(?:[fg](?:\d|1[0-5])|[bdiu])$/;
  const KINDS = new Set(["line", "error", "warning", "notice", "command", "debug"]);
  const MOST_LINES = 20000;
  const NEWEST_LINES = 5000;

  function element(name, className, text) {
    const made = document.createElement(name);
    if (className) made.className = className;
    if (text !== undefined) made.textContent = text;
    return made;
  }

  function write(into, parts) {
    parts.forEach((part) => {
      const words = part.style.split(" ").filter((word) => STYLE.test(word));
      into.append(words.length ? element("span", words.join(" "), part.text) : document.createTextNode(part.text));
    });
  }

  function named(step) {
    const link = document.querySelector(`.steps a[href="#step-${step}"] .clip`);
    return step === 0 ? "Job" : link ? `${step} · ${link.textContent}` : `Step ${step}`;
  }

  function follow(pane) {
    const top = pane.querySelector(".log-lines");
    const end = pane.querySelector(".log-end");
    const newest = "newest" in pane.dataset;
    let into = top;
    let step = -1;
    let count = 0;
    const source = new EventSource(pane.dataset.lines);

    function add(item) {
      if (count >= MOST_LINES && !newest) return;
      count += 1;
      if (newest && top.childElementCount >= NEWEST_LINES) top.firstElementChild.remove();
      if (item.step !== undefined && item.step !== step) {
        step = item.step;
        into = top;
        const mark = element("li", "log-step", named(step));
        mark.dataset.step = String(step);
        if (!document.getElementById(`step-${step}`)) mark.id = `step-${step}`;
        top.append(mark);
      }
      if (item.kind === "end") {
        into = top;
        return;
      }
      if (item.kind === "group") {
        const fold = element("details", "log-group");
        const head = element("summary");
        write(head, item.parts);
        into = element("ol");
        fold.append(head, into);
        const row = element("li");
        row.append(fold);
        top.append(row);
        return;
      }
      const row = element("li", `log-line kind-${KINDS.has(item.kind) ? item.kind : "line"}`);
      const number = element("span", "log-number", String((item.n ?? count - 1) + 1));
      if (item.at) number.title = item.at;
      const text = element("span", "log-text");
      if (item.kind === "error" || item.kind === "warning" || item.kind === "notice") {
        text.append(element("strong", "", item.kind === "error" ? "Error: " : item.kind === "warning" ? "Warning: " : "Notice: "));
      }
      write(text, item.parts);
      row.append(number, text);
      into.append(row);
    }

    source.addEventListener("lines", (event) => {
      const down = pane.scrollHeight - pane.scrollTop - pane.clientHeight < 40;
      JSON.parse(event.data).forEach(add);
      end.textContent = count >= MOST_LINES && !newest ? "The log goes on; the plain text has all of it." : "Following…";
      if (down && count > 0) pane.scrollTop = pane.scrollHeight;
    });
    source.addEventListener("done", () => {
      source.close();
      end.textContent = count === 0 ? pane.dataset.silent || "This job said nothing." : pane.dataset.ended || "End of log";
    });
    source.addEventListener("error", () => {
      if (source.readyState === EventSource.CLOSED) end.textContent = "No more lines come; load the page again.";
    });
    addEventListener("pagehide", () => source.close(), { once: true });
    return source;
  }

  const followed = new Map();
  function look() {
    const panes = new Set(document.querySelectorAll("[data-lines]"));
    followed.forEach((source, pane) => {
      if (!panes.has(pane)) {
        source.close();
        followed.delete(pane);
      }
    });
    panes.forEach((pane) => { if (!followed.has(pane)) followed.set(pane, follow(pane)); });
  }

  // A log that is read live names its steps before the list of steps above it has grown.
  function rename() {
    document.querySelectorAll(".log-step[data-step]").forEach((mark) => {
      const name = named(Number(mark.dataset.step));
      if (mark.textContent !== name) mark.textContent = name;
    });
  }

  document.addEventListener("slipway:refreshed", () => { look(); rename(); });
  look();
})();
