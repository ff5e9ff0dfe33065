"""The only XML parser of the hub, schemas, and streaming; no network, no DOCTYPE."""
