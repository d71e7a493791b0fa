"""The floor that is kept, against its topic: read beside the workers, folded again, and counted once more in SQL."""
