"""Who trusts us: clients, the contacts we may tell, and the service plan that sets the clocks we promised them."""
