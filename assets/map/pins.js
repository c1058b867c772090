// Where overdue tags stand: tip on the place, never over a name or another tag; those that find
// no room are counted on their nearest neighbour as "+n".
import { free, middle, nearest, within } from "./boxes.js";

export const TAG = 24;
const TIP = 7;
const GAP = 4;
const MOST = 80;
const SHIFTS = [0.5, 0.28, 0.72];
const REACH = [34, 48, 64, 82, 104];
const TURNS = 16;

function* candidates(at, width) {
  for (const share of SHIFTS) yield { box: { x: at.x - width * share, y: at.y - TIP - TAG, w: width, h: TAG }, tip: "down" };
  for (const share of SHIFTS) yield { box: { x: at.x - width * share, y: at.y + TIP, w: width, h: TAG }, tip: "up" };
  for (const reach of REACH) {
    for (let turn = 0; turn < TURNS; turn += 1) {
      const side = turn % 2 ? -1 : 1;
      const angle = -Math.PI / 2 + side * Math.ceil(turn / 2) * ((2 * Math.PI) / TURNS);
      const x = at.x + Math.cos(angle) * (reach + width / 4) - width / 2;
      yield { box: { x, y: at.y + Math.sin(angle) * reach - TAG / 2, w: width, h: TAG }, tip: null };
    }
  }
}

function placeOne(group, taken, face) {
  const { at, width } = group;
  for (const { box, tip } of candidates(at, width(group.members.length - 1))) {
    if (!within(box, face, 4) || !free(box, taken, GAP)) continue;
    return { ...group, box, tip, leader: tip ? null : { from: nearest(box, at), to: at } };
  }
  return null;
}

function far(a, b) {
  return (a.x - b.x) ** 2 + (a.y - b.y) ** 2;
}

function neighbourOf(group, groups) {
  return groups.reduce((best, other) => (far(other.at, group.at) < far(best.at, group.at) ? other : best));
}

function placeAll(groups, taken, face) {
  const placed = [];
  const homeless = [];
  for (const group of groups) {
    const found = placed.length < MOST && placeOne(group, [...taken, ...placed.map((pin) => pin.box)], face);
    if (found) placed.push(found);
    else homeless.push(group);
  }
  return { placed, homeless };
}

// wanted: [{id, at, width: (more) => px, …}] in order of rank → [{…, members, box, tip, leader}].
export function placePins(wanted, taken, face) {
  let groups = wanted.map((pin) => ({ ...pin, members: [pin] }));
  for (;;) {
    const { placed, homeless } = placeAll(groups, taken, face);
    if (!homeless.length || !placed.length) return placed;
    const hosts = new Map(placed.map((pin) => [pin.id, [...pin.members]]));
    for (const group of homeless) hosts.get(neighbourOf(group, placed).id).push(...group.members);
    groups = groups.filter((group) => hosts.has(group.id)).map((group) => ({ ...group, members: hosts.get(group.id) }));
  }
}

// Where a note of a size stands near a point: the first of the places around it that is free.
export function placeNote(at, size, taken, face) {
  const around = [];
  for (const reach of [60, 90, 130, 180]) {
    for (const [x, y] of [[0, -1], [-0.7, -1], [0.7, -1], [0, 1], [-0.7, 1], [0.7, 1], [1.6, 0], [-1.6, 0]]) {
      const centre = { x: at.x + x * reach * 1.4, y: at.y + y * reach };
      around.push({ x: centre.x - size.w / 2, y: centre.y - size.h / 2, w: size.w, h: size.h });
    }
  }
  const inside = around.filter((box) => within(box, face, 10));
  const best = inside.find((box) => free(box, taken, 6)) || inside[0];
  return best ? { box: best, from: nearest(best, at), middle: middle(best) } : null;
}
