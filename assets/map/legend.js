// The legend: which number is shown and can be chosen, its five steps, and what each mark means.
import { stepNames } from "./tint.js";

const ICONS = {
  new: '<circle cx="14" cy="14" r="4.5" class="map-i-now"/><circle cx="14" cy="14" r="10.5" class="map-i-ring"/>',
  hour: '<circle cx="14" cy="14" r="2.8" class="map-i-dot"/>',
  worker: '<path d="M0 25 6 20 9 15 16 11" class="map-i-trail"/><path d="M25 7 16 16 16 12 11 10z" class="map-i-dot"/>',
};

export function fill(pattern, n) {
  return pattern.replace("{n}", n);
}

function node(tag, className, text = "") {
  const made = document.createElement(tag);
  made.className = className;
  made.textContent = text;
  return made;
}

function mark(kind, words) {
  if (ICONS[kind]) {
    const box = node("span", "map-icon");
    box.innerHTML = `<svg width="28" height="28">${ICONS[kind]}</svg>`;
    return box;
  }
  const box = node("span", "map-icon");
  box.append(node("span", "map-pin tip-down map-pin-sample" + (kind === "overdue_day" ? " is-day" : ""), words.limit));
  return box;
}

function row(kind, text, words) {
  const line = node("div", "map-legend-row");
  line.append(mark(kind, words), node("span", "", text));
  return line;
}

function tabs(tints, chosen, words, choose) {
  const bar = node("div", "map-tabs");
  for (const tint of tints) {
    const tab = node("button", "map-tab" + (tint.key === chosen ? " is-chosen" : ""), words[tint.key]);
    tab.type = "button";
    tab.dataset.tint = tint.key;
    tab.setAttribute("aria-pressed", String(tint.key === chosen));
    tab.onclick = () => choose(tint.key);
    bar.append(tab);
  }
  return bar;
}

function steps(tint) {
  const bar = node("div", "map-steps");
  const names = stepNames(tint.breaks, tint);
  names.forEach((name, index) => {
    const step = node("div", "map-step");
    const swatch = node("div", "map-swatch");
    swatch.dataset.tint = String(index);
    step.append(swatch, node("span", "", name));
    bar.append(step);
  });
  return bar;
}

// Writes the whole legend; it is small and changes rarely.
export function drawLegend(element, props, chosen, words, choose) {
  const tint = props.tints.find((one) => one.key === chosen);
  const counts = (n) => Number(n).toLocaleString("en-US");
  element.replaceChildren(
    tabs(props.tints, chosen, words, choose),
    steps(tint),
    node("div", "map-legend-note", words["note." + tint.key]),
    row("new", words.new, words),
    row("hour", fill(words.hour, counts(props.points.length)), words),
    row("worker", fill(words.worker, counts(props.workers.length)), words),
    row("overdue", words.overdue, words),
    row("overdue_day", fill(words.overdue_day, counts(props.pins.filter((pin) => pin.day).length)), words),
  );
}
