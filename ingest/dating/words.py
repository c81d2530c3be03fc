"""The words by which news tells time, and the patterns made of them (read by ingest.dating.when)."""

from __future__ import annotations

import re

MONTHS = {
    name: number
    for number, name in enumerate(
        [
            "January",
            "February",
            "March",
            "April",
            "May",
            "June",
            "July",
            "August",
            "September",
            "October",
            "November",
            "December",
        ],
        1,
    )
}
ABBREVIATED = {name[:3]: number for name, number in MONTHS.items() if name != "May"} | {"Sept": 9}
WEEKDAYS = {
    name: number
    for number, name in enumerate(
        ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]
    )
}
NUMBERS = {"a": 1, "an": 1, "a couple of": 2} | {
    name: number
    for number, name in enumerate(
        [
            "one",
            "two",
            "three",
            "four",
            "five",
            "six",
            "seven",
            "eight",
            "nine",
            "ten",
            "eleven",
            "twelve",
            "thirteen",
            "fourteen",
            "fifteen",
            "sixteen",
            "seventeen",
            "eighteen",
            "nineteen",
            "twenty",
        ],
        1,
    )
}
ORDINALS = {"first": 1, "second": 2, "third": 3, "fourth": 4, "last": -1, "final": -1}
# How far "recent days", "several weeks ago" and "within months" may reach, in days.
VAGUE_REACH = {"hour": 1, "day": 14, "week": 56, "month": 365, "year": 3652, "decade": 10957}

# Month names that are also other words or names: alone they are dates only after one of these words.
AMBIGUOUS_MONTHS = {"May", "March"} | set(ABBREVIATED)
_BEFORE_A_MONTH = "in|since|until|till|during|from|the|before|after|by"
AFTER_A_PREPOSITION = re.compile(
    rf"(?:\b(?i:{_BEFORE_A_MONTH})|\b(?:{'|'.join(MONTHS)}),?(?:\s+(?:to|and|or|until|through))?)\s+$"
)
# "Today" in the midst of a sentence and after a capital is part of a name: India Today.
WITHIN_A_NAME = re.compile(r"[A-Z]\w*\s+$")
# A bare number is a year after a preposition, or between a determiner and a noun ("the 2015 deal").
BEFORE_A_YEAR = re.compile(
    r"\b(?:in|since|until|till|during|from|for|before|after|by|of|between|to|and|through|throughout|around|years?)\s+$"
    r"|\b(?:19|20)\d\d[-–]$",
    re.IGNORECASE,
)
DETERMINER = re.compile(r"(?:\b(?:the|a|its|their|his|her|this)|['’]s)\s+$", re.IGNORECASE)
# "the first visit in five years" tells a duration, "in five years" after other words a time.
_FOREMOST = (
    r"\b(?:first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|most|only|time|times|\w{2,}est)\b"
)
SUPERLATIVE = re.compile(rf"{_FOREMOST}(?:\W+\w+){{0,6}}\W+$", re.I)
# "the first such visit since 2018" was not in 2018, "the second shipment within a month" not in the month to come.
RANKED = re.compile(rf"{_FOREMOST}(?:[^\w,;.]+\w+){{0,6}}[^\w,;.]+$", re.I)

# Words that may stand before an expression and belong to it; those in OPEN_ENDED change what it means.
PREPOSITION = r"""
    (?: (?:(?:late|early|earlier|later|back|as\ early\ as|as\ of)\ )?
        (?:in|on|at|during|over|throughout|around|through|since|until|till|by)
      | late|early|earlier|later|as\ early\ as|as\ of
    )
"""
SINCE = {"since", "ever since"}
UNTIL = {"until", "till", "by", "through"}
JOINING = r"(?:-|–|—|to|and|until|till|through)"

