"""The documentation of a catalogue: its families as pages of Markdown, examples worked out by the formulas."""
