"""Takes a list of everything installed (CycloneDX JSON, standard input) and prints the part that floorwatch ships.

That is what its root needs, and what that needs: tools for developing are installed too, and are not shipped.
"""

import json
import sys
from typing import Any


def shipped(document: dict[str, Any]) -> dict[str, Any]:
    """Return the list without what the root does not need; fails where the root needs nothing that is known."""
    needs = {entry["ref"]: entry.get("dependsOn", []) for entry in document["dependencies"]}
    root = document["metadata"]["component"]["bom-ref"]
    kept, waiting = {root}, [root]
    while waiting:
        more = set(needs.get(waiting.pop(), ())) - kept
        kept |= more
        waiting += more
    components = [component for component in document["components"] if component["bom-ref"] in kept]
    if not components:
        raise SystemExit("the list names nothing that floorwatch needs")
    dependencies = [entry for entry in document["dependencies"] if entry["ref"] in kept]
    return {**document, "components": components, "dependencies": dependencies}


if __name__ == "__main__":
    json.dump(shipped(json.load(sys.stdin)), sys.stdout, indent=2, sort_keys=True)
