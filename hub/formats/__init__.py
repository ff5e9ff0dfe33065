"""Formats: recognise a document, read it into the model, write it out of the model."""
