"""What a worker's own partitions come to, for its metrics: where others have the rest, nobody else asks for it."""

from collections.abc import Callable, Iterable, Iterator

from stream.floor import Floor


class OwnFloor:
    """A floor that is built when it is first asked for, and only as long as its partitions are this worker's."""

    def __init__(self, steps: Iterable[Floor | None] = (), holds: Callable[[], bool] = lambda: True) -> None:
        """`steps` come to it at last, with None at each pause before; `holds` says whether the partitions are ours."""
        self._steps = iter(steps)
        self._holds = holds
        self._floor: Floor | None = None

    def building(self) -> Iterator[None]:
        """Build it unless it is built, with pauses; two may do so at the same time, and share the work."""
        for floor in self._steps:
            self._floor = floor
            yield

    def __call__(self) -> Floor | None:
        """The floor, whatever is left to be built of it; None once others may count what is in it."""
        if not self._holds():
            return None
        for _ in self.building():
            pass
        return self._floor
