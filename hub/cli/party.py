"""Commands about one party: add it, give it a new key or password."""

from typing import Annotated

import typer

from hub.app.settings import Settings
from hub.app.toolbox import Toolbox
from hub.cli.failure import told
from hub.cli.partyadding import add_party
from hub.cli.partykeys import change_key
from hub.cli.partywords import PartyWords

__all__ = ["app"]

app = typer.Typer(
    name="party", help="Add a party; give one a new key or password.", no_args_is_help=True
)

DryRun = Annotated[
    bool, typer.Option("--dry-run", help="Only show what would be written and made.")
]


@app.command()
def add(  # noqa: PLR0913, PLR0917 - each is an option
    key: Annotated[
        str, typer.Argument(metavar="KEY", help="Its short name; also that of its file.")
    ],
    name: Annotated[
        str | None, typer.Option(metavar="TEXT", help="The name as documents write it.")
    ] = None,
    country: Annotated[
        str | None, typer.Option(metavar="CC", help="Two capital letters, such as DK.")
    ] = None,
    role: Annotated[
        list[str] | None, typer.Option(metavar="ROLE", help="buyer, seller, network or bureau.")
    ] = None,
    cvr: Annotated[str | None, typer.Option(metavar="NUMBER", help="Its CVR number.")] = None,
    gln: Annotated[
        list[str] | None, typer.Option(metavar="NUMBER", help="An address of it; the first leads.")
    ] = None,
    number: Annotated[
        list[str] | None, typer.Option(metavar="SCHEME=VALUE", help="A further number, as KVK=...")
    ] = None,
    account: Annotated[
        str | None, typer.Option(metavar="KIND", help="A way in: folder[:PATH], queue or http.")
    ] = None,
    acts_for: Annotated[
        list[str] | None, typer.Option(metavar="PARTY", help="Whom it sends for; else itself.")
    ] = None,
    answer: Annotated[
        str | None,
        typer.Option(metavar="PORT", help="Where answers go; else a port answers is made."),
    ] = None,
    language: Annotated[
        str | None, typer.Option(metavar="LL", help="Language of answers: en, da or nl.")
    ] = None,
    port: Annotated[
        list[str] | None,
        typer.Option(
            metavar="NAME=KIND[:...]",
            help="A way out: folder[:PATH], queue[:LENGTH], http:URL, pull or mail:ADDRESS.",
        ),
    ] = None,
    receives: Annotated[
        list[str] | None,
        typer.Option(metavar="KIND[=FORMAT[/PROFILE]]@PORT", help="What it wants, how and where."),
    ] = None,
    dry_run: DryRun = False,
) -> None:
    """Write a new party's file, show what changes, and make what the broker needs.

    Passwords and keys are shown once; the file keeps hashes. Nothing is written when anything
    is wrong, and no file is ever overwritten.
    """
    with told():
        words = PartyWords(
            key=key,
            name=name,
            country=country,
            roles=role or (),
            cvr=cvr,
            glns=gln or (),
            numbers=number or (),
            account=account,
            acts_for=acts_for or (),
            answer=answer,
            language=language,
            ports=port or (),
            receives=receives or (),
        )
        add_party(Toolbox(Settings.from_environment()), words, dry_run=dry_run)


@app.command(name="key")
def key_(
    name: Annotated[
        str, typer.Argument(metavar="NAME", help="An account, or a port as party.port.")
    ],
    retire: Annotated[
        str | None,
        typer.Option(metavar="PREFIX", help="Take the key that begins so away, and make none."),
    ] = None,
    dry_run: DryRun = False,
) -> None:
    """Make a further key, or a new password for an account of kind queue.

    Two keys may be in force at a time, so that a partner can change over without a pause. The
    broker knows one password: the old one ends when the broker has the new one.
    """
    with told():
        change_key(Toolbox(Settings.from_environment()), name, retire, dry_run=dry_run)
