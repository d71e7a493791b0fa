"""What Prometheus is told: the floor as numerators and denominators, and how the worker itself is doing."""
