"""How the hub's own messages travel between its roles."""
