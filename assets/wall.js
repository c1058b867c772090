// The wall's wiring: frames into panels, seconds into clocks, silence into words.
(function () {
  "use strict";
  if (typeof document === "undefined" || !document.getElementById("wall-boot")) return;
  const live = window.citysenseLive;
  const boot = JSON.parse(document.getElementById("wall-boot").textContent);
  const html = document.documentElement;
  const sheet = document.querySelector("[data-canvas]");
  const canvas = document.body;
  const still = window.matchMedia("(prefers-reduced-motion: reduce)");
  const OWN = new Set(["data-as-of"]);
  const time = new Intl.DateTimeFormat("en-GB", { timeZone: boot.timezone, hour: "2-digit", minute: "2-digit", second: "2-digit", hourCycle: "h23" });
  const panels = new Map();
  let state = { seq: 0, asOf: 0, panels: {} };
  let heardAt = performance.now();
  let connected = true;

  for (const node of document.querySelectorAll("[data-panel],[data-chrome]")) {
    panels.set(node.dataset.panel || node.dataset.chrome, { node, staleAfter: Number(node.dataset.staleAfter), state: node.dataset.state });
  }

  function cityNow() {
    return state.asOf + (performance.now() - heardAt) * boot.speed;
  }

  function tint(node) {
    if (still.matches || !node.animate) return;
    node.animate([{ color: "#4cc9f0" }, {}], { duration: 400 });
  }

  function quiet() {}

  function draw(name, props, changed) {
    const panel = panels.get(name);
    if (!panel) return;
    panel.state = props.state || "live";
    if (panel.node.dataset.kind === "citymap") return drawMap(panel, props);
    if (props.tree) window.citysensePatch.children(panel.node.querySelector(".content"), [props.tree], OWN, changed);
  }

  function drawMap(panel, props) {
    if (!window.citysenseMap) return;
    if (!panel.mounted) {
      panel.mounted = true;
      window.citysenseMap.mount(panel.node.querySelector(".content"), { lang: boot.lang });
    }
    window.citysenseMap.update(props);
  }

  function show(frame, changed) {
    const step = live.accept(state, frame);
    if (step.gap) return false;
    if (step.state === state) return true;
    state = step.state;
    heardAt = performance.now();
    for (const name in step.panels) draw(name, step.panels[name], changed);
    for (const node of document.querySelectorAll("[data-metric]")) node.setAttribute("data-as-of", frame.as_of);
    html.setAttribute("data-seq", String(frame.seq));
    tick();
    return true;
  }

  function text(node, words) {
    if (node && node.textContent !== words) node.textContent = words;
  }

  function tick() {
    const now = cityNow();
    const silent = (performance.now() - heardAt) / 1000;
    const connection = live.connectionOf(connected, silent);
    if (html.dataset.connection !== connection) html.dataset.connection = connection;
    const clock = time.format(now);
    text(canvas.querySelector("[data-clock]"), clock);
    ages(now, silent, connection);
    for (const panel of panels.values()) {
      const known = { state: panel.state, asOf: state.asOf, staleAfter: panel.staleAfter, speed: boot.speed };
      const word = live.stateOf(now, known, connection);
      if (panel.node.dataset.state !== word) panel.node.dataset.state = word;
    }
    countdowns(now);
  }

  function ages(now, silent, connection) {
    const words = boot.words;
    const asOf = time.format(state.asOf);
    const age = canvas.querySelector("[data-age]");
    const newest = age && age.dataset.age ? Date.parse(age.dataset.age) : 0;
    text(age, newest ? live.spanText(words, "wall.age", (now - newest) / 1000) : words["wall.age.none"]);
    text(canvas.querySelector("[data-connection-word]"), words["wall.connection." + connection]);
    if (connection !== "live") {
      const span = live.spanText(words, "wall.span", silent);
      text(canvas.querySelector(".cut-word"), live.fill(words["wall.cut." + connection], { span }));
      text(canvas.querySelector(".cut-stopped"), live.fill(words["wall.cut.stopped"], { time: asOf }));
    }
    for (const panel of panels.values()) {
      text(panel.node.querySelector(":scope > .stale-pill"), "▲ " + live.fill(words["wall.as_of"], { time: asOf }));
    }
  }

  function countdowns(now) {
    for (const row of canvas.querySelectorAll("[data-deadline]")) {
      const left = (Date.parse(row.dataset.deadline) - now) / 1000;
      row.classList.toggle("is-late", left < 0);
      text(row.querySelector("[data-left]"), live.countdownText(left));
      const fill = row.querySelector(".track-fill");
      if (fill) fill.style.width = live.trackShare(left) + "%";
    }
  }

  function scale() {
    const place = live.fit(Number(sheet.dataset.units), 1080, window.innerWidth, window.innerHeight);
    sheet.style.transform = `translate(${place.left}px,${place.top}px) scale(${place.scale})`;
  }

  function connect() {
    if (typeof window.io !== "function") return;
    const socket = window.io("/live", { query: { scene: boot.scene, lang: boot.lang }, transports: ["websocket", "polling"], reconnectionDelay: 250, reconnectionDelayMax: 1000 });
    socket.on("frame", (frame) => {
      if (frame.full && frame.version !== boot.version) return window.location.reload();
      if (!show(frame, tint)) socket.emit("resync");
      window.citysenseHeard = true;
    });
    socket.on("connect", () => { connected = true; tick(); });
    socket.on("disconnect", () => { connected = false; tick(); });
  }

  if (sheet) {
    window.addEventListener("resize", scale);
    scale();
  }
  show(Object.assign({}, boot.frame, { full: true }), quiet);
  connect();
  window.setInterval(tick, 250);
})();
