"""The mail that tells somebody of new jobs: grouped by her searches, each job in a few lines."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from careercenter.alerts import links
from careercenter.alerts.models import SavedSearch
from careercenter.alerts.readers import Reader
from careercenter.mail import outbox
from careercenter.mail.models import OutboxMail
from careercenter.postings import wording
from careercenter.postings.finding import Found
from careercenter.postings.fit import Standing, list_fit
from careercenter.postings.models import JobPosting, PostingContent
from careercenter.postings.pay import pay_text
from careercenter.search.addresses import as_args
from careercenter.web.filters import count
from careercenter.web.links import absolute

TEMPLATE = "job_alert"

MOST = 25
"""Jobs of one search in a mail; the others are a link."""


@dataclass(frozen=True, slots=True)
class Hit:
    """One job in a mail."""

    title: str
    url: str
    facts: str  # employer, place
    pay: str
    fit: str = ""
    missing: int = 0  # how much of what is asked she lacks
    also: list[str] = field(default_factory=list[str])  # other searches of hers that it meets


@dataclass(frozen=True, slots=True)
class Section:
    """What is new for one saved search."""

    name: str
    url: str
    manage: str
    hits: list[Hit]
    more: int  # jobs that aren't listed


class Hits:
    """For one run: a job is put into words once for all who stand to it alike."""

    def __init__(self) -> None:
        self._facts: dict[tuple[int, int], Hit] = {}
        self._known: dict[tuple[object, ...], Hit] = {}

    def of(self, posting: JobPosting, employer_name: str, who: Standing) -> Hit:
        """A job as one takes it in at a glance."""
        job = (posting.id, posting.version)
        key = (*job, who.codes, who.home_state, who.expired, str(who.in_progress), str(who.years_by_setting))
        if key not in self._known:
            if job not in self._facts:
                self._facts[job] = facts_of(posting, employer_name)
            fit, missing = fit_line(posting, who)
            self._known[key] = replace(self._facts[job], fit=fit, missing=missing)
        return self._known[key]


def write(reader: Reader, found: Sequence[tuple[SavedSearch, Sequence[Found], int]], hits: Hits, *, key: str
          ) -> OutboxMail:
    """The mail; `found` holds each search with the jobs to list, and how many more there are."""
    sections = _join_doubles([_section(search, jobs, more, reader, hits) for search, jobs, more in found])
    first = found[0][0]
    total = sum(len(section.hits) + section.more for section in sections)
    return outbox.draft(
        TEMPLATE, to=reader.address, key=key, about=reader.key.user_id,
        headers=links.unsubscribe_headers(first, everything=len(found) > 1),
        subject=_subject(sections, total), name=reader.name, sections=sections, total=total,
        all_url=absolute("alerts.index") if reader.key.user_id else None,
        stop_all=absolute("alerts.unsubscribe", token=links.manage_token(first), scope="all"))


def _section(search: SavedSearch, jobs: Sequence[Found], more: int, reader: Reader, known: Hits) -> Section:
    query = search.looks_for
    who = reader.standing
    if not who.is_known:  # what she looks for tells something of her
        who = Standing(codes=frozenset(query.credentials), home_state=query.state or None)
    hits = [known.of(posting, employer.name, who) for posting, employer in jobs]
    return Section(search.name, absolute("search.index", **as_args(query)),
                   absolute("alerts.manage", token=links.manage_token(search)),
                   sorted(hits, key=lambda hit: hit.missing), more)


def facts_of(posting: JobPosting, employer_name: str) -> Hit:
    """A job as anybody takes it in at a glance."""
    return Hit(
        posting.title,
        absolute("jobs.show", posting_id=posting.id, slug=wording.slug_of(posting, employer_name)),
        " · ".join(filter(None, (employer_name, wording.where(posting)))),
        wording.capital(pay_text(posting)) or "Pay not stated")


def fit_line(posting: PostingContent, who: Standing) -> tuple[str, int]:
    """How somebody stands to a job in one line, and how much she lacks."""
    asked = wording.asked(posting)[0]
    if not who.is_known:
        return f"Asks for: {asked}" if posting.asks.all_of else asked, 0
    lines = [line for line in list_fit(posting, who) if not line[1].startswith("Preferred: ")]
    met = [what for state, what, _ in lines if state == "met"]
    missing = [what for state, what, _ in lines if state == "missing"]
    unknown = [what for state, what, _ in lines if state == "unknown"]
    if missing:
        return f"Missing: {_listed(missing)}" + (f". You have: {_listed(met)}" if met else ""), len(missing)
    if unknown:
        return (f"You have: {_listed(met)}. " if met else "") + f"Asked too: {_listed(unknown)}", 0
    return f"You fit: {_listed(met)}", 0


def _listed(words: Sequence[str]) -> str:
    return "; ".join(word if index == 0 else word[:1].lower() + word[1:] if word[1:2].islower() else word
                     for index, word in enumerate(words))


def _join_doubles(sections: Sequence[Section]) -> list[Section]:
    """A job that several of her searches found is listed once, under the first, with the names of the others."""
    first: dict[str, Hit] = {}
    joined = []
    for section in sections:
        fresh = [hit for hit in section.hits if hit.url not in first]
        for hit in section.hits:
            if hit.url in first:
                first[hit.url].also.append(section.name)
        fresh = [replace(hit, also=[]) for hit in fresh]
        first |= {hit.url: hit for hit in fresh}
        joined.append(replace(section, hits=fresh))
    return [section for section in joined if section.hits or section.more]


def _subject(sections: Sequence[Section], total: int) -> str:
    if total == 1:
        (hit,) = sections[0].hits
        return f"New job: {hit.title}, {hit.facts}"
    if len(sections) == 1:
        return f"{count(total, 'new job')}: {sections[0].name}"
    return f"{count(total, 'new job')} for {len(sections)} of your searches"
