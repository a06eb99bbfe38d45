"""Incidents: reported, taken up, referred, closed."""
