"""The core: events in, the numbers of a floor out; no clock, chance, file or framework."""
