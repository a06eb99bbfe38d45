"""Rules from published documents, as tables with their source."""
