// The map's own page: choose a cell, read its numbers beside it, open its cases.
(function () {
  "use strict";
  const numbersOf = import("./cellnumbers.js");
  const boot = JSON.parse(document.getElementById("wall-boot").textContent);
  const side = document.getElementById("map-side");
  const FRESH_MS = 5000;
  let chosen = null;

  function node(tag, className, text) {
    const made = document.createElement(tag);
    made.className = className;
    made.textContent = text;
    if (/[\u4e00-\u9fff]/.test(text)) made.lang = "zh-CN";
    return made;
  }

  function row(metric, text, query, asOf, words) {
    const line = node("div", "map-side-row", "");
    const value = node("span", "num", text);
    const known = { metric: metric.key, value: metric.value === null ? "" : String(metric.value), asOf, filter: query };
    Object.assign(value.dataset, known);
    line.append(node("span", "", words["number." + metric.key] || metric.title), value);
    return line;
  }

  function link(id, words) {
    const made = node("a", "map-side-link", words.cases);
    const language = boot.lang === "en" ? "&lang=en" : "";
    made.href = "/cases?cell=" + encodeURIComponent(id) + language;
    return made;
  }

  function mark(id) {
    for (const path of document.querySelectorAll(".map-cell.is-picked")) path.classList.remove("is-picked");
    for (const name of ["data-cell", "data-cell-of"]) {
      const path = document.querySelector(`[${name}="${CSS.escape(id)}"]`);
      if (path) path.classList.add("is-picked");
    }
  }

  function pick(id) {
    chosen = id;
    mark(id);
    read(id);
  }

  // Reads the numbers of one cell; an answer that comes after another choice is dropped.
  async function read(id) {
    const base = window.citysenseBase;
    const words = base.words[boot.lang];
    const cell = base.cells.find((one) => one[0] === id);
    const head = [node("h2", "", cell[4] || id), node("div", "note", words.cell + " " + id)];
    if (side.dataset.shown !== id) side.replaceChildren(...head);
    side.dataset.shown = id;
    const query = "cell=" + encodeURIComponent(id);
    try {
      const { cellQuery, numberText } = await numbersOf;
      const answer = await fetch(cellQuery(query));
      if (!answer.ok) throw new Error(String(answer.status));
      const numbers = await answer.json();
      if (chosen !== id) return;
      const rows = numbers.metrics.map((one) => row(one, numberText(one), query, numbers.as_of, words));
      side.replaceChildren(...head, ...rows, link(id, words));
    } catch (wrong) {
      console.warn("numbers of cell " + id, wrong);
      if (chosen === id) side.replaceChildren(...head, node("p", "note", words.unreachable), link(id, words));
    }
  }

  window.setInterval(() => chosen && read(chosen), FRESH_MS);
  window.citysenseMap.options = { verdict: false, explore: true, onCell: pick };
})();
