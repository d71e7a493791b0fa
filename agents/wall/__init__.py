"""The wall board without its page: what a site wants to see from afar, and what of the floor that is."""
