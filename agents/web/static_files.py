"""The files of the board, read from the package once, with the mark that tells one edition from another."""

from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import blake2b
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import PurePosixPath
from typing import Final

from aiohttp import web

_CONTENT_TYPES: Final = {
    ".css": "text/css",
    ".html": "text/html",
    ".js": "text/javascript",
    ".json": "application/json",
    ".svg": "image/svg+xml",
}


@dataclass(frozen=True, slots=True)
class StaticFile:
    """One file as it is sent."""

    body: bytes
    content_type: str
    etag: str


class StaticFiles:
    """Every file below `agents/web/static` by its path; `build` changes when any of them does."""

    def __init__(self, found: dict[str, StaticFile]) -> None:
        self._found = found
        whole = "".join(f"{path} {file.etag}\n" for path, file in sorted(found.items()))
        self.build = _digest(whole.encode())

    @classmethod
    def of_the_package(cls) -> "StaticFiles":
        """Read the files that came with the package."""
        return cls({path: _read(path, source) for path, source in _below(files("agents.web") / "static", "")})

    def respond(self, request: web.Request, path: str) -> web.Response:
        """The file, or 304 when the browser has this very one; raises HTTPNotFound for any other path."""
        file = self._found.get(path)
        if file is None:
            raise web.HTTPNotFound
        return answer(request, file)

    def page(self, path: str, replaced: Mapping[str, str]) -> StaticFile:
        """A page of these files with some of its text replaced, which is there: a ValueError says that it is not."""
        text = self._found[path].body.decode()
        for was, now in replaced.items():
            if was not in text:
                raise ValueError(f"{path} has no {was}")
            text = text.replace(was, now)
        return made(text.encode(), self._found[path].content_type)


def answer(request: web.Request, file: StaticFile) -> web.Response:
    """The file, or 304 when the browser has this very one."""
    response = web.Response(body=file.body, content_type=file.content_type, charset="utf-8")
    response.etag = file.etag
    # Asked again each time: a board that reloads must get what belongs together.
    response.headers["Cache-Control"] = "no-cache"
    if matches(request, file.etag):
        response.body = None
        response.set_status(304)
    return response


def made(body: bytes, content_type: str) -> StaticFile:
    """A file with the mark of what is in it."""
    return StaticFile(body, content_type, _digest(body))


def matches(request: web.Request, etag: str) -> bool:
    """Whether the browser says that it has this edition already."""
    return any(known.value == etag for known in request.if_none_match or ())


def _below(folder: Traversable, prefix: str) -> list[tuple[str, Traversable]]:
    found: list[tuple[str, Traversable]] = []
    for entry in folder.iterdir():
        path = f"{prefix}{entry.name}"
        if entry.is_dir():
            found += _below(entry, f"{path}/")
        elif PurePosixPath(path).suffix in _CONTENT_TYPES:
            found.append((path, entry))
    return found


def _read(path: str, source: Traversable) -> StaticFile:
    return made(source.read_bytes(), _CONTENT_TYPES[PurePosixPath(path).suffix])


def _digest(body: bytes) -> str:
    return blake2b(body, digest_size=8).hexdigest()
