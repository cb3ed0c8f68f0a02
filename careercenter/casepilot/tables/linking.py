"""What tables say of a code elsewhere: HCC, ICD-9-CM, NCCI edits, units, coverage, modifiers."""

from collections.abc import Iterator, Sequence

from careercenter.casepilot.answers import Citation, Sentence
from careercenter.casepilot.asking.questions import Question
from careercenter.casepilot.citing import cite_code, cite_release, cite_words, page_of, title_of
from careercenter.casepilot.tables.describing import name
from careercenter.codes import crosswalks, medicare
from careercenter.codes.editorial.queries import list_published
from careercenter.codes.models import CodeSystem, Dataset
from careercenter.codes.queries import Place
from careercenter.codes.sections import Section

MOST = 8
PROCEDURES = (CodeSystem.CPT, CodeSystem.HCPCS)

_PUBLISHED = {
    Dataset.NCCI_PTP: ("NCCI procedure-to-procedure edits", "https://www.cms.gov/national-correct-coding-initiative-ncci"),
    Dataset.NCCI_MUE: ("NCCI medically unlikely edits", "https://www.cms.gov/national-correct-coding-initiative-ncci"),
    Dataset.COVERAGE: ("Medicare Coverage Database", "https://www.cms.gov/medicare-coverage-database/"),
    Dataset.GEMS: ("General equivalence mappings", "https://www.cms.gov/medicare/coding-billing/icd-10-codes"),
    Dataset.HCC: ("HCC mappings", "https://www.cms.gov/medicare/payment/medicare-advantage-rates-statistics"),
}
_INDICATORS = {"0": "no modifier lifts the edit", "1": "a modifier lifts it where the services were truly apart",
               "9": "the edit doesn’t apply any more"}
_PER = {"1": "on a claim line", "2": "on a day, without exception", "3": "on a day"}


def not_loaded(dataset: Dataset, about: str) -> Sentence:
    """Where a table is published that isn't here."""
    title, url = _PUBLISHED[dataset]
    return Sentence(f"{title} aren’t loaded here, so nothing can be said of {about}: look there, or ask whoever runs "
                    f"this site to import CMS’s file.".replace("Database aren’t", "Database isn’t"),
                    (Citation(title, about, "not loaded here", url),))


def tell_hccs(question: Question) -> Iterator[Sentence]:
    """The categories that each diagnosis counts for, of each model by its newest payment year."""
    releases = crosswalks.list_in_force(Dataset.HCC)
    diagnoses = [place for place in question.places if place.code.system is CodeSystem.ICD10CM]
    if not releases:
        yield from (not_loaded(Dataset.HCC, place.code.code) for place in diagnoses)
        return
    found = crosswalks.list_hccs(place.code.key for place in diagnoses)
    for place in diagnoses:
        newest: dict[str, list[crosswalks.Hcc]] = {}
        for hcc in found.get(place.code.key, []):
            mine = newest.setdefault(hcc.model, [])
            if not mine or mine[0].payment_year == hcc.payment_year:
                mine.append(hcc)
        asked = [model for model in newest if model.split()[-1].lower() in question.text.lower()]
        for model in asked or sorted(newest, key=_by_use):
            for hcc in newest[model]:
                yield Sentence(
                    f"{place.code.code} counts for {model} category {hcc.category}, “{hcc.label}” (payment year "
                    f"{hcc.payment_year}).",
                    (cite_release(releases[hcc.payment_year], f"{place.code.code}, {model}",
                                  page_of(place.code, Section.CROSSWALKS), f"{hcc.category} {hcc.label}"),))
        if not newest:
            years = sorted(releases)
            yield Sentence(
                f"{place.code.code} counts for no HCC in the mappings of payment year{'s' * (len(years) > 1)} "
                f"{' and '.join(years)}.", tuple(cite_release(
                    releases[year], f"{place.code.code}: not listed", page_of(place.code, Section.CROSSWALKS),
                    title_of(place)) for year in years))


def _by_use(model: str) -> tuple[bool, bool, str]:
    """Models of Medicare Advantage in use before those that were, and before other programs'."""
    return not model.startswith("CMS-HCC"), "V28" not in model and "V24" not in model, model


def tell_equivalences(question: Question) -> Iterator[Sentence]:
    """What each code is in the other revision of the ICD."""
    releases = list(crosswalks.list_in_force(Dataset.GEMS).values())
    for place in question.places:
        rows = crosswalks.list_equivalences(place.code.key) if releases else []
        if not releases:
            yield not_loaded(Dataset.GEMS, place.code.code)
        elif not rows:
            yield Sentence(f"The mappings name nothing for {place.code.code}.",
                           (cite_release(releases[0], place.code.code, page_of(place.code, Section.CROSSWALKS),
                                         title_of(place)),))
        for row in rows[:MOST]:
            nearly = "is about" if row.is_approximate else "is"
            yield Sentence(f"{row.source} {nearly} {row.target or 'nothing'} in the other revision.",
                           (cite_release(releases[0], f"{row.source} to {row.target or 'none'}",
                                         page_of(place.code, Section.CROSSWALKS), f"{row.source} {row.target}"),))


