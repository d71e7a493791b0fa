"""The files of certificates that settings name: looked at once at the start, and a fault is said of its setting."""

import ssl
from pathlib import Path

from agents.settings.environment import variable
from stream.errors import ConfigurationError


def fault_of(setting: str, reason: str) -> ConfigurationError:
    """What is wrong with a setting, by the name that it has in the environment."""
    return ConfigurationError("environment", variable(setting), reason)


def readable(setting: str, path: Path | None) -> Path | None:
    """The file of a setting, if it names one; raises ConfigurationError where it cannot be read."""
    try:
        if path is not None:
            path.read_bytes()
    except OSError as fault:
        raise fault_of(setting, f"{path} cannot be read: {fault.strerror}") from None
    return path


def show(context: ssl.SSLContext, setting: str, certificate: Path, key: Path | None) -> None:
    """Let a context show a certificate; raises ConfigurationError where it has no key, or not its own."""
    try:
        # An empty password even where none is asked for: without one OpenSSL would ask the terminal.
        context.load_cert_chain(certificate, key, lambda: "")
    except (ssl.SSLError, ValueError):
        reason = "is no certificate (PEM) with its key, or the key is encrypted or another one's"
        raise fault_of(setting, f"{certificate} {reason}") from None
