"""A child process that does what a request does: promises messages, and prints how long each took (ms)."""

import json
import sys
import time

import django

django.setup()

from django.db import transaction  # noqa: E402

from esafety.outbox import owe  # noqa: E402
from esafety.people.models import School, User  # noqa: E402
from esafety.walls import enter  # noqa: E402
from tests.outbox.doorbell import RANG  # noqa: E402

prefix, count, stay_seconds = sys.argv[1], int(sys.argv[2]), float(sys.argv[3])
enter(School.objects.get().pk)
school, dsl = School.objects.get(), User.objects.get()
took = []
for number in range(count):
    begun = time.perf_counter()
    with transaction.atomic():
        owe(RANG, about=school, to=dsl, key=f"{prefix}{number}")
    took.append(round((time.perf_counter() - begun) * 1000, 1))
print(json.dumps(took), flush=True)
time.sleep(stay_seconds)
