"""Choosing ports for a local Kafka."""

import socket

from agents.broker.ports import CANDIDATES, LOOPBACK, free_ports, is_free


def test_ports_differ_and_lie_below_those_of_outgoing_connections() -> None:
    """A client that retries a broker which is down must never be given the broker's own port."""
    ports = free_ports(5)

    assert len(set(ports)) == 5
    assert all(port in CANDIDATES for port in ports)
    assert CANDIDATES.stop <= 32_768


def test_a_port_with_a_listener_is_not_free() -> None:
    """A port is free before and after somebody listens on it, and not while."""
    (port,) = free_ports(1)
    before = is_free(port)
    with socket.create_server((LOOPBACK, port)):
        meanwhile = is_free(port)

    assert (before, meanwhile, is_free(port)) == (True, False, True)


def test_a_port_with_a_listener_on_all_addresses_is_not_free() -> None:
    """Somebody who listens everywhere listens on the loopback address too."""
    (port,) = free_ports(1)
    with socket.create_server(("", port)):
        meanwhile = is_free(port)

    assert meanwhile is False
