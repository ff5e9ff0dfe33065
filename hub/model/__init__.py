"""Canonical documents and what is said about them; imports nothing but msgspec."""
