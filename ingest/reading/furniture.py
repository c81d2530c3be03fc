"""What stands around a story on its page, by line: links, advertisements, bylines, date lines, credits, captions.

Everything here is conservative: a line that may be a sentence of the story is none of these.
"""

from __future__ import annotations

import re
from datetime import date

from ingest.dating.when import find, resolve
from ingest.model import Actor
from ingest.reading.outlets import outlet_in
from ingest.reading.prose import ends_sentence
from ontology.authority import Authority

_LABEL_WORDS = r"""
    (?: (?:also|must|check)\ (?:also|read|see|watch) | read\ (?:more|also|next|the\ (?:full|original)\ \w+(?:\ here)?)
      | see\ also | watch(?:\ (?:live|now|also|video))? | related(?:\ (?:articles?|stories|news|topics?|content|links))?
      | more\ (?:on\ this(?:\ story)?|stories|news|from\ [\w\ ]+) | you\ (?:may|might)\ also\ (?:like|be\ interested\ in)
      | recommended(?:\ for\ you|\ stories)? | most\ (?:read|popular|viewed) | in\ pictures | trending(?:\ now)?
      | tags? | topics? | keywords? | filed\ under | categor(?:y|ies) | share | editor['’]s\ (?:picks?|note) | explainer
      | other\ (?:related\ )?(?:news|stories) | latest\ (?:news|stories) | top\ stories | don['’]t\ miss | promoted | sponsored | embed | gallery | video | photos?
    )
"""
_LABEL = re.compile(_LABEL_WORDS, re.VERBOSE | re.IGNORECASE)
_LABELLED = re.compile(rf"(?:{_LABEL_WORDS})(?:\s*[:|>»].*|\s+[–—-]\s.*)?", re.VERBOSE | re.IGNORECASE)
_SENTENCES_OF_PAGES = re.compile(
    r"""
    advertis(?:e)?ment(?:s)? | ad | \(?(?:story|article)\ continues\ below.* | continue\ reading.* | skip\ to\ (?:main\ )?content | loading\.*
    | listen\ to\ (?:the\ |this\ )?(?:story|article)\b.* | share\ (?:this|on|via|to)\b.{0,40} | copy\ link | print | e-?mail
    | (?:facebook|twitter|x|whatsapp|telegram|linkedin|reddit|pinterest|messenger|instagram|youtube|viber|line)
    | (?:please\ )?(?:sign\ up|subscribe|register)\ (?:for|to|now|here|today)\b.{0,160} | subscribe | sign\ (?:in|up) | log\ ?in
    | (?:follow|like|join|find)\ us\ (?:on|at)\ (?:facebook|twitter|x\b|telegram|whatsapp|instagram|youtube|google|linkedin).{0,120} | click\ here\b.{0,120} | (?:download|get)\ (?:the|our)\ .{0,30}\bapp\b.{0,60}
    | (?:we|this\ (?:web)?site|our\ (?:web)?site)\ (?:use|uses|is\ using)\ cookies\b.* | accept\ (?:all\ )?cookies
    | by\ (?:continuing|using)\ (?:to\ )?.{0,80}\bcookies?\b.* | get\ .{0,60}\bnewsletters?\b.{0,100} | newsletters?
    | (?:copyright\s?(?:\(c\)|©|\d{4})|\(c\)|©).{0,120} | .{0,80}\ball\ rights\ reserved\b.{0,80} | our\ standards:.*
    | (?:\d+|no|leave\ a|add\ a)\ (?:comments?|shares?|views?) | comments? | \d+\ min(?:ute)?s?\ read | back\ to\ top | more
    | (?:via|source|from)\ ?[:\-]?\ ?(?:agencies|news\ agencies|wire\ services?) | \(?(?:end|ends|eom)\)? | -0-
    | \((?:additional\ )?(?:reporting|writing|editing|compiled|translated|edited|reported|written|with\ input)\b.*\)
    | with\ (?:additional\ )?(?:reporting|inputs?|files)\ (?:by|from)\b[^.]{0,80}
    | (?:reporting|writing)\ by\ [^.;]*;\ (?:additional|editing|writing|compiled)\b.*
    | (?:(?:additional\ )?reporting|edited|translated|compiled|written|editing)\ by
      \ (?-i:[A-Z][\w.'’-]+(?:,?\ (?:(?:and|in)\ )?[A-Z][\w.'’-]+)*)
    | [^\s@]{1,64}@[^\s@]{1,255} | (?:\#\w+[,\ ]*)+ | [\W_]+
    | (?:image|photo|picture|video|media)\ (?:source|copyright|credit)\s?[,:].{0,60} | getty\ images | \(?file\ photo\)?
    """,
    re.VERBOSE | re.IGNORECASE,
)
_LONGEST = 600  # characters; longer lines are prose
_ADDRESS_LABEL = re.compile(
    r"(?:original(?:\ (?:url|link|article|story|source))?|source(?:\ url)?|url|link|permalink"
    r"|(?:read\ the\ original|originally\ published)(?:\ \w+){0,2})\s*:?",
    re.IGNORECASE,
)
_ADDRESS = re.compile(r"<?(https?://[^\s<>]+)>?", re.IGNORECASE)
_BYLINE = re.compile(r"(?:By|BY|by|Written by|Story by|Text by|Author:)\s+(?P<who>[A-Z(].{1,100})")
_DATE_WORDS = re.compile(
    r"""
    \d{1,2}[:.]\d{2}(?:[:.]\d{2})?(?:\.\d+)?\ ?(?:[ap]\.?m\.?)? | \d{1,2}\ ?[ap]\.?m\.? | [+-]\d{1,2}:?\d{0,2}
    | \b(?:published|posted|updated|modified|issued|created|released|date|time|last|first|on|at|hrs?|hours)\b
    | \b(?-i:GMT|UTC|[A-Z]{1,3}[SD]?T|MSK|local)\b | [\W_]+
    """,
    re.VERBOSE | re.IGNORECASE,
)
_LATER_VERSION = re.compile(r"\b(?:updated|modified)\b", re.IGNORECASE)

