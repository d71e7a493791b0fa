"""The people who work on the floor: their states, kept from their own events beside the contacts."""
