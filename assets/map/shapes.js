// How each layer of the ground is drawn; the base script calls these with flat lists of steps.

const FADE = 0.13;
const OVER = 0.06;

// Flat [lon, lat, Δlon, Δlat, …] in 1/scale degrees → [[lat, lon], …].
export function unpack(flat, scale) {
  const points = [];
  let lon = 0;
  let lat = 0;
  for (let index = 0; index < flat.length; index += 2) {
    lon += flat[index];
    lat += flat[index + 1];
    points.push([lat / scale, lon / scale]);
  }
  return points;
}

function rings(polygons, scale) {
  return polygons.map((polygon) => polygon.map((ring) => unpack(ring, scale)));
}

// Drawing functions for one map; `keep` is asked which cells to draw, `cellName` is their attribute.
export function createShapes(L, renderer, { keep, cellName }) {
  const cells = new Map();
  const style = (className) => ({ renderer, className: "map-" + className.replaceAll(" ", " map-"), interactive: false, smoothFactor: 0.5 });
  return {
    cells(map, outlines, scale) {
      for (const [id, polygons] of outlines) {
        const latlngs = rings(polygons, scale);
        if (!keep(L.latLngBounds(latlngs.flat(2)))) continue;
        const options = { ...style("cell"), interactive: true, bubblingMouseEvents: true };
        const layer = L.polygon(latlngs, options).addTo(map);
        const path = layer.getElement();
        path.setAttribute(cellName, id);
        path.setAttribute("data-value", "");
        cells.set(id, { layer, path });
      }
    },
    areas(map, polygons, scale, className) {
      if (polygons.length) L.polygon(rings(polygons, scale), style(className)).addTo(map);
    },
    lines(map, lines, scale, className) {
      const latlngs = lines.map((line) => unpack(line, scale)).filter((line) => line.length > 1);
      if (latlngs.length) L.polyline(latlngs, style(className)).addTo(map);
    },
    fades(map, bounds) {
      drawFades(L, map, bounds, style);
    },
    drawn: cells,
  };
}

// Where the neighbours' data end, land sinks into the dark: a gradient inside each edge.
function drawFades(L, map, [south, west, north, east], style) {
  const high = (north - south) * FADE;
  const wide = (east - west) * FADE;
  const far = 20;
  const sides = {
    north: [[north - high, west - far], [north + high * OVER, east + far]],
    south: [[south - high * OVER, west - far], [south + high, east + far]],
    west: [[south - far, west - wide * OVER], [north + far, west + wide]],
    east: [[south - far, east - wide], [north + far, east + wide * OVER]],
  };
  for (const [side, bounds] of Object.entries(sides)) {
    L.rectangle(bounds, { ...style("fade fade-" + side), noClip: false }).addTo(map);
  }
}

const GRADIENTS = { north: [0, 1, 0, 0], south: [0, 0, 0, 1], west: [1, 0, 0, 0], east: [0, 0, 1, 0] };

// The four gradients of an SVG, dark at the outer edge; ids carry the map's own name.
export function addGradients(svg, name) {
  const ends = ([x1, y1, x2, y2]) => `x1="${x1}" y1="${y1}" x2="${x2}" y2="${y2}"`;
  const stops = '<stop offset="0" class="map-fade-clear"/><stop offset="0.92" class="map-fade-dark"/>';
  const all = Object.entries(GRADIENTS).map(([side, line]) => `<linearGradient id="${name}-${side}" ${ends(line)}>${stops}</linearGradient>`);
  svg.insertAdjacentHTML("afterbegin", `<defs>${all.join("")}</defs>`);
  for (const side of Object.keys(GRADIENTS)) {
    for (const path of svg.querySelectorAll(".map-fade-" + side)) path.style.fill = `url(#${name}-${side})`;
  }
}
