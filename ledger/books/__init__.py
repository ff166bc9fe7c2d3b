"""Double-entry money: every cost of a recovery is a transfer between the provider's own accounts."""
