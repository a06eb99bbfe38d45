"""Signing in with an account of the school's own: OpenID Connect, one provider for each school, optional."""
