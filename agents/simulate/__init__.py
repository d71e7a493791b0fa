"""A simulated customer-service floor: contacts, agents and incidents as native events, from a seed."""
