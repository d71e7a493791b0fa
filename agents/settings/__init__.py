"""What a site and a process are told: `floorwatch.toml` and the environment, checked before anything starts."""