def tell_edits(question: Question) -> Iterator[Sentence]:
    """The NCCI edits between the procedures named, or of the one."""
    procedures = _procedures(question.places)
    releases = crosswalks.list_in_force(Dataset.NCCI_PTP)
    unlisted = [one for one in question.unknown if one.isdigit()]  # an edit may name a number that our list hasn't
    keys = [*(place.code.key for place in procedures), *unlisted]
    named = " and ".join([*(place.code.code for place in procedures), *unlisted])
    if not releases:
        yield not_loaded(Dataset.NCCI_PTP, named)
        yield from map(name, procedures)
        return
    pairs = crosswalks.list_pairs_among(keys) if len(keys) > 1 else crosswalks.list_pairs(keys[0], size=MOST)
    by_key = {place.code.key: place for place in procedures}
    for edit, series in pairs[:MOST]:
        place = by_key.get(edit.column1) or by_key.get(edit.column2) or procedures[0]
        why = f" Rationale: {edit.rationale}." if edit.rationale else ""
        yield Sentence(
            f"{edit.column2} is bundled into {edit.column1} ({series}): "
            f"{_INDICATORS.get(edit.indicator, 'indicator ' + edit.indicator)}.{why}",
            (cite_release(releases[series], f"{edit.column1} with {edit.column2}", page_of(place.code, Section.NCCI),
                          f"{edit.column1} {edit.column2} {edit.indicator} {edit.rationale}"),))
    if not pairs:
        yield Sentence(f"No edit that holds today names {named}{' together' if len(keys) > 1 else ''}.", tuple(
            cite_release(release, f"{named}: not listed", page_of(procedures[0].code, Section.NCCI), named)
            for release in releases.values()))


def tell_units(question: Question) -> Iterator[Sentence]:
    """The most units of each procedure."""
    releases = crosswalks.list_in_force(Dataset.NCCI_MUE)
    procedures = _procedures(question.places)
    found = crosswalks.list_mues(place.code.key for place in procedures) if releases else {}
    for place in procedures:
        if not releases:
            yield not_loaded(Dataset.NCCI_MUE, place.code.code)
            yield name(place)
            continue
        for value, series in found.get(place.code.key, []):
            yield Sentence(
                f"At most {value.units} unit{'s' * (value.units != 1)} of {place.code.code} are paid for one patient "
                f"{_PER.get(value.adjudication, 'on a day')} ({series}).",
                (cite_release(releases[series], f"{place.code.code}, MAI {value.adjudication}",
                              page_of(place.code, Section.NCCI), f"{value.units} {value.rationale}"),))
        if place.code.key not in found:
            yield Sentence(f"The tables loaded here set no limit of units for {place.code.code}.", tuple(
                cite_release(release, f"{place.code.code}: not listed", page_of(place.code, Section.NCCI),
                             place.code.code) for release in releases.values()))


def tell_coverage(question: Question) -> Iterator[Sentence]:
    """What Medicare says of paying for each code."""
    releases = list(crosswalks.list_in_force(Dataset.COVERAGE).values())
    for place in question.places:
        for term, value in medicare.list_facts(place.version.attributes):
            yield Sentence(f"{place.code.code}, {term.lower()}: {value}.", (
                cite_release(place.version.release, f"{place.code.code}, {term}", page_of(place.code, Section.COVERAGE),
                             value),))
        links = crosswalks.list_coverage(place.code.key, size=MOST) if releases else []
        for link in links:
            how = "supports medical necessity" if link.supports else "is listed as not supporting medical necessity"
            yield Sentence(f"{link.kind} {link.document}, “{link.title}”: {place.code.code} {how}.", (
                cite_release(releases[0], f"{link.kind} {link.document}", page_of(place.code, Section.COVERAGE),
                             link.title),))
        if not releases:
            yield not_loaded(Dataset.COVERAGE, place.code.code)
        elif not links:
            yield Sentence(f"No coverage document loaded here names {place.code.code}.", (
                cite_release(releases[0], f"{place.code.code}: not listed", page_of(place.code, Section.COVERAGE),
                             place.code.code),))


def tell_modifiers(question: Question) -> Iterator[Sentence]:
    """What each modifier named means; of a procedure alone, those that commonly go with its kind."""
    modifiers = [place for place in question.places if place.code.system is CodeSystem.MODIFIER]
    for place in modifiers:
        yield name(place)
        words = list_published([place.code.id]).get(place.code.id)
        if words:
            description = " ".join(words.description.split())
            tips = (line.strip("- ").strip() for line in words.tips.splitlines())
            for said in (description, *filter(None, tips)):
                yield Sentence(said, (cite_words(place, words, said),))
    for place in _procedures(question.places) if not modifiers else ():
        common = crosswalks.list_modifiers(place)
        if common:
            yield name(place)
            yield Sentence(
                f"With services of its kind these are common (general knowledge, no payer’s rule): "
                f"{'; '.join(f'{one.code.code} {title_of(one)}' for one in common[:MOST])}"
                f"{'; and others on its page' if len(common) > MOST else ''}.",
                (cite_release(place.version.release, f"{place.code.code}, modifiers",
                              page_of(place.code, Section.MODIFIERS)), *(cite_code(one) for one in common[:MOST])))


def _procedures(places: Sequence[Place]) -> list[Place]:
    return [place for place in places if place.code.system in PROCEDURES]
