"""What whoever runs the server can see: the log and the metrics."""
