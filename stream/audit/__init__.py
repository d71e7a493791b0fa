"""The state of a partition against the same records folded once more: where they differ, and who is behind it."""
