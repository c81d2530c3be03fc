"""What a frame file may say, and yet will find nothing by: words that are no lemmas."""

from __future__ import annotations

from collections.abc import Iterator

from ingest.events.frames import Frame
from ingest.events.frames.nodes import Fault
from ingest.language.text import load_language


def advice(frame: Frame, model: str | None = None) -> Iterator[Fault]:
    """A fault for each word that the language model never gives as a lemma: `fired`, `launches`.

    Of a frame as read, before its triggers know their file; those that it extends know theirs.
    """
    language = load_language(model)
    for number, trigger in enumerate((each for each in frame.triggers if not each.file), 1):
        kind, setting = ("verbs", "They {} it.") if trigger.verbal else ("nouns", "The {} were there.")
        for word in sorted(trigger.lemmas):
            lemma = language(setting.format(word))[1].lemma_.lower()
            # "lay" is also the past of "lie"
            is_base = trigger.verbal and not word.endswith("ed")
            if is_base and language(f"They want to {word} it.")[3].lemma_.lower() == word:
                continue
            if lemma != word and lemma not in trigger.lemmas:
                message = f"{word} is no lemma, and so finds nothing: write {lemma}"
                yield Fault(trigger.line, f"triggers[{number}].{kind}", message)
