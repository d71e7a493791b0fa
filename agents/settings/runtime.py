"""What one process is told by the environment: `FLOORWATCH_<SETTING>`, secrets also by `FLOORWATCH_<SETTING>_FILE`."""

import os
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Annotated, Any, Final, Literal

from pydantic import AfterValidator, BeforeValidator, Field, SecretStr, ValidationError
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict

from agents.settings.environment import SecretFiles, check_names, variable
from agents.settings.faults import key_path, places, reason_of, together
from agents.settings.site import read_site
from agents.settings.values import (
    PositiveSpan,
    Span,
    addresses,
    host_names,
    kafka_name,
    listening_host,
    topic_name,
    web_sites,
)
from stream.errors import ConfigurationError
from stream.site import Site
from stream.units import SECOND

DEFAULT_KAFKA: Final = "localhost:9092"
DEFAULT_FILE: Final = Path("floorwatch.toml")

Name = Annotated[str, kafka_name(249)]
Topic = Annotated[Name, AfterValidator(topic_name)]
Host = Annotated[str, BeforeValidator(listening_host)]
Port = Annotated[int, Field(ge=0, le=65_535)]
Lowered = BeforeValidator(lambda text: text.lower() if isinstance(text, str) else text)
Raised = BeforeValidator(lambda text: text.upper() if isinstance(text, str) else text)


class Settings(BaseSettings):
    """One process: where Kafka is, what it is called there, where it serves. Secrets never show in its text."""

    model_config = SettingsConfigDict(
        env_prefix="FLOORWATCH_",
        env_ignore_empty=True,
        extra="forbid",
        frozen=True,
        hide_input_in_errors=True,
        validate_by_name=True,
    )

    kafka: Annotated[str, BeforeValidator(addresses)] | None = None
    """Bootstrap servers, `host:port` with commas between; None: nobody said."""
    host: Host = "127.0.0.1"
    port: Port = 8090
    """Of the wall board, the API and the metrics; 0 takes any free one."""
    config: Path | None = None
    """The site's file; None: `floorwatch.toml` of the working directory if there is one, else the defaults."""

    allowed_hosts: Annotated[str, BeforeValidator(host_names)] | None = None
    """Names besides loopback's under which browsers and scrapers may ask, with commas between."""
    frame_ancestors: Annotated[str, BeforeValidator(web_sites)] | None = None
    """Sites whose pages may show the board within them, with commas between; None: no page may."""
    token: SecretStr | None = None
    """What lets somebody in; None: everybody who reaches the port."""
    http_tls_certificate: Path | None = None
    http_tls_key: Path | None = None
    http_client_ca: Path | None = None
    """Who signs the certificates of clients that are let in; the port then speaks TLS."""
    metrics_host: Host | None = None
    metrics_port: Port | None = None
    """With one of their own, the metrics are served there alone."""
    requests_per_second: Annotated[float, Field(ge=0, le=100_000)] = 50.0
    """Of one address, four seconds' worth at once; 0 is no limit."""
    connections: Annotated[int, Field(ge=1, le=100_000)] = 512
    connections_per_address: Annotated[int, Field(ge=1, le=100_000)] = 128
    boards: Annotated[int, Field(ge=1, le=100_000)] = 200
    """How many boards are sent each floor at most; all of them are connections too."""

    app_id: Annotated[str, kafka_name(200)] = "floorwatch"
    """The name of the application: of its consumer group and of its transactions."""
    group: Name | None = None
    """The consumer group where it is not called as the application."""
    instance: Name | None = None
    """A name that this worker keeps over restarts, such as its pod's: it may then return without a rebalance."""

    clock: Annotated[Literal["wall", "events"], Lowered] = "wall"
    source_delay_ms: Span = Field(0, alias="FLOORWATCH_SOURCE_DELAY")
    durability: Annotated[Literal["transactions", "none"], Lowered] = "transactions"
    checkpoint_interval_ms: PositiveSpan = Field(2 * SECOND, alias="FLOORWATCH_CHECKPOINT_INTERVAL")

    max_rejected_share: Annotated[float, Field(ge=0, le=1)] = 0.01
    """Of the records of five minutes: where more are rejected, the worker says so."""

    contact_topic: Topic = "contact.events"
    agent_topic: Topic = "agent.events"
    contact_state_topic: Topic = "floorwatch.state.contacts"
    agent_state_topic: Topic = "floorwatch.state.agents"
    dead_letter_topic: Topic = "floorwatch.dead-letters"
    alarm_topic: Topic = "floorwatch.alarms"
    floor_topic: Topic = "floorwatch.floor"
    partitions: Annotated[int, Field(ge=1, le=1_000)] = 4
    """Of topics that are not there yet and have to be made."""
    replication: Annotated[int, Field(ge=1, le=10)] | None = None
    """Copies of each partition of such a topic; None: as the broker likes."""

    tls: bool = False
    tls_ca: Path | None = None
    tls_certificate: Path | None = None
    tls_key: Path | None = None
    sasl_mechanism: Annotated[Literal["PLAIN", "SCRAM-SHA-256", "SCRAM-SHA-512"], Raised] | None = None
    sasl_username: SecretStr | None = None
    sasl_password: SecretStr | None = None

    show_contacts: bool = False
    """Whether the page of a queue names contacts by their id; without it they stay anonymous."""

    log_level: Annotated[Literal["debug", "info", "warning", "error"], Lowered] = "info"
    log_format: Annotated[Literal["auto", "console", "json"], Lowered] = "auto"
    log_ids: bool = False
    """Whether logs may show the ids of contacts, customers and agents."""

    @property
    def bootstrap(self) -> str:
        """The bootstrap servers, the customary address if nobody named any."""
        return self.kafka or DEFAULT_KAFKA

    @property
    def consumer_group(self) -> str:
        """The name of the consumer group."""
        return self.group or self.app_id

    @property
    def topics(self) -> dict[str, str]:
        """Every topic by its setting."""
        return {name: getattr(self, name) for name in type(self).model_fields if name.endswith("_topic")}

    @property
    def secrets(self) -> list[str]:
        """What must not stand in any log."""
        return [secret.get_secret_value() for secret in (self.token, self.sasl_password) if secret is not None]

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,  # noqa: ARG003 - named by pydantic-settings
        file_secret_settings: PydanticBaseSettingsSource,  # noqa: ARG003 - as above
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """What a command is told wins over the environment, and that over files of secrets."""
        return init_settings, env_settings, SecretFiles(settings_cls)


