"""What everything on the simulated floor shares."""

from dataclasses import dataclass

from agents.simulate.agenda import Agenda
from agents.simulate.dice import Dice
from agents.simulate.ledger import Ledger
from agents.simulate.plan import Pace


@dataclass(frozen=True, slots=True)
class World:
    """The agenda, the ledger, the chance and the pace of one run."""

    agenda: Agenda
    ledger: Ledger
    dice: Dice
    pace: Pace
    run: str
