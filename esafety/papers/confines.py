"""Runs one script in a process that may use so much memory and time, writes no file, and knows nothing of the product.

A file from outside is read by a library that was written for files that mean no harm. Here it can at worst kill itself:
this process opens no network and no database, and knows no key. It is started by `confined`; what the script reads
comes by standard input, what it says goes by standard output.
"""

from __future__ import annotations

import logging
import resource
import runpy
import sys

MEMORY = 1024 * 1024 * 1024
"""Bytes of memory."""
SECONDS = 20
"""Seconds of a processor."""

if __name__ == "__main__":
    logging.disable(logging.CRITICAL)
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    runpy.run_path(sys.argv[1], run_name="__main__")