_CREDIT_WORD = re.compile(
    r"(?:[A-Z][A-Z&-]+|AP|Getty|Images?|Reuters|Yonhap|Kyodo|Xinhua|Sputnik|Tass|Photos?|File|Handout|Pool|via|for|Press|News"
    r"|Shutterstock|Alamy|Anadolu|Agency|Service|Courtesy|of|The|[A-Z]\.|[A-Z][a-z]+)"
)
_SOURCE = re.compile(r"source\s?:\s?", re.IGNORECASE)
_CREDIT_LABEL = re.compile(
    r"(?:file\ )?(?:photo(?:graph)?s?|images?|pictures?|credits?|courtesy|handout)(?:\ credits?)?\s?(?:by|[:|/©-]|of|via)\s?\S.*"
    r"|©\s?\S.*",
    re.IGNORECASE,
)
_BRACKETED = re.compile(r"\s*[(\[](?P<credit>[^()\[\]]{2,60})[)\]]\.?$")
_AFTER_SENTENCE = re.compile(r"(?<=[.!?”\"’)])\s+(?P<credit>[^.!?]{2,60})$")
_FILE_PHOTO = re.compile(
    r"(?:(?:FILE PHOTO|File photo|FILES?|PHOTO|Photo|IMAGE|Image)\s?[:–—-]|Image caption,)\s+(?=[A-Z])"
)
_POSITIONS = re.compile(
    r"\((?:L|C|left|center|centre|(?:2nd|3rd|second|third|first)\ (?:L|R|from\ (?:left|right))|front|back|top|bottom)\)"
    r"|\(R\).{0,80}\([LC]\)|\b[Ii]n\ this\ (?:\w+\ ){0,3}(?:photo|picture|image)\b|^This\ (?:\w+\ ){0,3}(?:photo|picture|image)\b"
    r"|,\ (?:left|right|center|centre|pictured|seen\ here)(?:,|\ and)|\bpose\ for\ (?:a\ )?(?:photos?|pictures?)\b"
)


