// What moves on the faces: dots that ripple once, arrows that glide to each new place.
import { paintCases, RIPPLE_MS, rippling, splitByAge } from "./cases.js";
import { between, MOVE_MS, paintWorkers } from "./workers.js";

function endsOf(ways) {
  return JSON.stringify([...ways].map(([id, way]) => [id, way[way.length - 1]]));
}

// all(): the faces shown; faceOf(lat, lon): where a place is drawn; linkOn(face): the joined pair or null.
export function createMotion({ all, faceOf, linkOn, colours }) {
  const still = window.matchMedia("(prefers-reduced-motion: reduce)");
  let points = [];
  let ripples = null;
  let painted = "";
  let moved = { at: -Infinity, from: new Map(), to: new Map() };
  let drawing = 0;

  function shareAt(now) {
    return still.matches ? 1 : Math.min(1, (now - moved.at) / MOVE_MS);
  }

  function takeWorkers(workers, now) {
    const to = new Map(workers);
    if (endsOf(to) === endsOf(moved.to)) return;
    const share = shareAt(now);
    const from = new Map([...moved.to].map(([id, way]) => [id, between(moved.from.get(id), way[way.length - 1], share)]));
    moved = { at: now, from, to };
  }

  function takePoints(next, now) {
    points = next;
    const first = ripples === null || still.matches;
    ripples = rippling(ripples || new Map(), splitByAge(points).fresh, now, first);
  }

  function drawPoints(now) {
    const live = [...ripples.values()].some((start) => now - start < RIPPLE_MS);
    const key = live ? String(now) : JSON.stringify(points);
    if (key !== painted) all().forEach((face) => paintPoints(face, now));
    painted = key;
    return live;
  }

  function paintPoints(face, now) {
    const mine = splitByAge(points.filter((point) => faceOf(point[1], point[2]) === face));
    const at = (point) => face.at(point[1], point[2]);
    const age = (id) => now - ripples.get(id);
    face.paint(face.cases, (context) => paintCases(context, mine, at, age, colours));
  }

  function drawWorkers(now) {
    const share = shareAt(now);
    for (const face of all()) {
      const ways = waysOn(face, share);
      face.paint(face.workers, (context) => paintWorkers(context, ways, linkOn(face), colours));
    }
    return share < 1;
  }

  function waysOn(face, share) {
    const ways = [];
    for (const [id, trail] of moved.to) {
      const end = between(moved.from.get(id), trail[trail.length - 1], share);
      if (faceOf(end[0], end[1]) !== face) continue;
      const way = still.matches ? [end] : [...trail.slice(0, -1), end];
      ways.push({ id, way: way.map(([lat, lon]) => face.at(lat, lon)) });
    }
    return ways;
  }

  function frame() {
    const now = performance.now();
    const live = drawPoints(now);
    drawing = drawWorkers(now) || live ? requestAnimationFrame(frame) : 0;
  }

  function take(next, workers) {
    const now = performance.now();
    takePoints(next, now);
    takeWorkers(workers, now);
    if (!drawing) frame();
  }

  return { take, forget: () => { painted = ""; } };
}
