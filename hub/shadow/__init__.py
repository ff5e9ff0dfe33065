"""Stand-ins for receiving systems: they load what was delivered as the real ones are described."""
