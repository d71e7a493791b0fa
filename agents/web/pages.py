"""The pages of the boards: one file, in the language and the colours of the board that is asked for."""

from aiohttp import web

from agents.wall.board import MAIN, Board
from agents.wall.boards import Boards
from agents.web.static_files import StaticFiles, answer

_UNCONFIGURED = '<html lang="en" data-theme="dark" data-hours="24" data-board="main" data-build=""'
"""What stands at the beginning of the file: a page that says in its first line how it looks never flashes."""


def board_of(boards: Boards, name: str, window: str | None) -> Board:
    """The board that is asked for; raises HTTPNotFound or HTTPBadRequest."""
    try:
        board = boards.find(name, window)
    except ValueError as fault:
        raise web.HTTPBadRequest(text=f"{fault}\n") from None
    if board is None:
        raise web.HTTPNotFound(text=f"no such board; there are {', '.join(boards.names)}\n")
    return board


class BoardPages:
    """`/` and `/wall/NAME`."""

    def __init__(self, files: StaticFiles, boards: Boards) -> None:
        self._files = files
        self._boards = boards

    async def main(self, request: web.Request) -> web.Response:
        """The main board."""
        return self._page(request, MAIN, "")

    async def named(self, request: web.Request) -> web.Response:
        """A board by its name; 404 says which there are."""
        return self._page(request, request.match_info["name"], "../")

    def _page(self, request: web.Request, name: str, root: str) -> web.Response:
        board = board_of(self._boards, name, request.query.get("window"))
        return answer(request, self._files.page("index.html", self._configured(board, root)))

    def _configured(self, board: Board, root: str) -> dict[str, str]:
        begins = (
            f'<html lang="{board.language}" data-theme="{board.theme}" data-hours="{board.hours}" '
            f'data-board="{board.name}" data-build="{self._files.build}"'
        )
        return {_UNCONFIGURED: begins, '"static/': f'"{root}static/'}
