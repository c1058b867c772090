"""The commands `token add` and `token revoke`; the running server reads their file again."""

from collections.abc import Mapping
from typing import Any

import click

from dashboards.api.options import common, settings_given
from pipelines.swap import finish_restore
from pipelines.tokens import SCOPES, Tokens, tokens_beside


@click.group()
def token() -> None:
    """Tokens of machines."""


@token.command("add")
@common
@click.argument("name")
@click.option("--scope", required=True, type=click.Choice(SCOPES))
def token_add(name: str, scope: str, **given: Any) -> None:
    """Make a token; it is shown this once."""
    click.echo(_tokens(given).add(name, scope))


@token.command("revoke")
@common
@click.argument("name")
def token_revoke(name: str, **given: Any) -> None:
    """Make a token open nothing any more."""
    _tokens(given).revoke(name)


def _tokens(given: Mapping[str, Any]) -> Tokens:
    database = settings_given(**given).database_path
    finish_restore(database)
    return tokens_beside(database)
