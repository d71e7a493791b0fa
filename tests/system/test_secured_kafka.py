"""Kafka over TLS with a password, by settings alone: commands that are let in, and commands that are told why not."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.system.kept_state import Topics, differences, expected
from tests.system.secured_calls import CALLS, COUNT, PARTITIONS, WAIT_MS, figures_of_all, recorded_calls
from tests.system.secured_kafka import PASSWORD, SECRET, USER, Authority, SecuredKafka
from tests.system.worker_process import Commands, environment

pytestmark = pytest.mark.system

Environment = dict[str, str]


@pytest.fixture(scope="module")
def secured(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SecuredKafka]:
    """Return a Kafka that asks for a password through TLS."""
    with SecuredKafka(tmp_path_factory.mktemp("secured")) as kafka:
        yield kafka


@pytest.fixture
def admitted(secured: SecuredKafka, prefix: str, tmp_path: Path) -> Environment:
    """Return an environment that tells all that this Kafka asks for; the password stands in a file."""
    password = tmp_path / "password"
    password.write_text(PASSWORD + "\n")
    return environment(
        secured.bootstrap,
        prefix,
        **secured.settings(USER),
        sasl_password_file=password,
        clock="events",
        partitions=PARTITIONS,
        checkpoint_interval="200ms",
    )


@pytest.fixture
def calls(tmp_path: Path) -> Path:
    """Return a recording of calls."""
    return recorded_calls(tmp_path)


async def test_events_become_figures_and_kept_state(
    secured: SecuredKafka, admitted: Environment, commands: Commands, calls: Path
) -> None:
    """Topics, producer, group, restore and checkpoints find their way; no log shows the password, however talkative."""
    talkative = admitted | {"FLOORWATCH_LOG_LEVEL": "debug"}
    producer, worker = commands.start(talkative, "produce", calls), commands.start(talkative, "worker")
    topics = Topics.of(secured.connection(USER), admitted, PARTITIONS)

    assert await producer.ended() == 0
    figures = await figures_of_all(worker, topics)

    assert (figures["answered"]["today"]["value"], figures["asa"]["today"]["value"]) == (CALLS, WAIT_MS / 1000)
    assert await worker.terminate() == 0
    assert await differences(topics, await expected(topics)) == {}
    assert producer.said == [f"{COUNT} sent, 0 not"]
    assert SECRET not in "".join([*producer.logged, *worker.said, *worker.logged])


@pytest.fixture
def refused(secured: SecuredKafka, tmp_path: Path) -> dict[str, tuple[Environment, str]]:
    """Return, for each setting, what to tell wrongly and how the line begins that says so."""
    (tmp_path / "wrong").write_text(f"not {PASSWORD}")
    stranger = Authority(tmp_path / "stranger")
    wrong = {
        "SASL_PASSWORD": ("SASL_PASSWORD_FILE", tmp_path / "wrong", "refuses the user or the password: Authentication"),
        "SASL_MECHANISM": ("SASL_MECHANISM", "PLAIN", "does not offer this mechanism"),
        "TLS_CA": ("TLS_CA", stranger.certificate, "shows a certificate that is not to be trusted: self-signed"),
    }
    return {
        setting: (
            {f"FLOORWATCH_{name}": str(told)},
            f"environment: FLOORWATCH_{setting}: Kafka at {secured.bootstrap} {reason}",
        )
        for setting, (name, told, reason) in wrong.items()
    }


async def test_who_is_not_let_in_is_told_why_in_one_line(
    admitted: Environment, refused: dict[str, tuple[Environment, str]], commands: Commands, calls: Path
) -> None:
    """Waiting would not help: producer and worker end, naming the setting and not the password."""
    ending = [
        (commands.start(admitted | wrong, *arguments), line)
        for wrong, line in refused.values()
        for arguments in (("produce", calls), ("worker",))
    ]
    for command, line in ending:
        assert await command.ended() == 2
        assert command.said == []
        told = [logged for logged in command.logged if not logged.startswith("{")]
        assert [True] == [logged.startswith(line) for logged in told]
        assert SECRET not in "".join(command.logged)


async def test_who_has_not_been_told_of_tls_or_a_password_is_told_by_kafka(
    secured: SecuredKafka, prefix: str, commands: Commands, calls: Path
) -> None:
    """It answers, and is not away: nobody waits for it for ever."""
    of_tls = {name: told for name, told in secured.settings(USER).items() if name.startswith("tls")}
    missing: dict[str, dict[str, object]] = {
        "TLS: Kafka at {} speaks TLS: set it to true": {},
        "SASL_MECHANISM: Kafka at {} asks for a password: SCRAM-SHA-256": of_tls,
    }
    ending = [
        (commands.start(environment(secured.bootstrap, prefix, **told), *arguments), line.format(secured.bootstrap))
        for line, told in missing.items()
        for arguments in (("produce", calls), ("worker",))
    ]
    for command, line in ending:
        assert await command.ended() == 2
        told = [logged for logged in command.logged if not logged.startswith("{")]
        assert [f"environment: FLOORWATCH_{line}"] == told
