// Where names stand: each as near to its zone's middle as the names before it allow, or not at all.
import { free, within } from "./boxes.js";

const HEIGHT = 22;
const GAP = 4;
const RINGS = [0, 14, 24, 36, 50];
const TURNS = [0, 4, 2, 6, 1, 3, 5, 7];

function* candidates(at, width) {
  for (const ring of RINGS) {
    for (const turn of ring ? TURNS : [0]) {
      const angle = (turn * Math.PI) / 4 + Math.PI / 2;
      const across = Math.cos(angle) * ring * 1.6;
      yield { x: at.x + across - width / 2, y: at.y + Math.sin(angle) * ring - HEIGHT / 2, w: width, h: HEIGHT };
    }
  }
}

// wanted: [{id, text, at: {x, y}, width, watched}] → [{…, box}], watched ones first to choose.
export function placeLabels(wanted, taken, face) {
  const placed = [];
  const order = [...wanted].sort((a, b) => Number(b.watched) - Number(a.watched));
  for (const label of order) {
    const boxes = placed.map((other) => other.box);
    for (const box of candidates(label.at, label.width)) {
      if (!within(box, face, 2) || !free(box, taken) || !free(box, boxes, GAP)) continue;
      placed.push({ ...label, box });
      break;
    }
  }
  return placed;
}
