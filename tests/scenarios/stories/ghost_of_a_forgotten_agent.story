# A copy of what is older than agents are remembered raises no ghost; who comes back is new, without a team. SEMANTICS 2.
order fixed
2026-03-02T09:00:00 ann available team=red
2026-03-10T09:00:00 bob offline team=blue
2026-03-01T18:00:00~2026-03-10T09:00:30 ann on_contact
2026-03-10T09:10:00 ann available

by state
2026-03-02T09:00:00 red available=1 arrivals=1
2026-03-02T21:00:00 red available=-1 vanished=1
2026-03-10T09:00:00 red vanished=-1
2026-03-10T09:00:00 blue offline=1
2026-03-10T09:10:00 / available=1 arrivals=1

agents 2026-03-10T09:00:30
blue offline=1
agents 2026-03-10T09:10:00
blue offline=1
/ available=1
sources applied=3 late=1
