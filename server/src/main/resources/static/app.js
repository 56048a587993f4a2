// Keeps a page up to date: one event stream, and every part that shows what changed is fetched anew and morphed.
(() => {
  "use strict";
  const WAIT_MILLIS = 150;
  const CLOCK_MILLIS = 10000; // what time alone changes
  const RETRY_MILLIS = 5000;
  const EXACT = new Intl.DateTimeFormat(undefined, { dateStyle: "medium", timeStyle: "long" });
  const mark = document.getElementById("live-mark");
  const announcer = document.getElementById("announcer");
  const dirty = new Set();
  let timer = 0;
  let takenBack = "";
  let focused = document.body;

  // What the reader has opened stays open, and what scripts have drawn stays drawn.
  if (window.Idiomorph) {
    Object.assign(Idiomorph.defaults.callbacks, {
      beforeNodeMorphed: (node, fresh) => node.nodeType !== 1
        || !(node.id === fresh.id && (node.hasAttribute("data-keep") || staysAsked(node, fresh))),
      beforeNodeRemoved: (node) => { if (isAsking(node)) takeBack(node); },
      beforeAttributeUpdated: (name, node) => name !== "tabindex"
        && !(name === "open" && (node.localName === "details" || node.localName === "dialog")),
    });
  }

  const isAsking = (node) => node.localName === "dialog" && node.open;

  // A question that the reader has before them stays with what they have typed, or goes: it never becomes another one.
  function staysAsked(dialog, fresh) {
    if (!isAsking(dialog)) return false;
    if (dialog.textContent === fresh.textContent) return true;
    takeBack(dialog);
    return false;
  }

  function takeBack(dialog) {
    dialog.close();
    takenBack = "What was asked has changed meanwhile; please look again.";
  }

  // When what had the focus has gone, the heading gets it, so that who steers by keyboard does not begin at the top.
  function keepPlace(before) {
    const lost = !before.isConnected || before.matches(":disabled");
    if (!lost || document.querySelector("dialog[open]")) return;
    const heading = document.querySelector("main h1");
    heading.tabIndex = -1;
    heading.focus({ preventScroll: true });
  }

  function concerns(part, change) {
    return (part.dataset.live || "").split(" ").some((what) =>
      what === "all" || what === `in:${change.project}` || what === `${change.kind}:${change.id}`);
  }

  document.addEventListener("htmx:responseError", (event) => { if (event.detail.xhr.status === 401) signedOut(); });

  function signedOut() {
    show("off", "Signed out", "Updates have stopped until you sign in again");
    if (document.getElementById("signed-out")) return;
    const notice = document.createElement("p");
    notice.id = "signed-out";
    notice.className = "notice tone-warn";
    notice.setAttribute("role", "alert");
    const way = document.createElement("a");
    way.href = "/login?next=" + encodeURIComponent(location.pathname + location.search);
    way.textContent = "Sign in again";
    const text = document.createElement("span");
    text.append("Your session has ended, and this page stands still. ", way);
    notice.append(text);
    document.getElementById("main").prepend(notice);
  }

  function refresh(part) {
    const said = sentence(part);
    return htmx.ajax("GET", location.pathname + location.search,
      { target: part, select: "#" + part.id, swap: "morph:outerHTML" }).then(() => {
        keepPlace(focused);
        const now = sentence(document.getElementById(part.id));
        const news = takenBack + (now === said ? "" : " " + now);
        if (news) announcer.textContent = news;
        takenBack = "";
        document.dispatchEvent(new CustomEvent("slipway:refreshed"));
        tick();
      });
  }

  function sentence(part) {
    const node = part && part.querySelector("[data-announce]");
    return node ? node.textContent.trim() : "";
  }

  function later(parts) {
    parts.forEach((part) => dirty.add(part.id));
    if (timer || dirty.size === 0) return;
    timer = setTimeout(() => {
      const ids = [...dirty];
      dirty.clear();
      const parts = ids.map((id) => document.getElementById(id)).filter(Boolean);
      Promise.allSettled(parts.map(refresh)).then(() => {
        timer = 0;
        later([]);
      });
    }, WAIT_MILLIS);
  }

  const all = () => [...document.querySelectorAll("[data-live]")];

  function show(state, word, title) {
    if (!mark) return;
    mark.dataset.state = state;
    mark.querySelector(".live-word").textContent = word;
    mark.title = title;
  }

  function lookWhy() {
    const again = () => setTimeout(watch, RETRY_MILLIS);
    fetch("/api/v1/events", { method: "HEAD" }).then((answer) => (answer.status === 401 ? signedOut() : again()), again);
  }

  function watch() {
    const events = new EventSource("/api/v1/events");
    let before = false;
    events.addEventListener("open", () => {
      show("on", "Live", "This page updates by itself");
      if (before) later(all());
      before = true;
    });
    events.addEventListener("change", (event) => {
      const change = JSON.parse(event.data);
      later(all().filter((part) => concerns(part, change)));
      document.dispatchEvent(new CustomEvent("slipway:change", { detail: change }));
    });
    events.addEventListener("look-again", () => later(all()));
    events.addEventListener("error", () => {
      show("off", "Offline", "Updates have stopped; trying again");
      if (events.readyState === EventSource.CLOSED) lookWhy();
    });
    addEventListener("pagehide", () => events.close(), { once: true });
  }

  function ago(then, now) {
    const seconds = Math.trunc((now - then) / 1000);
    const size = Math.abs(seconds);
    if (size < 5) return "just now";
    const length = size < 60 ? `${size} s` : size < 3600 ? `${Math.trunc(size / 60)} min`
      : size < 86400 ? `${Math.trunc(size / 3600)} h` : `${Math.trunc(size / 86400)} d`;
    return seconds < 0 ? `in ${length}` : `${length} ago`;
  }

  // The server writes UTC; who reads has a zone of their own.
  function inOwnZone(time) {
    if (time.dataset.zoned === time.dateTime) return;
    time.title = EXACT.format(new Date(time.dateTime));
    if (!("ago" in time.dataset)) time.textContent = time.title;
    time.dataset.zoned = time.dateTime;
  }

  function tick() {
    const now = Date.now();
    document.querySelectorAll("time").forEach(inOwnZone);
    document.querySelectorAll("time[data-ago]").forEach((time) => {
      const text = ago(Date.parse(time.dateTime), now);
      if (time.textContent !== text) time.textContent = text;
    });
  }

  document.addEventListener("focusin", (event) => { focused = event.target; });
  document.addEventListener("close", () => keepPlace(focused), true);

  document.addEventListener("click", (event) => {
    const opener = event.target.closest("[data-dialog]");
    if (opener) {
      const dialog = document.getElementById(opener.dataset.dialog);
      dialog.showModal();
      const field = dialog.querySelector("textarea");
      if (field) field.focus();
    }
    const closer = event.target.closest("[data-close]");
    if (closer) closer.closest("dialog").close();
    const copier = event.target.closest("[data-copy]");
    if (copier) navigator.clipboard.writeText(copier.dataset.copy).then(() => { announcer.textContent = "Copied"; });
  });

  addEventListener("pageshow", (event) => { if (event.persisted) location.reload(); });
  if (document.body.dataset.signedIn === "true") watch();
  tick();
  setInterval(tick, 1000);
  setInterval(() => {
    if (document.visibilityState === "visible") later(all().filter((part) => part.dataset.live === "clock"));
  }, CLOCK_MILLIS);
})();
