"""Many workers, one floor: each tells the others of its partitions, and shows what it has heard beside its own."""
