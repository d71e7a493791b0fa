"""Alarms in a worker: looked at once a tick, kept in a compacted topic, restored from it."""