def is_furniture(line: str) -> bool:
    """Whether the whole line belongs to the page and not to the story."""
    if not any(map(str.isalnum, line)):
        return True
    if len(line) > _LONGEST:
        return False
    patterns = (_LABELLED, _SENTENCES_OF_PAGES, _ADDRESS_LABEL)
    return any(pattern.fullmatch(line.rstrip(": ")) for pattern in patterns) or address(line) is not None


def starts_related(line: str) -> bool:
    """Whether the line heads a list of other stories ("Related articles", "Read more:")."""
    return bool(_LABEL.fullmatch(line.rstrip(": ")))


def address(line: str) -> str | None:
    """The web address that makes up the line, also behind a label ("Original url: https://…")."""
    label = _ADDRESS_LABEL.match(line)
    rest = line[label.end() :].strip() if label else line
    found = _ADDRESS.fullmatch(rest)
    return found[1] if found else None


def names_original(line: str) -> bool:
    """Whether the line says that the document's own address follows."""
    return bool(_ADDRESS_LABEL.match(line))


def full_date(text: str) -> date | None:
    """The first day that is told with its year, as "15 March 2024" or "2024-03-15"."""
    for start, end in find(text):
        told = resolve(text[start:end], date(2000, 1, 1))
        if told and told.earliest == told.latest and str(told.earliest.year) in told.text:
            return told.earliest
    return None


def date_line(line: str) -> date | None:
    """The day told by a line that tells nothing else: "Published Date: 09:36 | 15 March 2024"."""
    day = full_date(line) if len(line) <= 100 else None
    if day is None:
        return None
    rest = line
    for start, end in reversed(find(line)):
        rest = rest[:start] + " " + rest[end:]
    return None if _DATE_WORDS.sub("", rest) else day


def is_later_version(line: str) -> bool:
    """Whether a date line tells of an update and not of the publication."""
    return bool(_LATER_VERSION.search(line))


def byline(line: str) -> str | None:
    """Who wrote it, in a line like "By Jane Doe, Reuters"."""
    match = _BYLINE.fullmatch(line)
    if match is None or len(line.split()) > 14 or re.search(r"[a-z]{3}[.!?:]$", line):
        return None
    return match["who"]


def is_credit(line: str, authority: Authority) -> bool:
    """Whether the line is the credit of a picture and nothing more: "Photo : YONHAP News", "EFE-EPA/POOL/FILE"."""
    inner = _SOURCE.sub("", line).strip("()[] -–—")
    if len(inner.split()) > 8 or ends_sentence(inner):
        return False
    return bool(_CREDIT_LABEL.fullmatch(inner)) or _names_agencies(inner, authority)


def credited_agency(line: str, authority: Authority) -> Actor | None:
    """The agency that a line of credit gives for the story; none where it credits a picture."""
    if "/" in line or re.search(r"(?i)photo|image|picture|via|©", line):
        return None
    return outlet_in(_SOURCE.sub("", line).strip("()[] -–—"), authority)


def _names_agencies(text: str, authority: Authority) -> bool:
    """Whether the words are those of a credit and one of them is an agency, or capitals and a slash."""
    words = [word for word in re.split(r"[\s/]+", text) if word]
    if not words or not all(_CREDIT_WORD.fullmatch(word) for word in words):
        return False
    if outlet_in(text, authority):
        return True
    return "/" in text and all(part[:2].isupper() for part in text.split("/")[:2])


def caption(line: str, authority: Authority, *, beside_story: bool) -> str | None:
    """The text of a picture's caption without its credit, or None for what is no caption.

    A bare "(AFP)" behind a sentence marks a caption only outside the story (`beside_story`); within it, it
    credits the story.
    """
    if len(line) > _LONGEST:
        return None
    prefix = _FILE_PHOTO.match(line)
    text = line[prefix.end() :] if prefix else line
    for pattern in (_BRACKETED, _AFTER_SENTENCE):
        if not (credit := pattern.search(text)):
            continue
        words = credit["credit"].strip()
        labelled = bool(_CREDIT_LABEL.fullmatch(words)) or words.lower() in ("file photo", "file", "photo")
        bare = not labelled and "/" not in words and " via " not in words
        if (labelled or _names_agencies(words, authority)) and (beside_story or not bare):
            return text[: credit.start()].rstrip()
    return text if prefix or _POSITIONS.search(line) else None