_ANY_YEAR = r"(?:19|20)\d\d"
YEAR = _ANY_YEAR + r"(?!\d|[.,]\d|%)"
_DAY = r"(?<!\d)(?<!\d[.,:])(?:3[01]|[12]\d|0?[1-9])(?:st|nd|rd|th)?(?![\d%]|[.,:]\d)"
_FULL_MONTH = "|".join(MONTHS)
_MONTH = (
    rf"(?P<month>\b(?:(?:{_FULL_MONTH})\b|(?:{'|'.join(sorted(ABBREVIATED, key=len, reverse=True))})\b\.?))"
)
_SOME_WEEKDAY = (
    "(?:"
    + "|".join(WEEKDAYS)
    + r"|(?:Mon|Tues?|Wed|Thurs?|Thu|Fri|Sat|Sun)\b\.?)"  # abbreviated: with a date only
)
_OF_YEAR = rf"(?:,?\ (?:of\ )?(?P<year>{YEAR})|,?\ (?:of\ )?(?P<relative>last|this|next)\ year)?"
_NUMBER = r"(?:\d{1,3}|" + "|".join(sorted(NUMBERS, key=len, reverse=True)).replace(" ", r"\ ") + ")"
_FEW = r"(?:a\ few|several|many|few)"
_UNIT = r"(?P<unit>hour|day|week|month|year|decade)"
_PART = r"(?P<part>(?i:early|earlier|mid|late|later|(?:the\ )?(?:very\ )?(?:beginning|start|middle|end)\ of))"
_WHICH = r"(?P<which>(?i:last|past|previous|this\ past|this\ coming|this|current|next|coming|following))"
_SEASON = r"(?P<season>spring|summer|autumn|fall|winter)"


def _compiled(pattern: str, *, ignore_case: bool = False) -> re.Pattern[str]:
    return re.compile(rf"(?<![\w$€£]){pattern}(?!\w)", re.VERBOSE | (re.IGNORECASE if ignore_case else 0))


