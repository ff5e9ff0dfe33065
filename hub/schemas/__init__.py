"""Installs the schemas that are not in the repository."""
