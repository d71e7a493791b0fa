"""The scripts for Kafka's keeper: run with tools that write down how they were called."""

import os
import subprocess
from dataclasses import astuple
from itertools import pairwise
from pathlib import Path

import pytest

from agents.outputs.kafka import ACLS, TOPICS, accesses, kafka_files
from agents.topics import TopicFacts, TopicNames, check

NAMES = TopicNames()
TOOL = """#!/bin/sh
for word in "$@"; do printf '%s\\n' "$word"; done >>"$CALLS"
printf '\\n' >>"$CALLS"
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a folder with the scripts, and tools that only write down their arguments."""
    for tool in ("kafka-topics.sh", "kafka-acls.sh"):
        (tmp_path / tool).write_text(TOOL)
        (tmp_path / tool).chmod(0o755)
    for name, text in kafka_files(NAMES).items():
        (tmp_path / name).write_text(text)
    return tmp_path


def calls(folder: Path, script: str, **variables: str) -> list[list[str]]:
    """Run a script and return the arguments of each call of a tool."""
    environment = {"PATH": f"{folder}{os.pathsep}{os.environ['PATH']}", "CALLS": str(folder / "calls"), **variables}
    subprocess.run(["bash", folder / script], env=environment, check=True, capture_output=True)
    return [call.splitlines() for call in (folder / "calls").read_text().split("\n\n") if call]


def option(call: list[str], name: str) -> list[str]:
    """Return every value of an option."""
    return [value for word, value in pairwise(call) if word == name]


def test_topics_are_made_as_a_worker_wants_them(folder: Path) -> None:
    """What the script makes passes the check of every worker's start without a remark."""
    made = calls(folder, TOPICS, BOOTSTRAP="kafka:9092", PARTITIONS="6", REPLICATION="2")
    facts = {}
    for call in made:
        (name,), (partitions,) = option(call, "--topic"), option(call, "--partitions")
        settings = dict(pair.split("=", 1) for pair in option(call, "--config"))
        facts[name] = TopicFacts(name, "id", int(partitions), settings)
    prepared = check(facts, NAMES)

    assert set(NAMES.all) == facts.keys()
    assert (6, ()) == (prepared.partitions, prepared.warnings)
    assert {("kafka:9092", "2")} == {
        (*option(call, "--bootstrap-server"), *option(call, "--replication-factor")) for call in made
    }
    assert all("--if-not-exists" in call for call in made)


def test_acls_are_those_of_the_table(folder: Path) -> None:
    """Each line of the script is one row, for the user of its role."""
    made = calls(
        folder, ACLS, BOOTSTRAP="kafka:9092", COMMAND_CONFIG="admin.properties", WORKER="User:w", PRODUCER="User:p"
    )
    users = {"User:w": "worker", "User:p": "producer"}
    kinds = ("topic", "group", "transactional-id")
    told = [
        (
            users[option(call, "--allow-principal")[0]],
            kind,
            option(call, f"--{kind}")[0],
            tuple(option(call, "--operation")),
            option(call, "--resource-pattern-type") == ["prefixed"],
        )
        for call in made
        for kind in kinds
        if f"--{kind}" in call
    ]

    assert [astuple(row) for row in accesses(NAMES)] == told
    assert all(option(call, "--command-config") == ["admin.properties"] for call in made)


@pytest.mark.parametrize("script", [TOPICS, ACLS])
def test_without_a_server_nothing_is_done(folder: Path, script: str) -> None:
    """The script says what it needs."""
    with pytest.raises(subprocess.CalledProcessError) as caught:
        calls(folder, script)

    assert b"BOOTSTRAP" in caught.value.stderr
    assert not (folder / "calls").exists()


def test_who_sends_events_cannot_read_or_touch_the_state() -> None:
    """Writing to the sources is all."""
    rows = [row for row in accesses(NAMES) if row.role == "producer"]

    assert set(NAMES.sources) == {row.name for row in rows}
    assert {("Write", "Describe")} == {row.operations for row in rows}
