"""Columns of a sheet that are for people: the hub's own remarks, or a clerk's."""

__all__ = ["REMARK"]

REMARK = "#"
"""A heading that begins so is of remarks: ``hub check --xlsx`` writes them, readers pass over."""
