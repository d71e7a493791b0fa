"""What a local Kafka refuses before it starts any process."""

import socket

import pytest

from agents.broker.errors import NotReady, PortTaken
from agents.broker.local import LocalKafka
from agents.broker.ports import LOOPBACK


async def test_a_port_that_was_asked_for_and_is_taken_is_an_error() -> None:
    """Nobody is moved to another port behind his back."""
    with socket.create_server((LOOPBACK, 0)) as taken:
        port = taken.getsockname()[1]
        kafka = LocalKafka(port=port)
        with pytest.raises(PortTaken, match=f"{LOOPBACK}:{port}"):
            await kafka.start()

    assert not kafka.directory.exists()


async def test_before_the_start_there_is_no_address_and_nothing_to_end() -> None:
    """Ending what has not begun does nothing, starting it again is an error."""
    kafka = LocalKafka()
    await kafka.stop()
    await kafka.kill()

    with pytest.raises(NotReady, match="has not been started"):
        _ = kafka.bootstrap
    with pytest.raises(NotReady, match="is not running"):
        _ = kafka.pid
    with pytest.raises(NotReady, match="has not been started"):
        await kafka.restart()


def test_two_temporary_brokers_have_directories_of_their_own() -> None:
    """Tests run side by side on one machine."""
    assert LocalKafka().directory != LocalKafka().directory
