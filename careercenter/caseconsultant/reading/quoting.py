"""What somebody wrote now, apart from what she quotes and signs with."""

import re

_ATTRIBUTION = re.compile(r"^[ \t]*(?:On|Am|Le|El|Il)\b[^\n]{0,200}(?:\n(?!>)[^\n]{0,200}){0,2}?"
                          r"(?:wrote|schrieb|écrit|escribió|scritto)\s*:[ \t]*$", re.M)
_FORWARDED = re.compile(r"^[ \t>*]*(?:-{2,}\s*(?:Original Message|Forwarded message|Original Appointment)\s*-{2,}"
                        r"|Begin forwarded message:|_{20,}[ \t]*(?=\n+[ \t]*\*?From:))", re.M | re.I)
_HEADER_BLOCK = re.compile(r"^[ \t>*]*From:[^\n]*\n(?:[ \t>*]*(?:Sent|Date|To|Cc|Subject|Reply-To):[^\n]*\n?){2,}",
                           re.M | re.I)
_SIGNATURE = re.compile(r"^--[ \t]?$", re.M)
_DEVICE = re.compile(r"^[ \t]*(?:Sent from (?:my|Mail|Outlook|Yahoo|the)\b[^\n]*|Get Outlook for [^\n]*)$", re.M | re.I)
_CLOSING = re.compile(
    r"\n[ \t]*(?:(?:many |best |kind |warm )?(?:thanks|thank you|regards|wishes)(?: again| so much| in advance)?|"
    r"best|sincerely|cheers|respectfully|cordially)[,.!]?[ \t]*\n"
    r"(?P<lines>(?:[ \t]*[^\n]{0,80}(?:\n|$)){1,8})\s*$", re.I)
_NOTICE = re.compile(r"^[ \t]*(?:CONFIDENTIALITY|This (?:e-?mail|message|communication)\b[^\n]*(?:confidential|"
                     r"intended (?:only|solely)))", re.M | re.I)


def strip(text: str, *, is_reply: bool) -> str:
    """The writer's own new words, without what is quoted below or between, signatures and notices.

    Of a mail that begins a conversation, what it forwards is what it asks about: it stays if nothing else is there.
    """
    own = _unsigned(_unquoted(text))
    return own if own or is_reply else _unsigned(re.sub(r"^[ \t]*>+ ?", "", text, flags=re.M))


def _unquoted(text: str) -> str:
    ends = [found.start() for pattern in (_ATTRIBUTION, _FORWARDED, _HEADER_BLOCK)
            if (found := pattern.search(text)) and not _answers_below(text, found.end())]
    text = text[:min(ends, default=len(text))]
    text = _ATTRIBUTION.sub("", text)
    return "\n".join(line for line in text.split("\n") if not line.lstrip().startswith(">")).strip()


def _answers_below(text: str, start: int) -> bool:
    """Whether the lines below an attribution are quoted by marks, so that those without are answers between."""
    below = [line for line in text[start:].split("\n") if line.strip()]
    return bool(below) and below[0].lstrip().startswith(">")


def _unsigned(text: str) -> str:
    for pattern in (_SIGNATURE, _NOTICE):
        if found := pattern.search(text):
            text = text[:found.start()]
    text = _DEVICE.sub("", text).strip()
    if (found := _CLOSING.search("\n" + text)) and not re.search(r"[?]", found["lines"]):
        text = ("\n" + text)[:found.start()]
    return text.strip()