ISO_DATE = _compiled(
    rf"(?P<year>{_ANY_YEAR})-(?P<month>0[1-9]|1[0-2])(?:-(?P<day>0[1-9]|[12]\d|3[01]))?(?!-)"
)
NUMERIC_DATE = _compiled(rf"(?P<first>\d\d?)(?P<mark>[./])(?P<second>\d\d?)(?P=mark)(?P<year>{YEAR})")
DAY_MONTH = _compiled(rf"""
    (?:{_SOME_WEEKDAY}(?:,?\ |\ (?P<open>\()))? (?:(?:from|between|the)\ )?
    (?P<day>{_DAY}) (?:\ ?{JOINING}\ ?(?:the\ )?(?P<to>{_DAY}))? (?:\ of)?[ ]?{_MONTH}{_OF_YEAR} (?(open)\))
""")
MONTH_DAY = _compiled(rf"""
    (?:{_SOME_WEEKDAY}(?:,?\ |\ (?P<open>\()))? (?:(?:from|between)\ )?
    {_MONTH}\ ?(?:the\ )?(?P<day>{_DAY}) (?:\ ?{JOINING}\ ?(?P<to>{_DAY}))? {_OF_YEAR} (?(open)\))
""")
MONTH = _compiled(rf"""
    (?:{_PART}[ -](?:in\ )?)? (?:(?P<which>(?i:last|this|next|the\ following))\ )?{_MONTH}{_OF_YEAR}
""")
YEAR_ALONE = _compiled(rf"(?:{_PART}[ -](?:in\ )?)?(?P<year>{YEAR})")
DECADE = _compiled(rf"(?:the\ )?(?:{_PART}[ -](?:the\ )?)?(?P<year>(?:19|20)\d0)['’]?s")
WEEKDAY = _compiled(rf"""
    (?<!Good\ )(?<!Black\ )(?<!Bloody\ )(?<!Palm\ )
    (?:(?i:(?P<before>last|this|next)\ week,?\ (?:on\ )?))?
    (?:(?i:(?:the\ )?{_WHICH}\ ))?
    (?P<weekday>{"|".join(WEEKDAYS)}) (?!\ Times|\ Telegraph)
    (?:\ (?:night|morning|afternoon|evening))?
    (?:,?\ (?:of\ )?(?P<after>last|this|next)\ week)?
""")
DAY_RELATIVE = _compiled(
    r"""
    (?P<name>
        (?:earlier\ |later\ |late\ |early\ )?(?:today|yesterday|tomorrow)|tonight|last\ night|overnight
      | this\ (?:morning|afternoon|evening)
      | the\ day\ (?:before\ yesterday|after\ tomorrow)
      | (?:earlier|later|late)\ (?:in\ the|that|the\ same)\ day
      | (?:that|(?:the|that)\ (?:very\ )?same)\ (?:day|night|evening|morning|afternoon)
      | the\ (?:previous|next|following)\ (?:day|night|evening|morning)
      | the\ day\ (?:before|after)(?!\ (?:the|his|her|their|its|a|an|it|he|she|they|[A-Z]))
    )
    """,
    ignore_case=True,
)
PERIOD_RELATIVE = _compiled(
    rf"""
    (?:{_PART}[ -](?:in\ )?)? (?P<the>the\ )?{_WHICH}\ (?P<unit>week|weekend|month|quarter|year|decade)
    """,
    ignore_case=True,
)
PERIOD_KNOWN = _compiled(
    rf"""
    (?: {_PART}[ -](?:in\ )?the\ (?P<unit>week|month|year|decade)
      | the\ (?P<before_last>week|month|year)\ before\ last
      | (?:that|(?:the|that)\ (?:very\ )?same)\ (?P<same>week|weekend|month|year)
      | the\ (?P<weekend>weekend)
    )
    """,
    ignore_case=True,
)
SEASON = _compiled(
    rf"""
    (?:{_PART}[ -](?:in\ )?)?
    (?: (?:the\ )?{_WHICH}\ {_SEASON} | (?:the\ )?(?P<named>spring|summer|autumn|fall|winter){_OF_YEAR} )
    """,
    ignore_case=True,
)
AGO = _compiled(
    rf"""
    (?<!half\ )(?<!half\ a\ )(?:(?:about|some|around|nearly|almost|more\ than|over|less\ than|just|only|at\ least)\ )?
    (?:(?P<number>{_NUMBER})\ |(?P<few>{_FEW})\ |(?=\w+s\ )){_UNIT}s?\ (?P<side>ago|earlier|previously|later|afterwards)
    """,
    ignore_case=True,
)
STRETCH = _compiled(
    rf"""
    (?:the\ )?(?P<side>recent|past|last|previous|coming|next|following)[ ]
    (?:(?P<number>{_NUMBER})\ |{_FEW}\ |couple\ of\ )?{_UNIT}s
    """,
    ignore_case=True,
)
WITHIN = _compiled(
    rf"""
    within\ (?:the\ (?:next|coming)\ )?(?:(?P<number>{_NUMBER})\ |{_FEW}\ |(?=\w+s\b)){_UNIT}s?(?!\ (?:of|after))
    """,
    ignore_case=True,
)
IN_FUTURE = _compiled(rf"in\ (?P<number>{_NUMBER})\ {_UNIT}s?(?:['’]s?\ time)?", ignore_case=True)
_WHOLE = rf"(?P<whole>{YEAR}|(?:the|this|last|next)\ (?:year|month)|(?:{_FULL_MONTH})(?:,?\ {YEAR})?)"
FRACTION = _compiled(rf"""
    (?: (?i:(?:the\ )?(?P<ordinal>first|second|third|fourth|last|final))[ ]
        (?:(?P<number>{_NUMBER})\ )?(?P<unit>half|quarter|month|week|day)s?\ of
      | Q(?P<quarter>[1-4])(?:\ of)?
    )\ {_WHOLE}
""")
