// Where overdue tags stand: tip on the place, never over a name or another tag; those that find
// no room are counted on their nearest neighbour as "+n".
import { free, nearest, within } from "./boxes.js";

export const TAG = 24;
const TIP = 7;
const GAP = 7;
const MOST = 80;
const CROWD = 40;
const NEAR = 52;
const THRONG = 80;
const NEAR_IN_THRONG = 72;
const SHIFTS = [0.5, 0.3, 0.7, 0.16, 0.84];
const REACH = [34, 48, 64, 82, 104];
const TURNS = 16;

function* onPlace(at, width) {
  for (const share of SHIFTS) yield { box: { x: at.x - width * share, y: at.y - TIP - TAG, w: width, h: TAG }, tip: "down" };
  for (const share of SHIFTS) yield { box: { x: at.x - width * share, y: at.y + TIP, w: width, h: TAG }, tip: "up" };
}

function* beside(at, width) {
  for (const reach of REACH) {
    for (let turn = 0; turn < TURNS; turn += 1) {
      const side = turn % 2 ? -1 : 1;
      const angle = -Math.PI / 2 + side * Math.ceil(turn / 2) * ((2 * Math.PI) / TURNS);
      const x = at.x + Math.cos(angle) * (reach + width / 4) - width / 2;
      yield { box: { x, y: at.y + Math.sin(angle) * reach - TAG / 2, w: width, h: TAG }, tip: null };
    }
  }
}

function placeOne(group, taken, face, candidates) {
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

// First every tag whose tip can be on its place, then the rest, moved off with a leader.
function placeAll(groups, taken, face) {
  const placed = [];
  let homeless = groups;
  for (const candidates of [onPlace, beside]) {
    const tried = homeless;
    homeless = [];
    for (const group of tried) {
      const found = placed.length < MOST && placeOne(group, [...taken, ...placed.map((pin) => pin.box)], face, candidates);
      if (found) placed.push(found);
      else homeless.push(group);
    }
  }
  return { placed, homeless };
}

// A crowd is gathered first: who is near a worse one is counted there.
function gathered(wanted) {
  const groups = [];
  const near = wanted.length > THRONG ? NEAR_IN_THRONG : wanted.length > CROWD ? NEAR : 0;
  for (const pin of wanted) {
    const host = groups.find((group) => far(group.at, pin.at) < near ** 2);
    if (host) host.members.push(pin);
    else groups.push({ ...pin, members: [pin] });
  }
  return groups;
}

// wanted: [{id, at, width: (more) => px, …}] in order of rank → [{…, members, box, tip, leader}].
export function placePins(wanted, taken, face) {
  let groups = gathered(wanted);
  for (;;) {
    const { placed, homeless } = placeAll(groups, taken, face);
    if (!homeless.length || !placed.length) return placed;
    const hosts = new Map(placed.map((pin) => [pin.id, [...pin.members]]));
    for (const group of homeless) hosts.get(neighbourOf(group, placed).id).push(...group.members);
    groups = groups.filter((group) => hosts.has(group.id)).map((group) => ({ ...group, members: hosts.get(group.id) }));
  }
}

// Only those whose tip can be on their place.
export function placeTips(wanted, taken, face) {
  const placed = [];
  for (const pin of wanted) {
    const group = { ...pin, members: [pin] };
    const found = placed.length < MOST && placeOne(group, [...taken, ...placed.map((other) => other.box)], face, onPlace);
    if (found) placed.push(found);
  }
  return placed;
}

const NOTE_STEP = 12;

// Where a note of a size stands: the free place nearest to its point, or none.
export function placeNote(at, size, taken, face) {
  let best = null;
  const blocks = [...taken, { x: at.x - 22, y: at.y - 22, w: 44, h: 44 }];
  for (let y = face.y + 10; y <= face.y + face.h - size.h - 10; y += NOTE_STEP) {
    for (let x = face.x + 10; x <= face.x + face.w - size.w - 10; x += NOTE_STEP) {
      const box = { x, y, ...size };
      const from = nearest(box, at);
      const away = Math.hypot(from.x - at.x, from.y - at.y);
      if ((!best || away < best.away) && free(box, blocks, 3)) best = { box, from, away };
    }
  }
  return best;
}
