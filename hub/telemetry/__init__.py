"""What operators see of a running hub: logs, later metrics."""
