"""How often one address may ask."""

from collections.abc import Callable
from dataclasses import dataclass
from ipaddress import IPv6Address, ip_address
from typing import Final

MOST_ADDRESSES: Final = 10_000
"""Of more, those who have not asked for longest are forgotten: they may ask anew."""
_ONE_SITE: Final = ~((1 << 64) - 1)
"""Half of an address of version 6: whoever has one has all addresses that share it."""


@dataclass(slots=True)
class _Bucket:
    tokens: float
    at: float


class Rates:
    """For each address a bucket of `burst` requests that fills by `per_second`; `now` counts seconds."""

    def __init__(
        self, per_second: float, burst: float, now: Callable[[], float], most_addresses: int = MOST_ADDRESSES
    ) -> None:
        self._per_second = per_second
        self._burst = burst
        self._now = now
        self._most_addresses = most_addresses
        self._buckets: dict[str, _Bucket] = {}

    def allow(self, address: str | None) -> bool:
        """Take one request from the address's bucket; False where it is empty."""
        key, now = site_of_address(address), self._now()
        bucket = self._buckets.pop(key, None) or _Bucket(self._burst, now)
        bucket.tokens = min(self._burst, bucket.tokens + (now - bucket.at) * self._per_second)
        bucket.at = now
        # Last again: whoever stands first has not asked for longest.
        self._buckets[key] = bucket
        if len(self._buckets) > self._most_addresses:
            del self._buckets[next(iter(self._buckets))]
        if bucket.tokens < 1:
            return False
        bucket.tokens -= 1
        return True

    def __len__(self) -> int:
        return len(self._buckets)


def site_of_address(address: str | None) -> str:
    """What counts as one address: of version 6 the half that names a network; empty where there is none."""
    try:
        parsed = ip_address((address or "").partition("%")[0])
    except ValueError:
        return address or ""
    if isinstance(parsed, IPv6Address) and parsed.ipv4_mapped is None:
        return str(IPv6Address(int(parsed) & _ONE_SITE))
    return str(parsed)
