"""The one HTTP server of a worker: wall board, floor document, metrics, health."""
