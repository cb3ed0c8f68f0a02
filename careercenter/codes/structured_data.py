"""A code's page for search engines: schema.org, with what stands behind the meter marked as such, after Google's rules
for paywalled content (developers.google.com/search/docs/appearance/structured-data/paywalled-content)."""

from typing import Any

from careercenter.codes.editions import Edition
from careercenter.codes.models import CodeSystem

LOCKED = ".metered"
"""The CSS class of every section that the meter opens or locks."""

SYSTEMS = {CodeSystem.ICD10CM: "ICD-10-CM", CodeSystem.HCPCS: "HCPCS", CodeSystem.CPT: "CPT"}


def code_page(code: Edition, *, name: str, url: str) -> dict[str, Any]:
    """JSON-ready data for a page's `application/ld+json`; `name` is what everybody may read of it, `url` its whole,
    canonical address.

    It says what a guest first reads and no more: who sees the page locked has nothing else in the data.
    """
    return {
        "@context": "https://schema.org", "@type": "WebPage", "url": url, "name": name,
        "isAccessibleForFree": False,
        "hasPart": [{"@type": "WebPageElement", "isAccessibleForFree": False, "cssSelector": LOCKED}],
        "about": {"@type": "MedicalCode", "codeValue": code.code,
                  "codingSystem": SYSTEMS.get(code.system, code.system.label)},
    }
