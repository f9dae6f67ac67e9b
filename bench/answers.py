"""Answers are compared before anything is timed: a fast wrong answer is worth nothing."""

from typing import Any


class WrongAnswer(Exception):
    """Two that should agree do not. The run stops here; exit code 6."""

    def __init__(self, question: str, one: str, said: Any, other: str, had: Any) -> None:
        self.question = question
        super().__init__(
            f"{question}: {one} says {_short(said)}, {other} says {_short(had)}; nothing was timed from here on"
        )


def compare(question: str, one: str, said: Any, other: str, had: Any) -> None:
    """
    Raises:
        WrongAnswer: if the two are not equal.
    """
    if said != had:
        raise WrongAnswer(question, one, said, other, had)


def _short(answer: Any) -> str:
    text = repr(answer)
    return text if len(text) <= 400 else f"{text[:400]}..."
