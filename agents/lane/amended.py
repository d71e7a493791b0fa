"""What aiokafka's clients do otherwise in this process."""

from agents.lane.forgiving import read_any_header
from agents.lane.patience import ask_patiently


def amend_clients() -> None:
    """Let them all ask patiently and read any header; may be called more than once."""
    ask_patiently()
    read_any_header()
