"""The names of the environment: what belongs to a setting, what to a file with a secret, what to nobody."""

import os
import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, Final

from pydantic import SecretStr
from pydantic.fields import FieldInfo
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource

from agents.settings.values import nearest
from stream.errors import ConfigurationError

PREFIX: Final = "FLOORWATCH_"
_FILE: Final = "_FILE"
_SERVICE_LINK: Final = re.compile(r"SERVICE_(HOST|PORT\w*)|PORT_\d+_(TCP|UDP|SCTP)\w*")
"""What Kubernetes adds for a Service called floorwatch; nobody wrote it, so nobody is told."""


def variable(setting: str) -> str:
    """The name of a setting in the environment; a name that is one already stays."""
    return setting if setting.startswith(PREFIX) else PREFIX + setting.upper()


class SecretFiles(PydanticBaseSettingsSource):
    """Reads `FLOORWATCH_<SETTING>_FILE` for the settings that are secrets: the file's text less its last newline."""

    @staticmethod
    def names(model: type[BaseSettings]) -> list[str]:
        """The settings that are secrets."""
        return [name for name, field in model.model_fields.items() if field.annotation == SecretStr | None]

    def get_field_value(self, field: FieldInfo, field_name: str) -> tuple[Any, str, bool]:
        """The secret of one setting, its name, and that it needs no decoding."""
        del field
        file = os.environ.get(variable(field_name) + _FILE)
        return (_read(file, field_name) if file else None), field_name, False

    def __call__(self) -> dict[str, Any]:
        """The secrets that have a file."""
        found = {name: self.get_field_value(FieldInfo(), name)[0] for name in self.names(self.settings_cls)}
        return {name: secret for name, secret in found.items() if secret is not None}


def check_names(environment: Mapping[str, str], model: type[BaseSettings]) -> None:
    """Refuse a variable that starts like ours and is none, and a secret that is given twice."""
    known = set(_known(model))
    for name in sorted(environment):
        rest = name.upper().removeprefix(PREFIX)
        if rest != name.upper() and name.upper() not in known and not _SERVICE_LINK.fullmatch(rest):
            reason = f"is not known{nearest(name.upper(), sorted(known))}"
            raise ConfigurationError("environment", name, reason)
    for setting in SecretFiles.names(model):
        name = variable(setting)
        if environment.get(name) and environment.get(name + _FILE):
            raise ConfigurationError("environment", name, f"is set, and {name}{_FILE} too: only one can hold")


def _known(model: type[BaseSettings]) -> Iterable[str]:
    for name, field in model.model_fields.items():
        yield field.alias or variable(name)
    for name in SecretFiles.names(model):
        yield variable(name) + _FILE


def _read(file: str, setting: str) -> str:
    key = variable(setting) + _FILE
    try:
        text = Path(file).read_text(encoding="utf-8")
    except UnicodeDecodeError:
        raise ConfigurationError("environment", key, f"{file} is not UTF-8") from None
    except OSError as fault:
        raise ConfigurationError("environment", key, f"{file} cannot be read: {fault.strerror}") from None
    secret = text.removesuffix("\n").removesuffix("\r")
    if not secret:
        raise ConfigurationError("environment", key, f"{file} is empty")
    return secret
