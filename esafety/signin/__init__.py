"""Signing in, staying signed in, and proving again who it is."""
