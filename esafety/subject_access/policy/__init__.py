"""Rules as data, with their source."""
