// The map of one city: two faces of one base, kept up to date by props, at most so many times a second.
import { wider } from "./boxes.js";
import { colours, div, say } from "./dom.js";
import { drawLegend, fill } from "./legend.js";
import { createMotion } from "./motion.js";
import { forget, write } from "./names.js";
import { arrange, onFace } from "./plan.js";
import { changedAt } from "./tint.js";
import { createView } from "./view.js";

const COALESCE_MS = 120;
const CAPTION = { x: 0, y: 0, w: 120, h: 32 };
const EMPTY = { tints: [], points: [], pins: [], workers: [], link: null, watched: [], filter: "" };

export function createCity(element, base, L, options = {}) {
  const words = base.words[options.lang] || Object.values(base.words)[0];
  const tongue = options.lang === "en" ? "en" : "zh";
  let props = EMPTY;
  let number = options.number || "open";
  let faces = null;
  let values = null;
  let motion = null;
  let written = "";
  let legendWritten = "";
  let planned = 0;
  let appliedAt = -Infinity;

  function build() {
    for (const face of faces ? [faces.main, faces.detail] : []) if (face) face.map.remove();
    element.replaceChildren();
    element.classList.add("citymap");
    const size = { w: element.clientWidth, h: element.clientHeight };
    const plan = arrange(base, size, options);
    const main = createView(div(element, "map-face", { x: 0, y: 0, ...size }), base, L, { place: plan.place });
    faces = { plan, main, detail: plan.inset ? buildDetail(plan) : null };
    motion = createMotion({ all: shown, faceOf, linkOn, colours: colours(element) });
    faces.legend = div(element, "map-legend", plan.legend);
    if (base.credit) credit(plan);
    if (faces.detail) frame();
    values = null;
    written = legendWritten = "";
    main.map.on("move", anew);
    if (options.explore) explore(main);
    main.element.addEventListener("click", pick);
  }

  // Whose data the ground is; nothing is written over it.
  function credit(plan) {
    const node = div(element, "map-credit");
    say(node, base.credit).title = base.credit;
    plan.blocks.push({ x: node.offsetLeft, y: node.offsetTop, w: node.offsetWidth, h: node.offsetHeight });
  }

  function buildDetail(plan) {
    const box = div(element, "map-detail", plan.inset);
    const place = plan.core;
    const within = (bounds) => {
      const from = onFace(place, bounds.getNorth(), bounds.getWest());
      const to = onFace(place, bounds.getSouth(), bounds.getEast());
      return from.x < plan.inset.w && from.y < plan.inset.h && to.x > 0 && to.y > 0;
    };
    const view = createView(box, base, L, { place, detail: true, keep: within });
    const factor = Math.round((place.scale / plan.place.scale) * 10) / 10;
    say(div(box, "map-caption"), fill(words.core, String(factor)));
    view.element.addEventListener("click", pick);
    return view;
  }

  // The framed area on the main face and the line that ties it to its enlargement.
  function frame() {
    const bounds = faces.detail.bounds();
    const from = faces.main.at(bounds.getNorth(), bounds.getWest());
    const to = faces.main.at(bounds.getSouth(), bounds.getEast());
    const { inset, wide } = faces.plan;
    const tie = wide ? "" : `<line x1="${to.x}" y1="${to.y}" x2="${inset.x + 2}" y2="${inset.y + 2}"/>`;
    const rect = `<rect x="${from.x}" y="${from.y}" width="${to.x - from.x}" height="${to.y - from.y}"/>`;
    const svg = `<svg class="map-frame">${rect}${tie}</svg>`;
    faces.main.element.insertAdjacentHTML("beforeend", svg);
    faces.frame = faces.main.element.lastElementChild;
  }

  function explore(main) {
    for (const handler of ["dragging", "scrollWheelZoom", "doubleClickZoom", "touchZoom", "keyboard"]) main.map[handler].enable();
    L.control.zoom({ position: "bottomleft" }).addTo(main.map);
    const home = main.map.getZoom();
    main.map.on("zoomend moveend", () => {
      if (!faces.detail) return;
      const away = main.map.getZoom() > home + 0.4;
      faces.detail.element.hidden = away;
      faces.frame.style.display = main.map.getZoom() === home ? "" : "none";
      anew();
    });
  }

  function pick(event) {
    const path = event.target.closest("[data-cell],[data-cell-of]");
    if (path && options.onCell) options.onCell(path.dataset.cell || path.dataset.cellOf);
  }

  function choose(key) {
    number = key;
    values = null;
    legendWritten = "";
    schedule(0);
  }

  function shown() {
    return faces.detail && !faces.detail.element.hidden ? [faces.main, faces.detail] : [faces.main];
  }

  // A place in the enlarged area is drawn there and not twice.
  function faceOf(lat, lon) {
    const framed = shown().length > 1 && faces.detail.bounds().contains([lat, lon]);
    return framed ? faces.detail : faces.main;
  }

  function applyTints() {
    const tint = props.tints.find((one) => one.key === number);
    if (!tint) return;
    for (const index of changedAt(values, tint.values)) {
      const id = base.cells[index][0];
      faces.main.tint(id, tint.values[index], tint.breaks);
      if (faces.detail) faces.detail.tint(id, tint.values[index], tint.breaks);
    }
    values = tint.values;
  }

  function linkOn(face) {
    const { link } = props;
    if (!link || faceOf(link.lat, link.lon) !== face) return null;
    return { ...link, from: face.at(link.worker_lat, link.worker_lon), to: face.at(link.lat, link.lon) };
  }

  function applyMotion() {
    const others = props.workers.filter(([id]) => !props.link || id !== props.link.worker);
    motion.take(props.points, others);
    faces.main.cases.dataset.count = String(props.points.length);
    faces.main.cases.dataset.filter = props.filter;
    if (!faces.detail) return;
    const enlarged = props.points.filter((point) => faceOf(point[1], point[2]) === faces.detail);
    faces.detail.cases.dataset.count = String(enlarged.length);
  }

  function applyNames() {
    const key = JSON.stringify([props.pins, props.watched, props.link, shown().length]);
    if (key === written) return;
    written = key;
    for (const face of shown()) writeFace(face);
  }

  function writeFace(face) {
    const detail = face === faces.detail;
    const taken = detail ? [CAPTION] : covers();
    const pins = props.pins.filter((pin) => faceOf(pin.lat, pin.lon) === face);
    write(face.names, {
      zones: zonesOn(face),
      places: placesOn(face),
      watched: new Set(props.watched),
      pins: pins.map((pin) => ({ ...pin, at: face.at(pin.lat, pin.lon) })),
      link: linkOn(face),
    }, taken, detail ? face.face : faces.plan.main);
  }

  function covers() {
    const boxes = faces.plan.blocks.filter((box) => box !== faces.plan.inset || shown().length > 1);
    if (shown().length < 2 || faces.frame.style.display) return boxes.map((box) => wider(box));
    const bounds = faces.detail.bounds();
    const from = faces.main.at(bounds.getNorth(), bounds.getWest());
    const to = faces.main.at(bounds.getSouth(), bounds.getEast());
    return [...boxes.map((box) => wider(box)), { x: from.x, y: from.y, w: to.x - from.x, h: to.y - from.y }];
  }

  // A zone is named once: on the enlargement if a third of its cells are there, amid those.
  function zonesOn(face) {
    const named = [];
    for (const zone of base.zones) {
      const cells = base.cells.filter((cell) => cell[1] === zone.id);
      const enlarged = cells.filter((cell) => faceOf(cell[2], cell[3]) === faces.detail);
      const home = faces.detail && enlarged.length * 3 >= cells.length ? faces.detail : faces.main;
      if (home !== face) continue;
      const at = face === faces.detail ? amid(enlarged) : zone.at;
      named.push({ id: zone.id, text: zone[tongue] || zone.zh, at: face.at(at[0], at[1]) });
    }
    return named;
  }

  function amid(cells) {
    const mean = (axis) => cells.reduce((sum, cell) => sum + cell[axis], 0) / cells.length;
    return [mean(2), mean(3)];
  }

  function placesOn(face) {
    const kind = face === faces.detail ? "river" : "sea";
    const here = base.places.filter((place) => place.kind === kind && faceOf(place.at[0], place.at[1]) === face);
    return here.map((place) => ({ kind, text: place[tongue], at: face.at(...place.at) }));
  }

  function applyLegend() {
    const days = props.pins.filter((pin) => pin.day).length;
    const key = [number, props.points.length, props.workers.length, days].join();
    if (key === legendWritten || !props.tints.length) return;
    legendWritten = key;
    drawLegend(faces.legend, props, number, words, choose);
  }

  function apply() {
    planned = 0;
    if (!faces) return;
    appliedAt = performance.now();
    applyTints();
    applyNames();
    applyLegend();
    applyMotion();
  }

  // The faces moved or came and went: everything on them is placed again.
  function anew() {
    written = "";
    motion.forget();
    schedule(0);
  }

  function schedule(wait = Math.max(0, COALESCE_MS - (performance.now() - appliedAt))) {
    if (!planned) planned = window.setTimeout(apply, wait);
  }

  function resized() {
    const { clientWidth: wide, clientHeight: high } = element;
    if (!wide || !high || (faces && wide === faces.main.size.w && high === faces.main.size.h)) return;
    build();
    schedule(0);
  }

  function update(next) {
    props = { ...props, ...next };
    schedule();
  }

  resized();
  new ResizeObserver(resized).observe(element);
  if (document.fonts) document.fonts.ready.then(() => { forget(); anew(); });
  return { update, choose, map: () => faces && faces.main.map };
}
