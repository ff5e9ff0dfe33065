"""Suggestions: what could stand in a place where something was found."""
