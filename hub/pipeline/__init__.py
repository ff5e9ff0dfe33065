"""The straight line of a document through the hub, and the Protocols that adapters implement."""
