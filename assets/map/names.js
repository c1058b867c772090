// Names, tags and notes as DOM over a face: measured, placed by the pure modules, then written.
import { say } from "./dom.js";
import { placeLabels } from "./labels.js";
import { placeNote, placePins, placeTips } from "./pins.js";

const MARK = 22;
const KEPT = 1000;
const LABEL_FONT = "500 16px 'Barlow', 'Noto Sans SC', sans-serif";
const TAG_FONT = "700 16px 'Barlow', 'Noto Sans SC', sans-serif";
const rulers = new Map();

export function measure(text, font = LABEL_FONT) {
  if (rulers.size > KEPT) rulers.clear();
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
  parent.append(node);
  return say(node, text);
}

// zones: [{id, text, at}] on the face; returns the names placed.
export function layLabels(zones, watched, taken, face) {
  const wanted = zones.map((zone) => {
    const watch = watched.has(zone.id);
    return { ...zone, watched: watch, width: measure(zone.text) + 6 + (watch ? MARK : 0) };
  });
  return placeLabels(wanted, taken, face);
}

function measured(pins) {
  return pins.map((pin) => ({ ...pin, width: (more) => measure(tagText(pin, more), TAG_FONT) + 18 }));
}

// Names and tags together. Tags choose first, tip on the place, if that leaves every zone its name;
// else names choose first. Either way tags that found no place of their own come last.
export function layAll({ zones, places, watched, pins }, taken, face) {
  const wanted = measured(pins);
  const tips = placeTips(wanted, taken, face).map((tag) => tag.box);
  const tried = layLabels(zones, watched, [...taken, ...tips], face);
  const labels = tried.length === zones.length ? tried : layLabels(zones, watched, taken, face);
  const boxes = labels.map((label) => label.box);
  const tags = placePins(wanted, [...taken, ...boxes], face);
  const all = [...taken, ...boxes, ...tags.map((tag) => tag.box)];
  return { labels: [...labels, ...layPlaces(places, all, face)], tags };
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

function end(at) {
  return `<circle class="map-leader-end" cx="${at.x}" cy="${at.y}" r="3.5"/>`;
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
    node.append(say(row, text));
  }
  node.dataset.case = link.id;
}

// Everything written on one face: names, tags, and the note of the newest case.
export function write(layer, wanted, taken, face) {
  const { labels, tags } = layAll(wanted, taken, face);
  const { link } = wanted;
  const note = link && noteFor(link, [...taken, ...[...labels, ...tags].map((one) => one.box)], face);
  const led = tags.filter((tag) => tag.leader);
  const lines = led.map(({ leader }) => line(leader.from, leader.to, "map-leader") + end(leader.to));
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
