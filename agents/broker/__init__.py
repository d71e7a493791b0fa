"""A local Kafka of one's own, for the demo and the tests."""
