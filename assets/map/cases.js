// The dots: cases of the last hour on one canvas, the newest with rings that ripple once.

export const RIPPLE_MS = 1200;
const DOT = 2.4;
const NEW_DOT = 4.5;
const RINGS = [6, 12];

// points: [[id, lat, lon, 1 if reported within the minute]] → the same in two lists.
export function splitByAge(points) {
  return { fresh: points.filter((point) => point[3]), older: points.filter((point) => !point[3]) };
}

// Ids seen for the first time get a ripple from `at`; those gone are forgotten.
export function rippling(started, fresh, at, first) {
  const next = new Map();
  for (const [id] of fresh) next.set(id, started.has(id) ? started.get(id) : first ? -Infinity : at);
  return next;
}

function circle(context, at, radius) {
  context.beginPath();
  context.arc(at.x, at.y, radius, 0, 2 * Math.PI);
}

function dot(context, at, colours) {
  circle(context, at, DOT + 0.9);
  context.fillStyle = colours.rim;
  context.fill();
  circle(context, at, DOT);
  context.fillStyle = colours.text;
  context.fill();
}

function freshDot(context, at, colours, age) {
  context.strokeStyle = colours.now;
  context.lineWidth = 2;
  RINGS.forEach((ring, index) => {
    context.globalAlpha = index ? 0.45 : 0.9;
    circle(context, at, NEW_DOT + ring);
    context.stroke();
  });
  if (age < RIPPLE_MS) {
    context.globalAlpha = 1 - age / RIPPLE_MS;
    circle(context, at, NEW_DOT + (34 * age) / RIPPLE_MS);
    context.stroke();
  }
  context.globalAlpha = 1;
  circle(context, at, NEW_DOT + 1.5);
  context.fillStyle = colours.rim;
  context.fill();
  circle(context, at, NEW_DOT);
  context.fillStyle = colours.now;
  context.fill();
}

// Paints both kinds; `at(point)` gives the place on the canvas, `ages` the time since each appeared.
export function paintCases(context, { fresh, older }, at, ages, colours) {
  for (const point of older) dot(context, at(point), colours);
  for (const point of fresh) freshDot(context, at(point), colours, ages(point[0]));
}
