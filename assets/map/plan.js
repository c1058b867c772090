// Where everything stands in the room there is: the city, its enlargement, the legend.
import { holds } from "./boxes.js";
import { fitCity, fitCore, layout, project } from "./fit.js";

const VERDICT = { x: 0, y: 0, w: 284, h: 300 };
const WORTH = 1.8;
const COST = 0.75;
const FOOT = 20;

// A place of the world on a face that lies at `place`.
export function onFace(place, lat, lon) {
  const world = project(lat, lon);
  return { x: place.x + world.x * place.scale, y: place.y + world.y * place.scale };
}

// The plan of a city in a room; an enlargement that hides cells, hardly enlarges, or costs the city
// a quarter of its size is left out.
export function arrange(base, size, { verdict = true }) {
  const centres = base.cells.map((cell) => [cell[2], cell[3]]);
  const plain = planFor(base, centres, size, verdict, null);
  const enlarged = base.core && planFor(base, centres, size, verdict, base.core);
  return enlarged && isWorth(enlarged, plain, centres) ? enlarged : plain;
}

function planFor(base, centres, size, verdict, core) {
  const plan = layout(size, core, base.credit ? FOOT : 0);
  const blocks = [...(verdict ? [VERDICT] : []), plan.legend, ...(plan.inset ? [plan.inset] : [])];
  const place = fitCity(base.bounds, centres, plan.main, blocks);
  return { ...plan, place, blocks, core: core && fitCore(core, plan.inset) };
}

function isWorth(plan, plain, centres) {
  if (plan.core.scale / plan.place.scale < WORTH || plan.place.scale < plain.place.scale * COST) return false;
  return !centres.some(([lat, lon]) => holds(plan.inset, onFace(plan.place, lat, lon)));
}
