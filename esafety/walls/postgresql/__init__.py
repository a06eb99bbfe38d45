"""Django's PostgreSQL, told the scope."""
