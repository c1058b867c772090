// Rectangles on the map's face, as {x, y, w, h}; pure arithmetic for everything that must not collide.

export function overlap(a, b, gap = 0) {
  return a.x < b.x + b.w + gap && b.x < a.x + a.w + gap && a.y < b.y + b.h + gap && b.y < a.y + a.h + gap;
}

export function free(box, taken, gap = 0) {
  return !taken.some((other) => overlap(box, other, gap));
}

export function within(box, face, margin = 0) {
  return (
    box.x >= face.x + margin &&
    box.y >= face.y + margin &&
    box.x + box.w <= face.x + face.w - margin &&
    box.y + box.h <= face.y + face.h - margin
  );
}

export function holds(box, point) {
  return point.x >= box.x && point.y >= box.y && point.x <= box.x + box.w && point.y <= box.y + box.h;
}

export function middle(box) {
  return { x: box.x + box.w / 2, y: box.y + box.h / 2 };
}

// The point of a box's border nearest to `point`.
export function nearest(box, point) {
  return {
    x: Math.max(box.x, Math.min(point.x, box.x + box.w)),
    y: Math.max(box.y, Math.min(point.y, box.y + box.h)),
  };
}

export function wider(box, rim = 6) {
  return { x: box.x - rim, y: box.y - rim, w: box.w + rim * 2, h: box.h + rim * 2 };
}
