// What a screen does with frames, silence and seconds.
const test = require("node:test");
const assert = require("node:assert");
const live = require("../../assets/live.js");

const words = {
  "wall.age.seconds": "{n} s", "wall.age.minutes": "{m} min {n} s", "wall.age.hours": "{h} h {m} min",
};
const frame = (seq, panels, full = false) => ({ seq, full, as_of: "2026-07-15T02:42:18.000Z", panels });
const empty = { seq: 0, asOf: 0, panels: {} };

test("a full frame is taken whatever its seq, and replaces all panels", () => {
  const shown = { seq: 90, asOf: 1, panels: { old: 1 } };
  const step = live.accept(shown, frame(3, { a: 1 }, true));
  assert.deepStrictEqual(step.state.panels, { a: 1 });
  assert.strictEqual(step.state.seq, 3);
});

test("the next frame adds what changed", () => {
  const first = live.accept(empty, frame(1, { a: 1, b: 1 }, true)).state;
  const step = live.accept(first, frame(2, { b: 2 }));
  assert.deepStrictEqual(step.state.panels, { a: 1, b: 2 });
  assert.deepStrictEqual(step.panels, { b: 2 });
});

test("a gap is told and changes nothing", () => {
  const first = live.accept(empty, frame(1, { a: 1 }, true)).state;
  const step = live.accept(first, frame(3, { a: 3 }));
  assert.strictEqual(step.gap, true);
  assert.strictEqual(step.state, first);
});

test("a frame seen before changes nothing and is no gap", () => {
  const first = live.accept(empty, frame(5, { a: 1 }, true)).state;
  const step = live.accept(first, frame(5, { a: 0 }));
  assert.strictEqual(step.gap, false);
  assert.strictEqual(step.state, first);
});

test("ten seconds of silence are never called live", () => {
  assert.strictEqual(live.connectionOf(true, 5.5), "live");
  assert.strictEqual(live.connectionOf(true, 9.9), "stale");
  assert.strictEqual(live.connectionOf(false, 1), "live");
  assert.strictEqual(live.connectionOf(false, 4), "offline");
});

test("a panel is stale past its own limit, whatever the others are", () => {
  assert.strictEqual(live.isStale(60_001, { asOf: 0, staleAfter: 60 }), true);
  assert.strictEqual(live.isStale(60_000, { asOf: 0, staleAfter: 60 }), false);
  assert.strictEqual(live.isStale(600_000, { asOf: 0, staleAfter: 60, speed: 10 }), false);
  assert.strictEqual(live.isStale(600_001, { asOf: 0, staleAfter: 60, speed: 10 }), true);
});

test("a cut connection makes every living panel stale, but not one that still loads", () => {
  const panel = { asOf: 0, staleAfter: 60 };
  assert.strictEqual(live.stateOf(1, { ...panel, state: "live" }, "offline"), "stale");
  assert.strictEqual(live.stateOf(1, { ...panel, state: "loading" }, "offline"), "loading");
  assert.strictEqual(live.stateOf(1, { ...panel, state: "live" }, "live"), "live");
});

test("spans are said in their largest two units", () => {
  assert.strictEqual(live.spanText(words, "wall.age", 2.9), "2 s");
  assert.strictEqual(live.spanText(words, "wall.age", 72), "1 min 12 s");
  assert.strictEqual(live.spanText(words, "wall.age", 3905), "1 h 05 min");
});

test("a countdown reaches zero and goes on with a plus", () => {
  assert.strictEqual(live.countdownText(39), "00:39");
  assert.strictEqual(live.countdownText(0), "00:00");
  assert.strictEqual(live.countdownText(-161), "+02:41");
  assert.strictEqual(live.countdownText(-3725), "+1:02:05");
});

test("a canvas is scaled once and letterboxed evenly", () => {
  assert.deepStrictEqual(live.fit(1920, 1080, 3840, 2160), { scale: 2, left: 0, top: 0 });
  assert.deepStrictEqual(live.fit(1920, 1080, 1920, 1200), { scale: 1, left: 0, top: 60 });
});
