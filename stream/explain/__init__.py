"""Explanations: what a contact was told to be and what it counts for, and the contacts behind a figure."""
