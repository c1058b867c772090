"""What machines ask about the server itself: alive, ready, and its measures for Prometheus."""

from flask import Blueprint, Response
from prometheus_client import CONTENT_TYPE_LATEST

from dashboards.api.answers import answer, dumped
from dashboards.context import Context


def probes(context: Context) -> Blueprint:
    """`/healthz`, `/readyz` and `/metrics`."""
    parts = Blueprint("probes", __name__)

    def healthz() -> Response:
        return answer({"status": "alive"})

    def readyz() -> Response:
        why = not_ready(context)
        if why is None:
            return answer({"status": "ready"})
        return Response(
            dumped({"status": "not ready", "reason": why}),
            503,
            mimetype="application/json",
            headers={"Retry-After": "1", "Cache-Control": "no-store"},
        )

    def metrics() -> Response:
        return Response(context.measured.text(), content_type=CONTENT_TYPE_LATEST)

    for name, view in (("healthz", healthz), ("readyz", readyz), ("metrics", metrics)):
        parts.add_url_rule(f"/{name}", name, view)
    return parts


def not_ready(context: Context) -> str | None:
    """Why the numbers are not yet, or not now, those of the city; None when they are."""
    if context.hub.trouble:
        return context.hub.trouble
    waiting = [source.name for source in context.sources if not source.ready]
    if waiting:
        return f"still reading: {', '.join(waiting)}"
    if not context.live.snapshot().whole:
        context.live.notify()
        return "the first picture is being made"
    return None
