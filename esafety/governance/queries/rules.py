"""The policy book as a page: its Markdown read into headings, paragraphs and tables. Nothing of it is trusted as
HTML."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from incidents.policy_book import policy_book


@lru_cache(maxsize=1)
def book() -> list[dict[str, Any]]:
    """The chapters: a heading, its paragraphs, its tables. The code does not change while it runs."""
    chapters: list[dict[str, Any]] = []
    in_diagram = False
    for line in policy_book().split("\n"):
        if line.startswith("```"):
            in_diagram = not in_diagram
        elif line.startswith("## "):
            chapters.append({"heading": line[3:], "blocks": []})
        elif chapters and not in_diagram and line and not line.startswith("# "):
            _add(chapters[-1]["blocks"], line)
    return chapters


def _add(blocks: list[dict[str, Any]], line: str) -> None:
    """A row goes to the table before it, a line of words to the paragraph before it."""
    if not line.startswith("|"):
        if blocks and "words" in blocks[-1]:
            blocks[-1]["words"] += f" {line}"
        else:
            blocks.append({"words": line})
        return
    cells = [cell.strip() for cell in line.strip("|").split(" | ")]
    if set(line) <= {"|", " ", "-"}:
        return
    if blocks and "columns" in blocks[-1]:
        heads = blocks[-1]["columns"]
        blocks[-1]["rows"].append(
            [{"head": head.capitalize(), "text": text} for head, text in zip(heads, cells, strict=True)]
        )
    else:
        blocks.append({"columns": cells, "rows": []})
