"""Who may: machines by a bearer token of the right scope, anybody on this machine to read."""

from flask import request

from dashboards.api.answers import Problem
from dashboards.context import Context


def require_scope(context: Context, scope: str) -> None:
    """The request carries a token of that scope; Problem 401 or 403."""
    kind, _, token = request.headers.get("Authorization", "").partition(" ")
    held = context.tokens.scope(token.strip()) if kind.lower() == "bearer" else None
    if held is None:
        said = "this call needs a bearer token; `token add NAME --scope` makes one"
        raise Problem(401, said, WWW_Authenticate='Bearer realm="citysense"')
    if held != scope:
        raise Problem(403, f"this token's scope is {held}, this call needs {scope}")


def require_reader(context: Context) -> None:
    """On the loopback everybody reads; elsewhere a token of scope `read` is asked for."""
    if not context.settings.loopback:
        require_scope(context, "read")
