"""How many servers a queue needs: A. K. Erlang's delay formula (Erlang C), which planners of real floors use."""

from math import exp


def service_level(load: float, servers: int, handle_ms: float, within_ms: float) -> float:
    """Return the share of callers who wait at most `within_ms` when nobody gives up; 0 where the line only grows."""
    if servers <= load:
        return 0.0
    blocked = 1.0
    for server in range(1, servers + 1):
        blocked = load * blocked / (server + load * blocked)
    delayed = blocked / (1.0 - load / servers * (1.0 - blocked))
    return 1.0 - delayed * exp(-(servers - load) * within_ms / handle_ms)


def servers_needed(load: float, handle_ms: float, within_ms: float, goal: float) -> int:
    """Return the fewest servers (at least 1) that carry `load` erlangs and reach the `goal` below 1."""
    servers = max(1, int(load) + 1)
    while service_level(load, servers, handle_ms, within_ms) < goal:
        servers += 1
    return servers
