"""`manage.py backup_key`: a new pair of keys for backups."""

from typing import Any

from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from django.core.management.base import BaseCommand

from esafety.backup import keypair


class Command(BaseCommand):
    help = "Make a pair of keys for backups. Prints the private one once and keeps neither."
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        private = X25519PrivateKey.generate()
        public = private.public_key()
        self.stdout.write(f"""Put this into the settings of the server:

  BACKUP_PUBLIC_KEY={keypair.write_public(public)}

Print this, keep it in two safes, and never on the server. Without it no backup can be opened; with it all can:

  {keypair.write_private(private)}

The pair is called {keypair.key_id(public).hex()}. This is shown once and is kept nowhere.""")
