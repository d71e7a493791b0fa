"""Free TCP ports on the loopback address."""

import random
import socket

LOOPBACK = "127.0.0.1"

# Below the range from which systems take the local ports of outgoing connections (Linux 32768, others 49152 upwards):
# up there a client that retries a broker which is down can connect to itself and take the port away for good.
CANDIDATES = range(20_000, 30_000)


def free_ports(count: int) -> tuple[int, ...]:
    """Return `count` different ports on which nobody listens just now; raises OSError when there are none."""
    found: list[int] = []
    for port in random.SystemRandom().sample(CANDIDATES, len(CANDIDATES)):
        if len(found) == count:
            return tuple(found)
        if is_free(port):
            found.append(port)
    raise OSError(f"fewer than {count} free ports in {CANDIDATES.start}-{CANDIDATES.stop - 1} on {LOOPBACK}")


def is_free(port: int) -> bool:
    """Tell whether a server could listen on this loopback port now."""
    with socket.socket() as probe:
        # As servers do: connections that linger after their end must not make a port look taken.
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((LOOPBACK, port))
            # Binding alone succeeds beside another socket that is bound and not yet listening.
            probe.listen(1)
        except OSError:
            return False
    return True
