"""Words of the text that are kept with an event as they stand: purpose, subject, reason, what is given in return."""

from __future__ import annotations

from spacy.tokens import Token

from ingest.events.frames import Frame, Trigger
from ingest.language.arguments import arguments
from ingest.language.carriers import carrier
from ingest.language.syntax import after_preposition, children, conjuncts
from ingest.language.text import Text
from ingest.linking.phrases import clean


def kept_words(text: Text, frame: Frame, trigger: Trigger, token: Token) -> tuple[tuple[str, str], ...]:
    """The literal properties of an event that the words around its trigger give."""
    found: list[tuple[str, str]] = []
    for prop, words in frame.texts.items():
        told = _infinitive(token, words.infinitives) or _after(text, token, words.nouns, words.within)
        if told:
            found.append((prop, told))
    if frame.theme_nouns:
        for label in trigger.theme:
            for argument in arguments(token, label):
                if is_theme(frame, argument):
                    found.append(("subject", span_text(argument)))
                    return tuple(found)
    return tuple(found)


def _infinitive(token: Token, lemmas: frozenset[str]) -> str:
    """The words of "to discuss …", of the trigger or of the verb that carries or reports it."""
    heads = [
        token,
        carrier(token),
        *(child for child in token.sent if child.dep_ == "parataxis" and child.head == token),
    ]
    for head in heads:
        if head is None:
            continue
        for child in children(head, "xcomp", "advcl"):
            if child.lemma_.lower() in lemmas and child.tag_ == "VB":
                objects = [each for obj in children(child, "dobj") for each in (obj,)]
                return (
                    span_text(objects[0])
                    if child.lemma_ in ("discuss", "review") and objects
                    else span_text(child)
                )
    return ""


def _after(text: Text, token: Token, prepositions: tuple[str, ...], within: frozenset[str]) -> str:
    for preposition in prepositions:
        for argument in arguments(token, preposition):
            lemmas = {each.lemma_.lower() for each in conjuncts(argument)}
            name = text.names.get(argument.i)
            if name is not None and name.entry.kind in ("Place", "State"):
                continue
            if argument.ent_type_ not in ("DATE", "TIME") and (not within or lemmas & within):
                return span_text(argument)
    return ""


def span_text(head: Token) -> str:
    """The words of a token's whole subtree, as they stand in the text."""
    words = [word for word in head.subtree if not word.is_space]
    return clean(head.doc[words[0].i : words[-1].i + 1].text.strip(' .,;"“”'))


def is_theme(frame: Frame, token: Token) -> bool:
    """Whether a phrase is help, and military: "advice on military satellite technology"."""
    return any(
        any(word.lemma_.lower() in frame.theme_beside for word in help_.subtree if word.i - help_.i < 8)
        or (help_.lemma_.lower() in frame.theme_alone and not children(help_, "amod", "compound"))
        for help_ in themes_in(frame, token)
    )


def themes_in(frame: Frame, token: Token) -> list[Token]:
    """The nouns of help of a phrase: itself, or what "a package of", "two years of" portions; money may be help."""
    lemma = token.lemma_.lower()
    if lemma in frame.theme_nouns or (frame.theme_for and token.ent_type_ == "MONEY"):
        return [token]
    return [help_ for part in after_preposition(token, "of") for help_ in themes_in(frame, part)]
