// What the map decides before it draws: boxes, names, tags, tints, the fit of a city, trails.
import assert from "node:assert";
import test from "node:test";
import { free, overlap, within } from "../../assets/map/boxes.js";
import { rippling, splitByAge } from "../../assets/map/cases.js";
import { cellQuery, numberText } from "../../assets/map/cellnumbers.js";
import { fitCity, layout, project, unproject } from "../../assets/map/fit.js";
import { placeLabels } from "../../assets/map/labels.js";
import { placeNote, placePins } from "../../assets/map/pins.js";
import { arrange } from "../../assets/map/plan.js";
import { unpack } from "../../assets/map/shapes.js";
import { changedAt, stepNames, tintOf } from "../../assets/map/tint.js";
import { between, clear, lastOf } from "../../assets/map/workers.js";

const FACE = { x: 0, y: 0, w: 924, h: 752 };
const COUNTS = [1, 3, 6, 11];
const label = (id, x, y, watched = false) => ({ id, text: id, at: { x, y }, width: 60, watched });
const pin = (id, x, y) => ({ id, text: "4 小时", at: { x, y }, width: (more) => (more ? 90 : 60) });

function seeded(seed) {
  let state = seed;
  return () => (state = (state * 16807) % 2147483647) / 2147483647;
}

function apart(boxes) {
  return boxes.every((box, index) => boxes.slice(index + 1).every((other) => !overlap(box, other)));
}

function spotOf(place, cell) {
  const world = project(cell[2], cell[3]);
  return { x: place.x + world.x * place.scale, y: place.y + world.y * place.scale, w: 0, h: 0 };
}

test("the tint of a count is the step it falls into", () => {
  assert.deepStrictEqual([0, 1, 2, 3, 5, 6, 10, 11, 99].map((n) => tintOf(n, COUNTS)), [..."011223344"]);
  assert.strictEqual(tintOf(null, COUNTS), "none");
});

test("the legend names whole steps as people count", () => {
  assert.deepStrictEqual(stepNames(COUNTS, { whole: true }), ["0", "1–2", "3–5", "6–10", "≥11"]);
  assert.deepStrictEqual(stepNames([180, 900], { whole: false, unit: 60 }), ["<3", "3–15", "≥15"]);
});

test("only cells whose value changed are touched", () => {
  assert.deepStrictEqual(changedAt(null, [1, 2]), [0, 1]);
  assert.deepStrictEqual(changedAt([1, 2, null], [1, 3, null]), [1]);
});

test("steps unpack into the points they were", () => {
  assert.deepStrictEqual(unpack([11770000, 3900000, 50, -100], 100000), [[39, 117.7], [38.999, 117.7005]]);
});

test("names never collide, and a watched one chooses first", () => {
  const wanted = [label("a", 100, 100), label("b", 104, 102), label("c", 98, 101, true)];
  const placed = placeLabels(wanted, [], FACE);
  assert.strictEqual(placed.length, 3);
  assert.ok(apart(placed.map((one) => one.box)));
  assert.strictEqual(placed[0].id, "c");
  assert.deepStrictEqual(placed[0].box, { x: 68, y: 90, w: 60, h: 22 });
});

test("a name that finds no room is left out", () => {
  assert.deepStrictEqual(placeLabels([label("a", 100, 100)], [FACE], FACE), []);
});

test("a lone tag stands on its place, tip down", () => {
  const [placed] = placePins([pin("p", 300, 300)], [], FACE);
  assert.deepStrictEqual([placed.tip, placed.box.y + placed.box.h < 300, placed.leader], ["down", true, null]);
});

test("two hundred tags cover no name and no tag, and every case is counted once", () => {
  const random = seeded(7);
  const names = placeLabels([...Array(26).keys()].map((n) => label("z" + n, random() * 900, random() * 740)), [], FACE).map((one) => one.box);
  const placed = placePins([...Array(200).keys()].map((n) => pin("p" + n, random() * 900, random() * 740)), names, FACE);
  assert.ok(apart(placed.map((one) => one.box)));
  assert.ok(placed.every((one) => free(one.box, names) && within(one.box, FACE)));
  const ids = placed.flatMap((one) => one.members.map((member) => member.id));
  assert.strictEqual(new Set(ids).size, 200);
  assert.strictEqual(ids.length, 200);
});

test("a tag that had to move keeps a line to its place", () => {
  const block = { x: 250, y: 250, w: 100, h: 100 };
  const [placed] = placePins([pin("p", 300, 300)], [block], FACE);
  assert.deepStrictEqual(placed.leader.to, { x: 300, y: 300 });
});