def read_settings(**options: Any) -> Settings:  # noqa: ANN401 - each setting has its own type
    """The settings of this process; an option that is not None wins over the environment.

    Raises ConfigurationError naming the variable (or the option) and the reason, never a secret.
    """
    given = {name: option for name, option in options.items() if option is not None}
    check_names(os.environ, Settings)
    try:
        settings = Settings(**given)
    except ValidationError as invalid:
        raise together(_refused(invalid, given)) from None
    for setting in filter(settings.model_fields_set.__contains__, settings.topics):
        name = settings.topics[setting]
        others = [variable(other) for other, its in settings.topics.items() if its == name and other != setting]
        if others:
            reason = f"{name!r} is the name of another topic too: {', '.join(others)}"
            raise ConfigurationError("environment", variable(setting), reason)
    return settings


def site_file(settings: Settings) -> Path | None:
    """The file that describes the site, or None where there is none and the defaults hold."""
    if settings.config is not None:
        return settings.config
    # A link that leads nowhere is a file that cannot be read: nobody has made it to be passed over.
    return DEFAULT_FILE if os.path.lexists(DEFAULT_FILE) else None


def site_of(settings: Settings) -> Site:
    """The site that this process serves; raises ConfigurationError."""
    path = site_file(settings)
    return Site() if path is None else read_site(path)


def _refused(invalid: ValidationError, given: Mapping[str, object]) -> Iterator[ConfigurationError]:
    secrets = SecretFiles.names(Settings)
    for place, fault in places(invalid):
        name = key_path(place[:1])
        reason = reason_of(fault, private=name in secrets)
        if name in given:
            yield ConfigurationError("command line", f"--{name.replace('_', '-')}", reason)
        else:
            yield ConfigurationError("environment", variable(name), _explained(name, fault["input"], reason))


def _explained(name: str, written: object, reason: str) -> str:
    if name in {"port", "metrics_port"} and str(written).startswith("tcp://"):
        return "is what Kubernetes sets for a Service of this name: set enableServiceLinks: false"
    return reason
