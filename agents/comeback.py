"""How the partitions of one source topic come back when a worker gets them: from their rows, or from the start."""

from collections.abc import Callable, Mapping
from functools import partial
from typing import Generic, TypeVar

from agents.lane.errors import Unrecoverable
from agents.topics import TopicFacts
from stream.errors import ConfigurationError
from stream.restore import Keeping, Restore, Restored
from stream.site import Site

P = TypeVar("P", bound=Keeping)


class Comeback(Generic[P]):
    """Restores by the rules of the site as they are then.

    With `anew` each partition is rebuilt the first time that this process gets it, whatever is kept of it; should its
    memory be lost before anything of the new state was kept, once more.
    """

    def __init__(
        self,
        back: Restore[P],
        site: Callable[[], Site],
        source: TopicFacts,
        refuse: Callable[[ConfigurationError], None],
        *,
        anew: bool = False,
    ) -> None:
        """`refuse` is told what a person has to decide first."""
        self._back = back
        self._site = site
        self._source = source
        self._refuse = refuse
        self._anew = anew
        self._least_generations: dict[int, int] = {}

    def __call__(self, rows: Mapping[bytes, bytes], number: int) -> Restored[P]:
        """The partition of these rows; raises Unrecoverable where it must not be gone on with."""
        topic_id, partitions = self._source.topic_id, self._source.partitions
        bring_back = partial(self._back, rows, self._site(), number, topic_id=topic_id, partitions=partitions)
        try:
            found = bring_back(anew=self._anew and number not in self._least_generations)
            if found.partition.generation < self._least_generations.get(number, 0):
                found = bring_back(anew=True)
        except ConfigurationError as refusal:
            self._refuse(refusal)
            raise Unrecoverable(str(refusal)) from refusal
        if self._anew:
            self._least_generations.setdefault(number, found.partition.generation)
        return found
