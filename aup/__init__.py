"""Acceptable-use agreements: written, approved, sent, signed, proved, renewed."""
