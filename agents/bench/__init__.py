"""How fast this machine is at it: the parts of the worker and the whole of it, beside a bare loop or against limits."""
