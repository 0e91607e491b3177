"""`pulih found`: the first organisation and the first administrator, who make all the others on pages."""

from typing import Annotated, Any

import typer

from pulih.cli.connecting import connect
from pulih.cli.output import Json, Refused, answer


def found(
    organisation: Annotated[str, typer.Option(help="Name of the ministry, as on its letterhead.")],
    username: Annotated[str, typer.Option(help="User name of the first administrator.")],
    name: Annotated[str, typer.Option(help="Full name of the first administrator.")],
    as_json: Json = False,
) -> None:
    """Found an empty installation; the first password is printed once and must be changed."""
    connect()
    from pulih.queries.founding import is_founded

    if is_founded():
        raise Refused("founded_already", "This installation has been founded. Sign in and go on from there.")
    password = _found(organisation, username, name)
    document: dict[str, Any] = {"organisation": organisation, "username": username, "password": password}
    answer(
        "found",
        document,
        as_json=as_json,
        show=lambda out: out.print(
            f"{organisation} is founded. {username} signs in with [bold]{password}[/bold] and changes it at once."
        ),
    )


def _found(organisation: str, username: str, name: str) -> str:
    from pulih.actions.organisations import add_organisation
    from pulih.actions.staff import add_membership, create_account
    from pulih.actions.staff.accounts import first_password
    from pulih.records import scope
    from pulih.rules.actors import system_actor

    nobody = system_actor(0)
    with scope.acting_as(nobody):
        made = add_organisation(kind="ministry", name=organisation, by=nobody)
    founder = system_actor(made.pk)
    password = first_password()
    with scope.acting_as(founder):
        account = create_account(
            username=username, full_name=name, profession="", password=password, by=founder
        )
        add_membership(
            account_id=account,
            organisation_id=made.pk,
            role="administrator",
            valid_from=scope.today(),
            by=founder,
        )
    return password
