"""How often one address may ask."""

from agents.web.rates import Rates, site_of_address


class Clock:
    """Seconds that a test sets."""

    now = 0.0

    def __call__(self) -> float:
        """The present."""
        return self.now


def test_a_burst_passes_and_then_the_rate() -> None:
    """Three at once, then one each half second.

    second   0  0  0  0  0.5  0.5  1
    passes   x  x  x     x         x
    """
    clock = Clock()
    rates = Rates(2.0, 3.0, clock)
    passed = []
    for second in (0.0, 0.0, 0.0, 0.0, 0.5, 0.5, 1.0):
        clock.now = second
        passed.append(rates.allow("10.0.0.1"))

    assert [True, True, True, False, True, False, True] == passed


def test_a_long_rest_fills_no_more_than_the_burst() -> None:
    """Whoever was away for a year may ask three times at once, not more."""
    clock = Clock()
    rates = Rates(2.0, 3.0, clock)
    rates.allow("10.0.0.1")
    clock.now = 31_536_000.0

    assert [True, True, True, False] == [rates.allow("10.0.0.1") for _ in range(4)]


def test_one_address_does_not_use_up_anothers() -> None:
    """Each has a bucket of its own."""
    rates = Rates(1.0, 1.0, Clock())

    assert [True, False, True] == [rates.allow(address) for address in ("10.0.0.1", "10.0.0.1", "10.0.0.2")]


def test_a_network_of_version_6_is_one_address() -> None:
    """Its owner has all of it; version 4 written as version 6 stays itself."""
    assert site_of_address("2001:db8::1") == site_of_address("2001:db8::ffff:1")
    assert site_of_address("2001:db8::1") != site_of_address("2001:db8:0:1::1")
    assert site_of_address("::ffff:10.0.0.1") != site_of_address("::ffff:10.0.0.2")
    assert "" == site_of_address(None)


def test_the_memory_is_bounded() -> None:
    """Of too many addresses, the one that has not asked for longest is forgotten, and no other."""
    rates = Rates(1.0, 1.0, Clock(), most_addresses=2)
    for address in ("10.0.0.1", "10.0.0.2", "10.0.0.1", "10.0.0.3"):
        rates.allow(address)

    assert 2 == len(rates)
    assert [False, True] == [rates.allow(address) for address in ("10.0.0.1", "10.0.0.2")]