test("a note stands free and as near as it can", () => {
  const note = placeNote({ x: 400, y: 400 }, { w: 200, h: 60 }, [{ x: 380, y: 0, w: 400, h: 390 }], FACE);
  assert.ok(free(note.box, [{ x: 380, y: 0, w: 400, h: 390 }]));
  assert.ok(note.away < 60);
});

test("a projected place comes back", () => {
  const { lat, lon } = unproject(project(39.02, 117.67));
  assert.ok(Math.abs(lat - 39.02) < 1e-9 && Math.abs(lon - 117.67) < 1e-9);
});

test("a city lies whole on its face and under nothing", () => {
  const centres = [...Array(100).keys()].map((n) => [51.4 + (n % 10) * 0.01 + 0.005, Math.floor(n / 10) * 0.02 + 0.01]);
  const blocks = [{ x: 0, y: 0, w: 284, h: 300 }, layout(FACE, null).legend];
  const place = fitCity([51.4, 0, 51.5, 0.2], centres, FACE, blocks);
  for (const [lat, lon] of centres) {
    const world = project(lat, lon);
    const box = { x: place.x + world.x * place.scale, y: place.y + world.y * place.scale, w: 0, h: 0 };
    assert.ok(within(box, FACE) && free(box, blocks));
  }
});

test("an enlargement hides no cell and costs the city no more than a quarter of its size", () => {
  const cells = [...Array(100).keys()].map((n) => ["c" + n, "z", 51.4 + (n % 10) * 0.01, Math.floor(n / 10) * 0.02, ""]);
  const base = { bounds: [51.4, 0, 51.5, 0.2], cells, core: [51.44, 0.08, 51.46, 0.12], credit: "" };
  for (const [w, h] of [[1872, 752], [924, 752], [700, 420], [500, 752], [360, 640]]) {
    const plan = arrange(base, { w, h }, { verdict: false });
    const plain = arrange({ ...base, core: null }, { w, h }, { verdict: false });
    assert.ok(plan.place.scale >= plain.place.scale * 0.75);
    const inside = cells.filter((cell) => plan.inset && !free(spotOf(plan.place, cell), [plan.inset]));
    assert.deepStrictEqual(inside, []);
  }
});

test("an enlargement that hardly enlarges is left out", () => {
  const cells = [["c", "z", 51.45, 0.1, ""]];
  const base = { bounds: [51.4, 0, 51.5, 0.2], cells, core: [51.4, 0, 51.5, 0.2], credit: "" };
  assert.strictEqual(arrange(base, { w: 924, h: 752 }, { verdict: false }).inset, null);
});

test("a wide face gives its right half to the core", () => {
  const plan = layout({ w: 1872, h: 752 }, [0, 0, 1, 1]);
  assert.ok(plan.inset.x >= plan.main.w && plan.inset.h > 700);
});

test("a case ripples once, when it is first seen, and not on the first paint", () => {
  const fresh = [["n", 39, 117, 1]];
  assert.strictEqual(rippling(new Map(), fresh, 500, true).get("n"), -Infinity);
  const seen = rippling(new Map(), fresh, 500, false);
  assert.strictEqual(rippling(seen, fresh, 900, false).get("n"), 500);
  assert.strictEqual(rippling(seen, [], 900, false).size, 0);
});

test("new cases are told from those of the hour", () => {
  const split = splitByAge([["a", 1, 1, 1], ["b", 1, 1, 0]]);
  assert.deepStrictEqual([split.fresh.length, split.older.length], [1, 1]);
});

test("a trail is as long as asked, however short or long the way", () => {
  const long = (way) => way.slice(1).reduce((sum, at, n) => sum + Math.hypot(at.x - way[n].x, at.y - way[n].y), 0);
  for (const step of [1, 40]) {
    const trail = lastOf([{ x: 0, y: 0 }, { x: step, y: 0 }, { x: step, y: step }], 28);
    assert.ok(Math.abs(long(trail) - 28) < 1e-9);
    assert.deepStrictEqual(trail[0], { x: step, y: step });
  }
});

test("an arrow glides to its new place and a crowd is thinned", () => {
  assert.deepStrictEqual(between([0, 0], [10, 20], 0.5), [5, 10]);
  assert.deepStrictEqual(between(undefined, [10, 20], 0.1), [10, 20]);
  assert.strictEqual(clear([{ x: 0, y: 0 }, { x: 5, y: 0 }, { x: 90, y: 0 }]).length, 2);
});

test("a cell's numbers are asked of the metrics call and written in one style", () => {
  assert.match(cellQuery("cell=c1"), /^\/api\/v1\/metrics\?keys=open,.*&cell=c1$/);
  assert.strictEqual(numberText({ value: 12345, unit: "count" }), "12,345");
  assert.strictEqual(numberText({ value: 88.74, unit: "percent" }), "88.7%");
  assert.strictEqual(numberText({ value: null, unit: "percent" }), "—");
});
