"""Rules about the elements of an XML document as it stands: published rules, kept as data."""
