"""Exit codes, and how the hub's own trouble is told on a terminal."""

import errno
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from enum import IntEnum
from pathlib import Path
from types import MappingProxyType

import typer

from hub.cli.console import errors, printable
from hub.errors import ConfigurationError, HubError, TransientError

__all__ = ["ExitCode", "about", "told"]


class ExitCode(IntEnum):
    """What a command's exit code means."""

    FINE = 0
    REJECTED = 1
    """A document was rejected."""
    USAGE = 2
    CONFIGURATION = 3
    """Configuration or schemas are missing or wrong."""
    UNREACHABLE = 4
    """A server is not reachable."""
    DEFECT = 70
    """The hub broke one of its own promises (EX_SOFTWARE)."""


_FILES: Mapping[type[OSError], str] = MappingProxyType(
    {
        FileNotFoundError: "there is no such file or folder; check the path",
        IsADirectoryError: "is a folder; name a file",
        NotADirectoryError: "part of this path is a file; name a folder there",
        FileExistsError: "is there already; remove it, or use another name",
        PermissionError: "you have no right to it; check with ls -l, or name another place",
    }
)


@contextmanager
def told() -> Iterator[None]:
    """Tell trouble in a sentence and leave with its exit code."""
    try:
        yield
    except ConfigurationError as error:
        for mistake in error.mistakes:
            errors().print(f"error: {printable(mistake)}", markup=False)
        raise typer.Exit(ExitCode.CONFIGURATION) from error
    except TransientError as error:
        errors().print(f"error: {printable(error)}", markup=False)
        raise typer.Exit(ExitCode.UNREACHABLE) from error
    except HubError as error:
        kind = type(error).__name__
        errors().print(f"error: {kind}: {printable(error)}", markup=False)
        errors().print("This is a fault of the hub, not of your document. Please report it.")
        raise typer.Exit(ExitCode.DEFECT) from error
    except BrokenPipeError as error:
        # The reader of a pipe went away, as `| head` does: nothing is wrong.
        sys.stderr.close()
        raise typer.Exit(ExitCode.FINE) from error
    except OSError as error:
        errors().print(f"error: {printable(about(error))}", markup=False)
        raise typer.Exit(ExitCode.USAGE) from error


def about(error: OSError, file: Path | None = None) -> str:
    """Return what is wrong with a file or folder that was named, and what to do."""
    said = next((said for kind, said in _FILES.items() if isinstance(error, kind)), None)
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        said = "the disk is full; make room there, or name another folder"
    told = said or f"{error.strerror or type(error).__name__}; check the path and the disk"
    named = error.filename2 or error.filename or file
    return told if named is None else f"{named}: {told}"
