// One face of the map: the base, two canvases and a layer of names over it; the enlargement is a second.
import { addGradients, createShapes } from "./shapes.js";
import { unproject, zoomOf } from "./fit.js";
import { tintOf } from "./tint.js";

let made = 0;

function canvasOf(element, layer) {
  const canvas = document.createElement("canvas");
  canvas.dataset.layer = layer;
  element.append(canvas);
  return canvas;
}

function div(element, className) {
  const node = document.createElement("div");
  node.className = className;
  element.append(node);
  return node;
}

// element: an empty sized box; place: {scale, x, y} of fit.js; detail: an enlargement of `keep` cells.
export function createView(element, base, L, { place, detail = false, keep = () => true }) {
  const ground = div(element, "map-ground");
  const renderer = L.svg({ padding: 0.02 });
  const shapes = createShapes(L, renderer, { keep, cellName: detail ? "data-cell-of" : "data-cell" });
  const size = { w: element.clientWidth, h: element.clientHeight };
  const map = base.draw(ground, withPlace(L, place, size), shapes);
  made += 1;
  addGradients(renderer._container, "map-fade-" + made);
  const cases = canvasOf(element, detail ? "cases-detail" : "cases");
  const workers = canvasOf(element, detail ? "workers-detail" : "workers");
  const names = div(element, "map-names");
  return {
    element, map, names, cases, workers, size,
    cells: shapes.drawn,
    face: { x: 0, y: 0, ...size },
    // not rounded to pixels: two minutes on foot are less than one
    at: (lat, lon) => map.layerPointToContainerPoint(map.project([lat, lon]).subtract(map.getPixelOrigin())),
    paint: (canvas, draw) => paint(canvas, size, draw),
    tint: (id, value, breaks) => tintCell(shapes.drawn.get(id), value, breaks),
    bounds: () => map.getBounds(),
  };
}

// Folium's script makes the map where the pack's centre is; here it is made where it will stay.
function withPlace(L, place, size) {
  const middle = unproject({ x: (size.w / 2 - place.x) / place.scale, y: (size.h / 2 - place.y) / place.scale });
  const standing = Object.create(L);
  standing.map = (id, options) => L.map(id, { ...options, center: [middle.lat, middle.lon], zoom: zoomOf(place.scale) });
  return standing;
}

// Clears and draws at the resolution of the wall's scale.
function paint(canvas, size, draw) {
  const shown = canvas.getBoundingClientRect().width / size.w || 1;
  const ratio = Math.min(4, shown * window.devicePixelRatio);
  const [width, height] = [Math.round(size.w * ratio), Math.round(size.h * ratio)];
  if (canvas.width !== width || canvas.height !== height) Object.assign(canvas, { width, height });
  const context = canvas.getContext("2d");
  context.setTransform(1, 0, 0, 1, 0, 0);
  context.clearRect(0, 0, width, height);
  context.setTransform(ratio, 0, 0, ratio, 0, 0);
  draw(context);
}

function tintCell(cell, value, breaks) {
  if (!cell) return;
  cell.path.setAttribute("data-tint", tintOf(value, breaks));
  cell.path.setAttribute("data-value", value === null || value === undefined ? "" : String(value));
}
