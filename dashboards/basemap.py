"""The city's ground, drawn by folium once: what never changes is never sent twice.

`render_base(city)` gives one script that draws sea, land, roads, water, cells and zone edges into
any element with local Leaflet, and that names cells, zones and the core for the map's own code.
It is a pure function of the city pack; a pack without `basemap/` gets its cells on a dark ground.
"""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, cast

import folium
from branca.element import Figure, MacroElement
from folium.template import Template

from dashboards.basecore import cell_bounds, core_of
from dashboards.baseground import Ground, Shape, ground_of
from dashboards.i18n import LANGS, catalogue
from pipelines.city import City

LEAFLET = "/assets/vendor/leaflet/leaflet"
NAME = "map_base"
FINE = 100_000
COARSE = 10_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Base:
    """The script of one city's ground and the digest that makes its address cacheable."""

    script: str
    digest: str


class Sheet(folium.Map):
    """A folium map that asks nobody outside for anything: no tiles, no fonts, one local library."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self._name = "Map"
        self.default_js = [("leaflet", f"{LEAFLET}.js")]
        self.default_css = [("leaflet_css", f"{LEAFLET}.css")]


class Layer(MacroElement):
    """One layer of the ground: `kind` names the drawing function, `arguments` go to it as JSON."""

    _template = Template(
        "{% macro script(this, kwargs) %}"
        "shapes.{{ this.kind }}({{ this._parent.get_name() }}, {{ this.arguments }});"
        "{% endmacro %}"
    )

    def __init__(self, kind: str, *arguments: Any) -> None:
        super().__init__()  # type: ignore[no-untyped-call]  # branca leaves it untyped
        self._name = "Layer"
        self.kind = kind
        self.arguments = ", ".join(_json(argument) for argument in arguments)


def render_base(city: City) -> Base:
    """The script `window.citysenseBase = {…, draw(element, L, shapes)}` of this city."""
    ground = ground_of(city)
    sheet = draw_sheet(city, ground)
    figure = cast("Figure", sheet.get_root())
    figure.render()
    drawing = figure.script.render()
    script = (
        "window.citysenseBase = Object.assign("
        f"{_json(describe(city, ground))}, {{draw: function (element, L, shapes) {{\n"
        f"element.id = {_json(NAME)};\n{drawing}\nelement.removeAttribute('id');\n"
        f"return {NAME};\n}}}});\n"
    )
    return Base(script=script, digest=hashlib.sha256(script.encode()).hexdigest()[:16])


def draw_sheet(city: City, ground: Ground) -> folium.Map:
    """The folium map of the ground, its layers from the sea up."""
    sheet = _empty_sheet(city)
    layers = [*_land(ground), *_cells(city), *_water(ground), *_edges(ground)]
    for layer in layers:
        sheet.add_child(layer)
    return sheet


def describe(city: City, ground: Ground) -> dict[str, Any]:
    """What the map's code knows of the city: cells and zones in order, bounds, core, words."""
    return {
        "city": city.name,
        "bounds": cell_bounds(city.cells),
        "core": core_of(city),
        "cells": [
            [
                cell.id,
                cell.zone,
                *(round(axis, 5) for axis in cell.centre),
                cell.name,
            ]
            for cell in city.cells
        ],
        "zones": [
            {"id": zone.id, "zh": zone.short, "en": zone.name_en, "at": ground.anchors[zone.id]}
            for zone in city.zones
            if zone.id in ground.anchors
        ],
        "places": ground.places,
        "credit": ground.credit,
        "words": {lang: _words(catalogue(lang)) for lang in LANGS},
    }


def _words(strings: Any) -> dict[str, str]:
    return {key[4:]: text for key, text in strings.items() if key.startswith("map.")}


def _empty_sheet(city: City) -> folium.Map:
    sheet = Sheet(
        location=city.centre,
        tiles=None,
        zoom_control=False,
        attribution_control=False,
        zoom_snap=0,
        zoom_delta=0.5,
        zoom_animation=False,
        fade_animation=False,
        dragging=False,
        scroll_wheel_zoom=False,
        double_click_zoom=False,
        box_zoom=False,
        keyboard=False,
        touch_zoom=False,
    )
    sheet._id = NAME.removeprefix("map_")
    return sheet


def _land(ground: Ground) -> list[Layer]:
    layers = [Layer("areas", _areas(ground.neighbours, COARSE), COARSE, "neighbour")]
    layers += [
        Layer("lines", _lines(lines, COARSE), COARSE, f"road road-{kind} road-outside")
        for kind, lines in ground.roads_outside.items()
    ]
    if ground.extent:
        layers.append(Layer("fades", ground.extent))
    return layers


def _cells(city: City) -> list[Layer]:
    outlines = [[cell.id, _areas([cell.geometry], FINE)] for cell in city.cells]
    return [Layer("cells", outlines, FINE)]


def _water(ground: Ground) -> list[Layer]:
    layers = [
        Layer("lines", _lines(lines, COARSE), COARSE, f"road road-{kind}")
        for kind, lines in ground.roads_inside.items()
    ]
    layers.append(Layer("areas", _areas(ground.lakes, COARSE), COARSE, "lake"))
    layers.append(Layer("lines", _lines(ground.rivers, COARSE), COARSE, "river"))
    layers.append(Layer("lines", _lines(ground.canals, COARSE), COARSE, "canal"))
    return layers


def _edges(ground: Ground) -> list[Layer]:
    return [Layer("areas", _areas(list(ground.zones.values()), FINE), FINE, "zone-edge")]


def _areas(shapes: Sequence[Shape], scale: int) -> list[list[list[int]]]:
    """Polygons as lists of rings, each a flat list of steps."""
    polygons: list[list[list[int]]] = []
    for shape in shapes:
        parts = shape["coordinates"]
        for part in parts if shape["type"] == "MultiPolygon" else [parts]:
            polygons += [[steps(ring, scale) for ring in part]]
    return polygons


def _lines(shapes: Sequence[Shape], scale: int) -> list[list[int]]:
    lines: list[list[int]] = []
    for shape in shapes:
        parts = shape["coordinates"]
        for part in parts if shape["type"] == "MultiLineString" else [parts]:
            lines += [steps(part, scale)]
    return lines


def steps(points: Sequence[Sequence[float]], scale: int) -> list[int]:
    """(lon, lat) points → first point and then differences, flat, in 1/`scale` degrees."""
    flat: list[int] = []
    before = (0, 0)
    for lon, lat, *_ in points:
        here = (round(lon * scale), round(lat * scale))
        if here != before:
            flat += (here[0] - before[0], here[1] - before[1])
        before = here
    return flat


def _json(value: Any) -> str:
    """JSON that may stand inside a script element."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return text.replace("</", "<\\/")
