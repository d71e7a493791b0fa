"""From the settings to the HTTP server: where it listens, who is let in, how much each may ask."""

import ssl
from ipaddress import ip_address
from typing import Final

import structlog

from agents.settings.certificates import fault_of, readable, show
from agents.settings.environment import variable
from agents.settings.runtime import Settings
from agents.web.gate import GateLimits
from agents.web.passes import TOKEN_LENGTH
from agents.web.security import Guard
from agents.web.server import WebOptions
from stream.errors import ConfigurationError

log = structlog.stdlib.get_logger(__name__)

_EVERYWHERE: Final = ("0.0.0.0", "::")  # noqa: S104 - not bound here
_FILES: Final = ("http_tls_certificate", "http_tls_key", "http_client_ca")


def web_options(settings: Settings) -> WebOptions:
    """Where to listen and whom to let in, files opened once; raises ConfigurationError, never with a secret."""
    _check_token(settings)
    if settings.metrics_host is not None and settings.metrics_port is None:
        raise fault_of("metrics_host", f"needs {variable('metrics_port')}")
    guard = Guard(
        allowed_hosts=tuple(settings.allowed_hosts.split(",")) if settings.allowed_hosts else (),
        frame_ancestors=tuple(settings.frame_ancestors.split(",")) if settings.frame_ancestors else (),
        token=settings.token,
        tls=_context(settings),
        certificates=settings.http_client_ca is not None,
        requests_per_second=settings.requests_per_second,
    )
    return WebOptions(
        settings.host,
        settings.port,
        clients_limit=settings.boards,
        guard=guard,
        limits=GateLimits(settings.connections, settings.connections_per_address),
        metrics_host=settings.metrics_host or settings.host,
        metrics_port=settings.metrics_port,
    )


def check_ports(settings: Settings) -> None:
    """Refuse one port for two servers; only where both are served, since `health` may ask at the other one."""
    metrics = (settings.metrics_host or settings.host, settings.metrics_port)
    if settings.metrics_port and metrics == (settings.host, settings.port):
        raise fault_of("metrics_port", f"{settings.metrics_port} is the port of the wall board too: name another one")


def board_address(settings: Settings) -> str:
    """Where a browser of this machine finds the board."""
    scheme = "http" if settings.http_tls_certificate is None else "https"
    host = "localhost" if settings.host in _EVERYWHERE else settings.host
    return f"{scheme}://{f'[{host}]' if ':' in host else host}:{settings.port}/"


def cannot_serve(settings: Settings, fault: OSError) -> ConfigurationError:
    """A port that cannot be had."""
    names = ["port"] if settings.metrics_port is None else ["port", "metrics_port"]
    where = f"{settings.host}:{settings.port}"
    return ConfigurationError("environment", " or ".join(map(variable, names)), f"cannot serve on {where}: {fault}")


def announce(settings: Settings, board: str, metrics: str) -> None:
    """Say in the log where the worker serves, and what somebody may not have wanted about it."""
    log.info("serving", board=board, metrics=metrics)
    for remark in remarks(settings):
        log.warning("serving_openly", remark=remark)


def remarks(settings: Settings) -> list[str]:
    """What works, but lets in more people than somebody may have wanted."""
    if is_local(settings.host):
        return []
    found = []
    if settings.token is None and settings.http_client_ca is None:
        ways = f"{variable('token')}_FILE or {variable('http_client_ca')}"
        found.append(f"whoever reaches {settings.host} reads everything: set {ways}")
    if settings.token is not None and settings.http_tls_certificate is None:
        found.append(f"the token travels unencrypted: set {variable('http_tls_certificate')}, or serve behind TLS")
    return found


def is_local(host: str) -> bool:
    """Whether only this machine reaches that address."""
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _check_token(settings: Settings) -> None:
    token = settings.token.get_secret_value() if settings.token else None
    if token is None:
        return
    if len(token) < TOKEN_LENGTH:
        raise fault_of("token", f"is shorter than {TOKEN_LENGTH} characters; `openssl rand -hex 32` makes a good one")
    if not all("!" <= sign <= "~" for sign in token):
        raise fault_of("token", "holds other characters than letters, digits and punctuation: no header could carry it")


def _context(settings: Settings) -> ssl.SSLContext | None:
    certificate, key, authority = (readable(name, getattr(settings, name)) for name in _FILES)
    if certificate is None:
        for name in _FILES[1:]:
            if getattr(settings, name) is not None:
                raise fault_of(name, f"needs {variable('http_tls_certificate')}")
        return None
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    show(context, "http_tls_certificate", certificate, key)
    if authority is not None:
        try:
            context.load_verify_locations(authority)
        except ssl.SSLError:
            raise fault_of("http_client_ca", f"{authority} holds no certificates (PEM)") from None
        # Asked for and not required: health answers everybody, the entrance asks for the certificate elsewhere.
        context.verify_mode = ssl.CERT_OPTIONAL
    return context
