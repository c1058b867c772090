// How a city lies in its room: as large as it goes without a cell under the verdict, the legend or
// the enlargement. Mercator in fractions of the world, so that it is arithmetic and no library.
import { holds } from "./boxes.js";

const TILE = 256;
const SMALLEST = 0.5;
const STEP = 0.97;
const EDGE = 14;
const NEAR = 3;
const ACROSS = [0, 0.5, 1, 0.05, 0.1, 0.15, 0.2, 0.25, 0.3, 0.4, 0.6, 0.7, 0.8, 0.9];
const OFFSETS = [0.5, 1, 0].flatMap((down) => ACROSS.map((across) => [across, down]));

export function project(lat, lon) {
  const sine = Math.sin((lat * Math.PI) / 180);
  return { x: lon / 360 + 0.5, y: 0.5 - Math.log((1 + sine) / (1 - sine)) / (4 * Math.PI) };
}

export function unproject(point) {
  const lat = (Math.atan(Math.sinh(Math.PI * (1 - 2 * point.y))) * 180) / Math.PI;
  return { lat, lon: (point.x - 0.5) * 360 };
}

function extent(bounds) {
  const [south, west, north, east] = bounds;
  const from = project(north, west);
  const to = project(south, east);
  return { x: from.x, y: from.y, w: to.x - from.x, h: to.y - from.y };
}

// Zoom of Leaflet for `scale` pixels a world.
export function zoomOf(scale) {
  return Math.log2(scale / TILE);
}

// Where a legend and an enlargement stand in a room whose `foot` is kept free; a wide one gives its
// right half to the core.
export function layout(room, core, foot = 0) {
  const size = { w: room.w, h: room.h - foot };
  const wide = Boolean(core) && size.w / size.h > 1.9;
  const split = wide ? Math.round(Math.min(size.w * 0.48, size.h * 1.24)) : size.w;
  const inset = wide
    ? { x: split, y: 16, w: size.w - split - 16, h: size.h - 16 - (foot ? 6 : 16) }
    : { x: Math.round(size.w * 0.5195), y: Math.round(size.h * 0.595), w: Math.round(size.w * 0.465), h: Math.round(size.h * 0.39) };
  const legend = { x: split - 212, y: wide ? size.h - 312 : Math.round(size.h * 0.2), w: 196, h: 284 };
  return { wide, main: { x: 0, y: 0, w: split, h: size.h }, inset: core ? inset : null, legend };
}

function hidden(cells, place, blocks) {
  return cells.filter((cell) => {
    const at = { x: place.x + cell.x * place.scale, y: place.y + cell.y * place.scale };
    return blocks.some((block) => holds(block, at));
  }).length;
}

function* places(world, face) {
  const largest = Math.min((face.w - EDGE * 2) / world.w, (face.h - EDGE * 2) / world.h);
  for (let scale = largest; scale > largest * SMALLEST; scale *= STEP) {
    const spare = { x: face.w - EDGE * 2 - world.w * scale, y: face.h - EDGE * 2 - world.h * scale };
    for (const [across, down] of OFFSETS) {
      const x = face.x + EDGE + spare.x * across - world.x * scale;
      const y = face.y + EDGE + spare.y * down - world.y * scale;
      yield { scale, x, y };
    }
  }
}

// bounds of all cells, their centres [[lat, lon]], the face and what covers it → {scale, x, y}:
// a place of the world is at x + world.x × scale. The largest that hides nothing, else hides least.
export function fitCity(bounds, centres, face, blocks) {
  const cells = centres.map(([lat, lon]) => project(lat, lon));
  const wider = blocks.map((box) => ({ x: box.x - NEAR, y: box.y - NEAR, w: box.w + NEAR * 2, h: box.h + NEAR * 2 }));
  let best = null;
  for (const place of places(extent(bounds), face)) {
    const count = hidden(cells, place, wider);
    if (!best || count < best.count) best = { count, place };
    if (!count) break;
  }
  return best.place;
}

// The same for an enlargement: the whole core, centred.
export function fitCore(bounds, size) {
  const world = extent(bounds);
  const scale = Math.min(size.w / world.w, size.h / world.h);
  const x = size.w / 2 - (world.x + world.w / 2) * scale;
  return { scale, x, y: size.h / 2 - (world.y + world.h / 2) * scale };
}
