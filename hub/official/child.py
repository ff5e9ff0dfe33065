"""The process that runs a publisher's stylesheets: it can open nothing, and uses only so much.

``python -m hub.official.child BYTES`` answers questions (``hub.official.wire``) on its standard
input until that ends. Before it reads the first, it gives up the right to open any file or
socket: the kernel refuses that then, whatever a stylesheet or a library may try. Memory is
bounded for all its life, processor time anew for each question, and the parent has a deadline.
"""

import os
import resource
import sys
from typing import IO, Final

import msgspec

from hub.official.engine import FIRST, Engine, Engines, NoProcessor, is_here
from hub.official.reasons import BROKEN, MEMORY
from hub.official.wire import Answer, Question, read_frame, write_frame
from hub.xml.stylesheet import StylesheetBroken

__all__ = ["lock_up", "main"]

_SAID: Final = 400
"""How much of a processor's complaint is passed on."""

WARM_UP: Final = (
    '<xsl:stylesheet version="{version}" xmlns:xsl="http://www.w3.org/1999/XSL/Transform">'
    '<xsl:template match="/"><Error><Description>[X] x</Description></Error></xsl:template>'
    "</xsl:stylesheet>"
)


def main() -> int:
    """Answer until nobody asks any more."""
    stdin, stdout = sys.stdin.buffer, _own_output()
    # A worker bounds its address space; a processor reserves more of that than it uses.
    _, hard = resource.getrlimit(resource.RLIMIT_AS)
    resource.setrlimit(resource.RLIMIT_AS, (hard, hard))
    makes = Engines()
    for version in (FIRST, "2.0"):
        # What a library loads when it is first used, it must load while it still can.
        if is_here(version):
            makes.of(WARM_UP.format(version=version).encode()).broken(b"<a/>")
    lock_up(int(sys.argv[1]))
    write_frame(stdout, Answer())  # ready: from here on time is counted
    engines: dict[str, Engine] = {}
    while (data := read_frame(stdin)) is not None:
        question = msgspec.msgpack.decode(data, type=Question)
        _allow(question.seconds)
        write_frame(stdout, _answer(question, makes, engines))
    return 0


def _answer(question: Question, makes: Engines, engines: dict[str, Engine]) -> Answer:
    try:
        engine = engines.get(question.key)
        if engine is None:
            engine = engines[question.key] = makes.of(question.sheet)
        broken = engine.broken(question.document)
        return Answer(tuple(sorted(broken.ids)), advice=tuple(sorted(broken.advice)))
    except (StylesheetBroken, NoProcessor) as error:
        said = " ".join(str(error).split())[:_SAID]
        return Answer(trouble=BROKEN.fill(said=said))
    except MemoryError:
        return Answer(trouble=MEMORY)


def _own_output() -> IO[bytes]:
    """Keep the way to the parent for answers; whatever else is printed goes nowhere."""
    kept = os.fdopen(os.dup(1), "wb")
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 1)
    os.dup2(nowhere, 2)
    os.close(nowhere)
    return kept


def lock_up(memory: int) -> None:
    """Give up files, sockets and core dumps for good, and memory above ``memory`` bytes.

    Data and not address space: a processor may reserve much and use little.
    """
    for what, most in (
        (resource.RLIMIT_NOFILE, 0),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_DATA, memory),
    ):
        resource.setrlimit(what, (most, most))


def _allow(seconds: int) -> None:
    """Let the kernel end this process after so much more processor time."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    _, hard = resource.getrlimit(resource.RLIMIT_CPU)
    resource.setrlimit(
        resource.RLIMIT_CPU, (int(used.ru_utime + used.ru_stime) + seconds + 1, hard)
    )


if __name__ == "__main__":
    sys.exit(main())
