"""The conformance logs: for each chapter of the law a small log, what it refuses, what follows."""
