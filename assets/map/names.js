// Names, tags and notes as DOM over a face: measured, placed by the pure modules, then written.
import { placeLabels } from "./labels.js";
import { placeNote, placePins } from "./pins.js";

const MARK = 22;
const LABEL_FONT = "500 16px 'Barlow', 'Noto Sans SC', sans-serif";
const TAG_FONT = "700 16px 'Barlow', 'Noto Sans SC', sans-serif";
const rulers = new Map();

export function measure(text, font = LABEL_FONT) {
  const key = font + text;
  if (!rulers.has(key)) {
    const context = (measure.canvas ||= document.createElement("canvas")).getContext("2d");
    context.font = font;
    rulers.set(key, Math.ceil(context.measureText(text).width));
  }
  return rulers.get(key);
}

export function forget() {
  rulers.clear();
}

function put(parent, className, box, text) {
  const node = document.createElement("div");
  node.className = className;
  Object.assign(node.style, { left: box.x + "px", top: box.y + "px", width: box.w + "px", height: box.h + "px" });
  node.textContent = text;
  parent.append(node);
  return node;
}

// zones: [{id, text, at}] on the face; returns the names placed.
export function layLabels(zones, watched, taken, face) {
  const wanted = zones.map((zone) => {
    const watch = watched.has(zone.id);
    return { ...zone, watched: watch, width: measure(zone.text) + 6 + (watch ? MARK : 0) };
  });
  return placeLabels(wanted, taken, face);
}

export function layPins(pins, taken, face) {
  const wanted = pins.map((pin) => ({ ...pin, width: (more) => measure(tagText(pin, more), TAG_FONT) + 18 }));
  return placePins(wanted, taken, face);
}

function tagText(pin, more) {
  return more ? `${pin.text} +${more}` : pin.text;
}

function drawLabel(layer, label) {
  const node = put(layer, "map-label" + (label.watched ? " is-watched" : "") + (label.kind ? " is-" + label.kind : ""), label.box, label.text);
  if (label.id) node.dataset.zone = label.id;
}

function drawPin(layer, pin) {
  const day = pin.members.some((member) => member.day);
  const node = put(layer, "map-pin" + (day ? " is-day" : "") + (pin.tip ? " tip-" + pin.tip : ""), pin.box, tagText(pin, pin.members.length - 1));
  node.dataset.pin = pin.id;
  node.dataset.cases = String(pin.members.length);
  node.title = pin.members.map((member) => member.id).join("\n");
  node.style.setProperty("--tip", pin.at.x - pin.box.x + "px");
}

function line(from, to, className) {
  return `<line class="${className}" x1="${from.x}" y1="${from.y}" x2="${to.x}" y2="${to.y}"/>`;
}

function noteFor(link, taken, face) {
  const width = Math.max(measure(link.what), measure(link.who)) + 28;
  return placeNote(link.to, { w: width, h: 60 }, taken, face);
}

function drawNote(layer, link, note) {
  const node = put(layer, "map-note", note.box, "");
  for (const [className, text] of [["", link.what], ["is-now", link.who]]) {
    const row = document.createElement("div");
    row.className = className;
    row.textContent = text;
    node.append(row);
  }
  node.dataset.case = link.id;
}

// Everything written on one face; the order of placing is the order of rank.
export function write(layer, { zones, places, watched, pins, link }, taken, face) {
  const labels = layLabels(zones, watched, taken, face);
  labels.push(...layPlaces(places, [...taken, ...labels.map((label) => label.box)], face));
  const named = [...taken, ...labels.map((label) => label.box)];
  const tags = layPins(pins, named, face);
  const note = link && noteFor(link, [...named, ...tags.map((tag) => tag.box)], face);
  const lines = tags.filter((tag) => tag.leader).map((tag) => line(tag.leader.from, tag.leader.to, "map-leader"));
  if (note) lines.push(line(note.from, link.to, "map-note-leader"));
  layer.replaceChildren();
  layer.insertAdjacentHTML("beforeend", `<svg width="${face.w}" height="${face.h}">${lines.join("")}</svg>`);
  labels.forEach((label) => drawLabel(layer, label));
  tags.forEach((tag) => drawPin(layer, tag));
  if (note) drawNote(layer, link, note);
}

// Waters by name, each name once, where there is room.
function layPlaces(places, taken, face) {
  const placed = [];
  for (const place of places) {
    if (placed.some((other) => other.text === place.text)) continue;
    const width = measure(place.text) * (place.kind === "sea" ? 2.2 : 1) + 8;
    placed.push(...placeLabels([{ ...place, width, watched: false }], [...taken, ...placed.map((label) => label.box)], face));
  }
  return placed;
}
