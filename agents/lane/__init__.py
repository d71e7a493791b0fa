"""From a partition of the source to its state and back: reading in chunks, checkpoints, restore."""
