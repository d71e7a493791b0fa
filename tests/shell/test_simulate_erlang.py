"""Erlang's delay formula, against a simulation-free second way to compute it and against its own limits."""

from math import exp, factorial

import pytest

from agents.simulate.erlang import servers_needed, service_level


def textbook_service_level(load: float, servers: int, handle_ms: float, within_ms: float) -> float:
    """Compute the formula as textbooks print it, with powers and factorials."""
    top = load**servers / factorial(servers) * servers / (servers - load)
    delayed = top / (sum(load**busy / factorial(busy) for busy in range(servers)) + top)
    return 1 - delayed * exp(-(servers - load) * within_ms / handle_ms)


@pytest.mark.parametrize(("load", "servers"), [(0.3, 1), (4.0, 5), (10.0, 14), (60.0, 61)])
def test_the_recursion_agrees_with_the_textbook(load: float, servers: int) -> None:
    """The stable recursion gives what the printed formula gives."""
    expected = textbook_service_level(load, servers, 180_000, 20_000)

    assert service_level(load, servers, 180_000, 20_000) == pytest.approx(expected)


def test_too_few_servers_give_no_service() -> None:
    """Where the load is not carried, the line grows for ever."""
    assert service_level(5.0, 5, 180_000, 20_000) == 0.0


@pytest.mark.parametrize("load", [0.01, 0.9, 7.5, 58.0])
def test_the_servers_needed_reach_the_goal_and_one_fewer_does_not(load: float) -> None:
    """The smallest number that does is found."""
    servers = servers_needed(load, 25_000, 15_000, 0.8)

    assert service_level(load, servers, 25_000, 15_000) >= 0.8
    assert servers == 1 or service_level(load, servers - 1, 25_000, 15_000) < 0.8
