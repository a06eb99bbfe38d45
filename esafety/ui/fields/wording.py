"""How a field speaks: a message says what to do next, in the words of the question."""

from __future__ import annotations

from typing import Any


def lower_first(text: str) -> str:
    """Ready for the middle of a sentence; initials (DSL) stay as they are."""
    return text if text[:2].isupper() or not text else text[0].lower() + text[1:]


def upper_first(text: str) -> str:
    """Ready for the start of a sentence."""
    return text[:1].upper() + text[1:]


class Worded:
    """How a field speaks. Mixed in before a Django field."""

    ask = "Enter"
    noun: str
    label_size: str

    def __init__(
        self, *args: Any, noun: str = "", missing: str = "", label_size: str | None = None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.noun = noun or self.default_noun()
        self.label_size = "s" if label_size is None else label_size
        self.error_messages["required"] = missing or self.default_missing(noun)  # type: ignore[attr-defined]

    def default_noun(self) -> str:
        """The label, unless it is a question."""
        label = str(getattr(self, "label", None) or "")
        return "your answer" if not label or label.endswith("?") else lower_first(label)

    def default_missing(self, noun: str) -> str:
        """What an empty answer is told."""
        label = str(getattr(self, "label", None) or "")
        if not noun and label.endswith("?"):
            return f"Answer “{label}”"
        return f"{self.ask} {noun or self.noun}"
