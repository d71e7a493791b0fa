"""One queue at one site: its waiting line and the agents who serve it."""

from agents.simulate.line import Line
from agents.simulate.plan import Queue
from agents.simulate.staff import Staff


class Team:
    """A line and a staff. A busier floor has more teams, not larger ones, so that callers wait alike at every rate."""

    __slots__ = ("line", "queue", "site", "staff")

    def __init__(self, queue: Queue, site: str, staff: Staff, line: Line) -> None:
        """Put them together."""
        self.queue = queue
        self.site = site
        self.staff = staff
        self.line = line
