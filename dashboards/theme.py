"""Colours of the screens by name: the same values as the variables in `assets/theme.css`.

A test holds both equal, so that a drawing made in Python and a rule in CSS never differ.
"""

from collections.abc import Mapping

DARK: Mapping[str, str] = {
    "page": "#0b1220",
    "top": "#0f1a2b",
    "panel": "#142136",
    "line": "#2a3b56",
    "text": "#e8eef7",
    "second": "#a9b8cd",
    "third": "#8c9db5",
    "now": "#4cc9f0",
    "good": "#3fb68b",
    "watch": "#f2b84b",
    "late": "#ef5d60",
    "flow": "#5b8fc4",
    "flow-dark": "#2f5a8a",
    "usual": "#24364f",
    "sea": "#060b14",
}
LIGHT: Mapping[str, str] = {
    "page": "#eef2f6",
    "top": "#ffffff",
    "panel": "#ffffff",
    "line": "#d5dee8",
    "text": "#132033",
    "second": "#47586e",
    "third": "#5b6c82",
    "now": "#0a6f95",
    "good": "#1c7452",
    "watch": "#8a5a00",
    "late": "#c0282f",
    "flow": "#2f6da8",
    "flow-dark": "#1f4f80",
    "usual": "#dbe5ef",
    "sea": "#c6d6e4",
}
TINTS: tuple[str, ...] = ("#182740", "#234468", "#366fa3", "#7fb0d6", "#e3eff8")
SHAPES: Mapping[str, str] = {"good": "●", "watch": "▲", "late": "■", "running": "○"}
