"""A mail server that takes everything and answers each command after so many milliseconds, as one far away does.

`python -m benchmarks.mail_server 20` prints the port of 127.0.0.1 that it listens on, and goes on until it is ended.
"""

from __future__ import annotations

import asyncio
import sys
from typing import Any

from aiosmtpd.smtp import SMTP


class TakesAll:
    """Says that every mail was taken."""

    async def handle_DATA(self, *_: Any) -> str:  # noqa: N802  # aiosmtpd's name
        return "250 taken"


class FarAway(SMTP):
    """Each reply is on its way for a while."""

    seconds = 0.0

    async def push(self, status: Any) -> None:
        if self.seconds:
            await asyncio.sleep(self.seconds)
        await super().push(status)


async def main(milliseconds: int) -> None:
    FarAway.seconds = milliseconds / 1000
    loop = asyncio.get_running_loop()
    server = await loop.create_server(lambda: FarAway(TakesAll(), loop=loop), "127.0.0.1", 0)
    print(server.sockets[0].getsockname()[1], flush=True)
    await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(main(int(sys.argv[1])))
