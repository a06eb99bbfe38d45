"""Who may: capabilities, roles, policies, doors, invitations."""
