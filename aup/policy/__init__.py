"""Rules taken from documents, as tables."""
