// What a screen knows about its frames, as pure functions; wall.js wires them to the page.
(function (root) {
  "use strict";
  const SILENCE_S = 8;
  const CUT_S = 3;
  const PROMISE_S = 900;

  // A frame follows the one before, or is full, or there is a gap and a full one must be asked for.
  function accept(state, frame) {
    if (!frame.full && frame.seq <= state.seq) return { state, panels: {}, gap: false };
    const gap = !frame.full && frame.seq !== state.seq + 1;
    if (gap) return { state, panels: {}, gap: true };
    const shown = frame.full ? {} : state.panels;
    const next = { seq: frame.seq, asOf: Date.parse(frame.as_of), panels: Object.assign({}, shown, frame.panels) };
    return { state: next, panels: frame.panels, gap: false };
  }

  // How a screen stands with its server: `silent` seconds since the last frame.
  function connectionOf(connected, silent) {
    if (!connected && silent >= CUT_S) return "offline";
    return silent >= SILENCE_S ? "stale" : "live";
  }

  // A panel is stale when its data are older than its own limit (milliseconds, seconds); where the
  // city's clock runs faster than a day's, the limit is as long on the wall as ever.
  function isStale(now, panel) {
    return now - panel.asOf > panel.staleAfter * 1000 * Math.max(1, panel.speed || 1);
  }

  function stateOf(now, panel, connection) {
    if (panel.state !== "live") return panel.state;
    return connection !== "live" || isStale(now, panel) ? "stale" : "live";
  }

  function two(number) {
    return String(number).padStart(2, "0");
  }

  function fill(pattern, values) {
    return pattern.replace(/\{(\w+)\}/g, (whole, name) => (name in values ? values[name] : whole));
  }

  // A span as its largest two units: key stem "wall.age" or "wall.span".
  function spanText(words, stem, seconds) {
    const whole = Math.max(0, Math.floor(seconds));
    const hours = Math.floor(whole / 3600);
    const minutes = Math.floor((whole % 3600) / 60);
    const values = { h: hours, m: hours ? two(minutes) : Math.floor(whole / 60), n: whole < 60 ? whole : two(whole % 60) };
    const unit = hours ? "hours" : whole >= 60 ? "minutes" : "seconds";
    return fill(words[stem + "." + unit], values);
  }

  // What is left of a promise as mm:ss, what is gone past it with a plus.
  function countdownText(left) {
    const late = left < 0;
    const seconds = late ? Math.floor(-left) : Math.ceil(left);
    const hours = Math.floor(seconds / 3600);
    const clock = two(Math.floor((seconds % 3600) / 60)) + ":" + two(seconds % 60);
    return (late ? "+" : "") + (hours ? hours + ":" : "") + clock;
  }

  // Percent of the promise that is left; a full bar when it is gone.
  function trackShare(left) {
    return left < 0 ? 100 : Math.min(100, Math.round((100 * left) / PROMISE_S));
  }

  // The one transform: a canvas of so many units centred in a window.
  function fit(units, height, windowWidth, windowHeight) {
    const scale = Math.min(windowWidth / units, windowHeight / height);
    const left = (windowWidth - units * scale) / 2;
    const top = (windowHeight - height * scale) / 2;
    return { scale, left, top };
  }

  const live = { accept, connectionOf, isStale, stateOf, fill, spanText, countdownText, trackShare, fit };
  if (typeof module !== "undefined") module.exports = live;
  else root.citysenseLive = live;
})(typeof globalThis !== "undefined" ? globalThis : this);
