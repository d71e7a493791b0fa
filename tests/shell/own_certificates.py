"""Certificates for one test: an authority, a server on this machine, a client."""

import subprocess
from pathlib import Path
from typing import NamedTuple

_NEW_KEY = ("-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes")


class Pair(NamedTuple):
    """A certificate and its key, in files."""

    certificate: Path
    key: Path


class Authority:
    """Somebody who signs; `certificate` is what to trust."""

    def __init__(self, folder: Path, name: str = "authority") -> None:
        """Make the authority's own key and certificate in a new folder."""
        self._folder = folder / name
        self._folder.mkdir()
        self.certificate, self._key = self._folder / "ca.pem", self._folder / "ca.key"
        own = ("-x509", *_NEW_KEY, "-keyout", self._key, "-out", self.certificate)
        _openssl("req", *own, "-days", "2", "-subj", f"/CN={name}")

    def pair(self, name: str) -> Pair:
        """Sign for somebody on this machine."""
        key, request, certificate, names = (self._folder / f"{name}.{end}" for end in ("key", "csr", "pem", "names"))
        names.write_text("subjectAltName=IP:127.0.0.1,DNS:localhost\n")
        _openssl("req", "-new", *_NEW_KEY, "-keyout", key, "-out", request, "-subj", f"/CN={name}")
        signed = ("-CA", self.certificate, "-CAkey", self._key, "-CAcreateserial", "-days", "2", "-extfile", names)
        _openssl("x509", "-req", "-in", request, "-out", certificate, *signed)
        return Pair(certificate, key)


def _openssl(*arguments: str | Path) -> None:
    subprocess.run(["openssl", *arguments], check=True, capture_output=True)
