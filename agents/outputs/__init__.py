"""What is generated for other programs: pure functions from the catalogue, and the site, to texts."""
