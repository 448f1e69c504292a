"""What is neither page nor answer: acts and blobs handed in, log files, sessions, streams."""
