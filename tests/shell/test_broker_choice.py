"""Which broker a machine gets."""

from pathlib import Path

import pytest

from agents.broker.choice import open_broker
from agents.broker.embedded import EmbeddedCluster
from agents.broker.errors import JavaMissing
from agents.broker.progress import silent


@pytest.fixture
def bare_machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Hide Java, Maven and the cache; return a folder that is the whole path."""
    monkeypatch.delenv("JAVA_HOME", raising=False)
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    return tmp_path


@pytest.mark.usefixtures("bare_machine")
async def test_without_java_the_embedded_cluster_is_taken_and_its_forgetting_told() -> None:
    """One line says what is lost and why."""
    async with open_broker(progress=silent) as opened:
        address = opened.broker.bootstrap

    assert isinstance(opened.broker, EmbeddedCluster)
    assert address.startswith("127.0.0.1:")
    assert 'forgets (durability = "none"' in opened.notice
    assert "no java in JAVA_HOME or PATH" in opened.notice
    assert "\n" not in opened.notice


async def test_with_java_but_neither_maven_nor_jars_the_reason_is_maven(bare_machine: Path) -> None:
    """The line names the tool that is really missing."""
    java = bare_machine / "java"
    java.write_text("#!/bin/sh\necho 'openjdk version \"17.0.15\"' >&2\n")
    java.chmod(0o755)

    async with open_broker(progress=silent) as opened:
        notice = opened.notice

    assert isinstance(opened.broker, EmbeddedCluster)
    assert "no mvn in PATH" in notice


@pytest.mark.usefixtures("bare_machine")
async def test_an_error_of_the_user_is_not_taken_for_a_missing_java() -> None:
    """What happens while the broker is open passes through."""
    with pytest.raises(JavaMissing, match="mine"):
        async with open_broker(progress=silent):
            raise JavaMissing("mine")
