"""Patterns: what is read of the incidents, what each rule finds in them, how it is written down and shown."""
