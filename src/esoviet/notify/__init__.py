"""How members are told: by mail, what their own page shows (docs/decisions/0073-reach.md)."""
