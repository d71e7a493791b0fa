"""Finding a Java that Kafka runs on."""

import asyncio
import os
import re
import shutil
import subprocess
from pathlib import Path

from agents.broker.errors import JavaMissing

MINIMUM_VERSION = 17
ANSWER_SECONDS = 30


async def find_java() -> Path:
    """Return the `java` of JAVA_HOME or else of PATH; raises JavaMissing when there is none or it is too old."""
    home = os.environ.get("JAVA_HOME")
    found = shutil.which("java", path=str(Path(home) / "bin")) if home else None
    found = found or shutil.which("java")
    if found is None:
        raise JavaMissing(f"no java in JAVA_HOME or PATH (Kafka needs Java {MINIMUM_VERSION} or newer)")
    version = await asyncio.to_thread(_version, found)
    if version < MINIMUM_VERSION:
        raise JavaMissing(f"{found} is Java {version or 'of unknown version'}, Kafka needs {MINIMUM_VERSION} or newer")
    return Path(found)


def _version(java: str) -> int:
    """Ask a Java for its major version; 0 when it gives no sensible answer."""
    try:
        answer = subprocess.run(
            [java, "-version"], capture_output=True, text=True, check=False, timeout=ANSWER_SECONDS
        ).stderr
    except (OSError, subprocess.TimeoutExpired):
        return 0
    # 1.8.0 was the way of writing up to Java 8, and 1 is rightly too old.
    stated = re.search(r'version "(\d+)', answer)
    return int(stated[1]) if stated else 0
