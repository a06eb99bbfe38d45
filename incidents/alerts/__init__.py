"""Monitoring alerts: how they are read from a file, a mail and a web hook, whom they are about, how they are listed."""
