"""The web address of a document: its canonical form, and the day that it names."""

from __future__ import annotations

import re
from datetime import date
from urllib.parse import quote, urlsplit, urlunsplit

from ingest.dating.words import ABBREVIATED, MONTHS
from ingest.errors import IngestError

# Parameters that tell where a reader came from and never which text is meant.
_TRACKING = re.compile(
    r"utm_\w*|(?:fb|gc|msc|dc|yc|tw|ttc|wbra|gbra|y|ig)lid|fbclid|igshid|mc_[ce]id|_ga|_gl|_hs(?:enc|mi)|mkt_tok"
    r"|cmpid|cmp|ocid|smid|smtyp|ref_src|ref_url|at_(?:medium|campaign|custom\d|link_\w+|bbc_team|format|ptr_name)|xtor"
    r"|s?ref(?:errer|erer)?|share(?:d|_id)?|spm|guccounter|guce_referrer\w*|wt_?mc(?:_\w+)?|__twitter_impression",
    re.IGNORECASE,
)
_UNSAFE = "!#$%&'()*+,/:;=?@[]~"
_HOST = re.compile(r"[\w-]+(?:\.[\w-]+)*|[0-9a-f:.]*:[0-9a-f:.]*")
_PORTS = {"http": 80, "https": 443}
_MONTH_NAMES = {name[:3].lower(): number for name, number in (ABBREVIATED | MONTHS).items()}
_DAY_IN_PATH = re.compile(
    r"""
    (?<![0-9]) (?P<year>(?:19|20)\d\d) (?P<mark>[/_-]?)
    (?P<month>1[0-2]|0?[1-9]|jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec) (?P=mark)
    (?P<day>3[01]|[12]\d|0?[1-9]) (?![0-9])
    """,
    re.VERBOSE | re.IGNORECASE,
)
_COMPACT = re.compile(r"(?<![0-9])(?P<year>20\d\d)(?P<month>1[0-2]|0[1-9])(?P<day>3[01]|[12]\d|0[1-9])")


def canonical(url: str) -> str:
    """The address without fragment, tracking parameters, user, default port; its host in lower case.

    Raises IngestError for what is no http or https address.
    """
    try:
        parts = urlsplit(url.strip())
        host, port = (parts.hostname or "").removesuffix("."), parts.port
    except ValueError as error:
        raise IngestError(f"{url!r} is no web address: {error}") from None
    scheme = parts.scheme.lower()
    if scheme not in _PORTS or not _HOST.fullmatch(host):
        raise IngestError(
            f"{url!r} is no web address; it must begin with http:// or https:// and name a host"
        )
    netloc = f"[{host}]" if ":" in host else host
    if port is not None and port != _PORTS[scheme]:
        netloc += f":{port}"
    kept = [
        pair for pair in parts.query.split("&") if pair and not _TRACKING.fullmatch(pair.partition("=")[0])
    ]
    path = _quoted(parts.path) or "/"
    return urlunsplit((scheme, netloc, path, _quoted("&".join(kept)), ""))


def host_of(url: str) -> str:
    """The host of a canonical address."""
    return urlsplit(url).hostname or ""


def day_in(url: str) -> date | None:
    """The day in an address such as /2023/11/15/title, /2023-11-15/, title-2022-12-23 or /AEN20231115001."""
    path = urlsplit(url).path
    for pattern in (_DAY_IN_PATH, _COMPACT):
        for match in pattern.finditer(path):
            month = match["month"].lower()
            try:
                return date(int(match["year"]), int(_MONTH_NAMES.get(month, 0) or month), int(match["day"]))
            except ValueError:
                continue
    return None


def _quoted(text: str) -> str:
    """The text with whatever may not stand in an IRI percent-encoded (RFC 3987); letters beyond ASCII stay."""
    return "".join(
        char if char.isalnum() or char in _UNSAFE or char in "-._" else quote(char) for char in text
    )
