// The arrows: grid workers on their way, with the last of their trail, moving for a second to each
// new place; the one the newest case was given to in the accent, joined to it.

const LONG = 15;
const WIDE = 11;
const TRAIL = 28;
const APART = 24;
export const MOVE_MS = 1000;

// A way as points on the canvas, its end first, so many pixels long: a longer one is cut, a shorter
// one drawn larger about its end, for two minutes on foot are less than a pixel of a whole city.
export function lastOf(way, length) {
  const [end, ...earlier] = [...way].reverse();
  const long = lengthOf(way);
  const larger = long > 0 ? Math.max(1, length / long) : 1;
  const kept = [end];
  let left = length;
  for (const point of earlier) {
    const from = kept[kept.length - 1];
    const to = { x: end.x + (point.x - end.x) * larger, y: end.y + (point.y - end.y) * larger };
    const step = Math.hypot(to.x - from.x, to.y - from.y);
    const share = step > left ? left / step : 1;
    if (step > 0 && left > 0) kept.push({ x: from.x + (to.x - from.x) * share, y: from.y + (to.y - from.y) * share });
    left -= step;
  }
  return kept;
}

function lengthOf(way) {
  return way.slice(1).reduce((sum, point, index) => sum + Math.hypot(point.x - way[index].x, point.y - way[index].y), 0);
}

// The direction of travel in radians at the end of a way, up where it stands still.
export function heading(trail) {
  if (trail.length < 2) return -Math.PI / 2;
  return Math.atan2(trail[0].y - trail[1].y, trail[0].x - trail[1].x);
}

// Between two places at a share of the move, 0 to 1.
export function between(from, to, share) {
  if (!from || share >= 1) return to;
  return [from[0] + (to[0] - from[0]) * share, from[1] + (to[1] - from[1]) * share];
}

// Those that stand clear of each other, so that a crowd stays readable.
export function clear(arrows) {
  const kept = [];
  for (const arrow of arrows) {
    if (kept.every((other) => Math.hypot(other.x - arrow.x, other.y - arrow.y) >= APART)) kept.push(arrow);
  }
  return kept;
}

function arrow(context, at, angle, fill, rim) {
  context.save();
  context.translate(at.x, at.y);
  context.rotate(angle);
  context.beginPath();
  context.moveTo(LONG * 0.55, 0);
  context.lineTo(-LONG * 0.45, -WIDE / 2);
  context.lineTo(-LONG * 0.2, 0);
  context.lineTo(-LONG * 0.45, WIDE / 2);
  context.closePath();
  context.lineWidth = 2.4;
  context.lineJoin = "round";
  context.strokeStyle = rim;
  context.stroke();
  context.fillStyle = fill;
  context.fill();
  context.restore();
}

function trailOf(context, trail, colour) {
  context.strokeStyle = colour;
  context.lineWidth = 2;
  context.lineCap = "round";
  for (let index = 1; index < trail.length; index += 1) {
    context.globalAlpha = 0.5 * (1 - (index - 1) / trail.length) + 0.08;
    context.beginPath();
    context.moveTo(trail[index - 1].x, trail[index - 1].y);
    context.lineTo(trail[index].x, trail[index].y);
    context.stroke();
  }
  context.globalAlpha = 1;
}

function joined(context, from, to) {
  const bend = { x: (from.x + to.x) / 2 + (to.y - from.y) * 0.18, y: (from.y + to.y) / 2 - (to.x - from.x) * 0.18 };
  context.beginPath();
  context.moveTo(from.x, from.y);
  context.quadraticCurveTo(bend.x, bend.y, to.x, to.y);
}

// ways: [{id, way: [{x, y}…] oldest first}]; link: {from, to} on this canvas or null.
export function paintWorkers(context, ways, link, colours) {
  const arrows = clear(ways.map(({ way }) => ({ ...way[way.length - 1], way })));
  for (const { way } of arrows) trailOf(context, lastOf(way, TRAIL), colours.text);
  for (const { way } of arrows) arrow(context, way[way.length - 1], heading(lastOf(way, TRAIL)), colours.text, colours.rim);
  if (link) paintLink(context, link, colours);
}

function paintLink(context, { from, to }, colours) {
  for (const [width, colour] of [[7, colours.rim], [3, colours.now]]) {
    joined(context, from, to);
    context.lineWidth = width;
    context.strokeStyle = colour;
    context.stroke();
  }
  context.beginPath();
  context.arc(from.x, from.y, 14, 0, 2 * Math.PI);
  context.fillStyle = colours.rim;
  context.fill();
  arrow(context, from, Math.atan2(to.y - from.y, to.x - from.x), colours.now, colours.rim);
}
