"""A file that came inside another: through the same gate as one that was sent by itself."""

from __future__ import annotations

from esafety.papers import cabinet
from esafety.papers.receiving.judge import HEAD, judge_for
from esafety.papers.receiving.kinds import Accepts
from esafety.papers.uploads import SealedUpload

_PIECE = 64 * 1024


def judged(name: str, content: bytes, accepts: Accepts) -> SealedUpload | str:
    """The file, sealed and ready for `take_in`; or why it is not taken, in a sentence."""
    judge = judge_for(accepts)
    if not content:
        return "The file is empty"
    if len(content) > accepts.largest:
        return accepts.too_large
    if why := judge.of_name(name) or judge.of_head(content[:HEAD]):
        return why
    for start in range(0, len(content), _PIECE):
        if why := judge.of_piece(content[start : start + _PIECE]):
            return why
    if why := judge.of_whole():
        return why
    assert judge.kind is not None
    arriving = cabinet.Arriving()
    arriving.write(content)
    return SealedUpload(name, len(content), arriving, judge.kind, accepts)
