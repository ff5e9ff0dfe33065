"""Commands about schemas: install them, say what is there."""

from pathlib import Path
from typing import Annotated

import typer

from hub.app.settings import Settings
from hub.cli.console import out, show_json, table
from hub.cli.documents import Json
from hub.cli.failure import ExitCode, told
from hub.schemas.install import install as install_schemas
from hub.schemas.install import status as status_of

__all__ = ["app"]

app = typer.Typer(name="schemas", help="The UBL schemas documents are checked with.", no_args_is_help=True)
