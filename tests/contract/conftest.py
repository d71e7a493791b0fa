"""The real Kafka for contracts: the same as that of the system tests."""

import pytest

from agents.broker.local import LocalKafka
from tests.system.shared_kafka import shared_kafka_of


@pytest.fixture(scope="session")
def shared_kafka(pytestconfig: pytest.Config) -> LocalKafka:
    """Return the Kafka that all tests share."""
    return shared_kafka_of(pytestconfig)
