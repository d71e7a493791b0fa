"""The shell: everything that touches Kafka, the clock, files, the network and people."""
