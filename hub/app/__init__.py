"""Composition: what is wired to what, the role loops, and the one boundary for trouble."""
