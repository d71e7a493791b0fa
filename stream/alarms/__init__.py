"""Alarms: figures that stay beyond a limit for a while, told of with the evidence of that moment."""
