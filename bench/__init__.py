"""Measurements of the budgets, each beside its floor on the same machine in the same run."""
