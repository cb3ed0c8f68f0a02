"""A live posting as schema.org JobPosting, after Google's rules for job posting structured data
(developers.google.com/search/docs/appearance/structured-data/job-posting)."""

from typing import Any

from careercenter.employers.models import Employer
from careercenter.places import STATES
from careercenter.postings.models import ApplyMethod, JobPosting
from careercenter.terms import EmploymentType, PayUnit, WorkMode
from careercenter.web.markdown import render_markdown

EMPLOYMENT = {
    EmploymentType.FULL_TIME: "FULL_TIME", EmploymentType.PART_TIME: "PART_TIME",
    EmploymentType.PER_DIEM: "PER_DIEM", EmploymentType.CONTRACT_W2: "CONTRACTOR",
    EmploymentType.CONTRACT_1099: "CONTRACTOR", EmploymentType.TEMPORARY: "TEMPORARY",
    EmploymentType.APPRENTICESHIP: "INTERN",
}
PAY_UNIT = {PayUnit.HOUR: "HOUR", PayUnit.WEEK: "WEEK", PayUnit.YEAR: "YEAR"}
"""Google knows no pay by the chart: such a job's pay is in its text alone."""


def job_posting(posting: JobPosting, employer: Employer, *, url: str, logo_url: str | None = None) -> dict[str, Any]:
    """JSON-ready data for a page's `application/ld+json`; `url` is the job's whole, canonical address."""
    data: dict[str, Any] = {
        "@context": "https://schema.org/", "@type": "JobPosting",
        "title": posting.title,
        "description": _description(posting),
        "identifier": {"@type": "PropertyValue", "name": employer.name, "value": str(posting.id)},
        "datePosted": posting.live_at.date().isoformat() if posting.live_at else None,
        "validThrough": posting.valid_through.isoformat() if posting.valid_through else None,
        "employmentType": list(dict.fromkeys(EMPLOYMENT[EmploymentType(one)] for one in posting.employment_types)),
        "hiringOrganization": {"@type": "Organization", "name": employer.name, "sameAs": employer.website,
                               "logo": logo_url},
        "url": url,
        "directApply": posting.apply_method is not ApplyMethod.LINK,
        "totalJobOpenings": posting.openings,
        "baseSalary": _salary(posting),
        "qualifications": " ".join(filter(None, (posting.asks.sentence(), posting.education))),
        "experienceRequirements": _experience(posting),
        "skills": ", ".join([*posting.specialties, *posting.encoders, *posting.ehrs]),
        "jobBenefits": ", ".join(posting.benefits),
        "industry": "Medical coding",
        **_places(posting),
    }
    if posting.asks.codes:
        data["educationRequirements"] = {"@type": "EducationalOccupationalCredential",
                                         "credentialCategory": "professional certificate"}
    return _stated(data)


def _stated(data: dict[str, Any]) -> dict[str, Any]:
    return {name: _stated(value) if isinstance(value, dict) else value
            for name, value in data.items() if value not in (None, "", [], {})}


def _description(posting: JobPosting) -> str:
    return str(render_markdown("\n\n".join(filter(None, (posting.description, posting.conditions)))))


def _places(posting: JobPosting) -> dict[str, Any]:
    """TELECOMMUTE is for work that may be done from home altogether; its place is then where one may live."""
    found: dict[str, Any] = {}
    if posting.work_modes != [WorkMode.REMOTE]:
        found["jobLocation"] = {"@type": "Place", "address": {
            "@type": "PostalAddress", "addressLocality": posting.city, "addressRegion": posting.region,
            "postalCode": posting.zip, "addressCountry": posting.country}}
        found["jobLocation"]["address"] = _stated(found["jobLocation"]["address"])
    if posting.is_remote:
        found["jobLocationType"] = "TELECOMMUTE"
        named = [] if posting.remote_anywhere_us else [
            {"@type": "State", "name": f"{STATES[code]}, USA"} for code in posting.remote_states if code in STATES]
        country = "USA" if posting.is_in_us else posting.country
        found["applicantLocationRequirements"] = named or {"@type": "Country", "name": country}
    return found


def _salary(posting: JobPosting) -> dict[str, Any] | None:
    low, high = posting.pay_min, posting.pay_max
    unit = PAY_UNIT.get(posting.pay_unit) if posting.pay_unit else None
    if unit is None or (low is None and high is None):
        return None
    value: dict[str, Any] = {"@type": "QuantitativeValue", "unitText": unit}
    if low == high:
        value["value"] = _units(low)
    else:
        value |= {"minValue": _units(low), "maxValue": _units(high)}
    return {"@type": "MonetaryAmount", "currency": posting.pay_currency, "value": _stated(value)}


def _units(minor: int | None) -> float | int | None:
    return None if minor is None else minor // 100 if minor % 100 == 0 else minor / 100


def _experience(posting: JobPosting) -> Any:
    if posting.experience_years is None:
        return None
    if posting.experience_years == 0:
        return "no requirements"
    return {"@type": "OccupationalExperienceRequirements",
            "monthsOfExperience": round(posting.experience_years * 12)}
