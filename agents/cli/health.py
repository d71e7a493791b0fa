"""`floorwatch health`: asks the worker of this machine how it is, for containers that have no other way to ask."""

import json
import ssl
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from typing import Annotated, Final

import typer

from agents.cli.failure import CommandError
from agents.cli.setup import settings_for

_ANSWER_WITHIN_S: Final = 5.0

Ready = Annotated[
    bool, typer.Option("--ready", help="Ask whether it has a floor to show. Default: whether it should go on living.")
]

Host = Annotated[
    str | None,
    typer.Option(
        metavar="ADDRESS", help="Where it serves. Default: FLOORWATCH_HOST, else 127.0.0.1.", show_default=False
    ),
]
Port = Annotated[
    int | None,
    typer.Option(
        metavar="PORT",
        min=1,
        max=65_535,
        help="The port of its wall board. Default: FLOORWATCH_PORT, else 8090.",
        show_default=False,
    ),
]


def health(*, ready: Ready = False, host: Host = None, port: Port = None) -> None:
    """Ask the worker of this machine how it is: exit status 0 if all is well, else 1 and the reason.

    Reads the same settings as the worker, so that it asks at the same address, and shows it the token; another machine
    is shown none, and tells no reason where it asks for one.

    [dim]floorwatch health --ready[/]
    """
    question = "ready" if ready else "live"
    status, body = _ask(f"/health/{question}", host, port)
    try:
        answer = json.loads(body)
    except ValueError:
        answer = None
    if not isinstance(answer, dict) or question not in answer:
        raise CommandError("worker", question, f"what answers there with status {status} is no worker")
    # To whoever shows no token where one is asked for, the reason is not told.
    reason = answer.get("reason", "yes" if answer[question] else "no")
    if not answer[question]:
        raise CommandError("worker", question, reason)
    typer.echo(f"{question}: {reason}")


def _ask(path: str, host: str | None, port: int | None) -> tuple[int, bytes]:
    """Status and body of the answer; the certificate is the worker's own, and this machine is not in doubt."""
    from agents.settings.serving import is_local, web_options

    told = web_options(settings_for(host=host, port=port))
    where = _reachable(told.host)
    if told.guard.tls is None:
        connection = HTTPConnection(where, told.port, timeout=_ANSWER_WITHIN_S)
    else:
        context = ssl.create_default_context()
        context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
        connection = HTTPSConnection(where, told.port, timeout=_ANSWER_WITHIN_S, context=context)
    token = told.guard.token if is_local(where) else None
    headers = {} if token is None else {"Authorization": f"Bearer {token.get_secret_value()}"}
    try:
        connection.request("GET", path, headers=headers)
        answer = connection.getresponse()
        return answer.status, answer.read()
    except (OSError, HTTPException) as fault:
        raise CommandError("worker", path, f"{where}:{told.port} does not answer: {fault}") from None
    finally:
        connection.close()


def _reachable(host: str) -> str:
    """Where to ask a server that listens everywhere."""
    return {"0.0.0.0": "127.0.0.1", "::": "::1", "": "127.0.0.1"}.get(host, host)  # noqa: S104 - not bound here
