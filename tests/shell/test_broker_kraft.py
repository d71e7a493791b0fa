"""The properties, identity and command lines of a Kafka node."""

from pathlib import Path

import pytest

from agents.broker.kraft import (
    Endpoints,
    new_cluster_id,
    node_properties,
    properties_text,
    read_cluster_id,
    serve_command,
)

ENDPOINTS = Endpoints(broker=21_000, controller=21_001)


def test_everything_listens_on_the_loopback_address_only() -> None:
    """A demo must not open a door to the network."""
    properties = node_properties(ENDPOINTS, "records", {})

    assert properties["listeners"] == "PLAINTEXT://127.0.0.1:21000,CONTROLLER://127.0.0.1:21001"
    assert properties["advertised.listeners"] == "PLAINTEXT://127.0.0.1:21000"
    assert properties["controller.quorum.voters"] == "1@127.0.0.1:21001"


def test_with_one_node_nothing_asks_for_a_second_copy() -> None:
    """Any factor above 1 would keep groups or transactions from ever working."""
    properties = node_properties(ENDPOINTS, "records", {})
    factors = {key: value for key, value in properties.items() if "replication.factor" in key or "min.isr" in key}

    assert set(factors.values()) == {"1"}
    assert len(factors) == 5


def test_properties_of_the_caller_win() -> None:
    """What a test wants different is different, the rest stays."""
    properties = node_properties(ENDPOINTS, "records", {"auto.create.topics.enable": "true", "log.segment.ms": "1000"})

    assert properties["auto.create.topics.enable"] == "true"
    assert properties["log.segment.ms"] == "1000"
    assert properties["log.dirs"] == "records"


def test_properties_are_escaped_as_java_reads_them() -> None:
    """Backslashes, line ends and letters beyond ASCII survive Java's reader."""
    assert properties_text({"a.b": "C:\\x\n서", "c": "😀"}) == "a.b=C:\\\\x\\n\\uc11c\nc=\\ud83d\\ude00\n"


def test_a_cluster_id_is_never_taken_for_an_option() -> None:
    """Sixteen random bytes are 22 letters, of which the first is no dash."""
    ids = {new_cluster_id() for _ in range(1_000)}

    assert len(ids) == 1_000
    assert {len(cluster_id) for cluster_id in ids} == {22}
    assert not any(cluster_id.startswith("-") for cluster_id in ids)


def test_the_cluster_id_is_read_from_a_formatted_directory(tmp_path: Path) -> None:
    """None before the directory is formatted, its id afterwards."""
    before = read_cluster_id(tmp_path)
    (tmp_path / "records").mkdir()
    (tmp_path / "records" / "meta.properties").write_text("#Sun\nversion=1\ncluster.id=abc-_=\nnode.id=1\n")

    assert (before, read_cluster_id(tmp_path)) == (None, "abc-_=")


def test_the_ports_of_a_node_differ_from_each_other_and_from_the_one_asked_for() -> None:
    """A given port is kept, the other is chosen."""
    chosen, kept = Endpoints.pick(), Endpoints.pick(21_000)

    assert chosen.broker != chosen.controller
    assert kept.bootstrap == "127.0.0.1:21000"
    assert kept.controller != 21_000


@pytest.mark.parametrize(("optimised", "compiler"), [(True, []), (False, ["-XX:TieredStopAtLevel=1"])])
def test_heap_and_compiler_are_what_was_asked_for(*, optimised: bool, compiler: list[str]) -> None:
    """The demo of a small machine and the bench of a large one differ in them."""
    places = (Path("/usr/bin/java"), Path("/jars"), "1g", Path("/node/kraft.properties"))
    command = serve_command(*places, optimised=optimised)

    assert command[: 5 + len(compiler)] == ["/usr/bin/java", "-XX:-UsePerfData", *compiler, "-Xmx1g", "-cp", "/jars/*"]
    assert command[-2:] == ["kafka.Kafka", "/node/kraft.properties"]
