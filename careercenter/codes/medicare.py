"""What CMS's HCPCS release file says of paying for a code, in words (its record layout, published with it)."""

from typing import Any

COVERAGE = {
    "C": "Carrier judgment", "D": "Special coverage instructions apply", "I": "Not payable by Medicare",
    "M": "Not covered by Medicare", "S": "Not covered by Medicare statute",
}
PRICING = {
    "00": "not priced separately", "11": "national relative value units", "12": "national anesthesia base units",
    "13": "priced by the contractor", "21": "clinical laboratory fee schedule", "31": "often serviced equipment",
    "32": "inexpensive or routinely bought equipment", "33": "oxygen and its equipment", "34": "supplies of equipment",
    "35": "surgical dressings", "36": "capped rental", "37": "ostomy, tracheostomy and urological items",
    "38": "orthotics, prosthetics and their like", "39": "parenteral and enteral nutrition",
    "45": "customized equipment",
    "46": "priced by the contractor", "51": "drugs", "52": "reasonable charge", "53": "by statute",
    "54": "vaccinations", "55": "splints and casts", "56": "lenses in the eye, put in at an office",
    "57": "priced by the contractor", "99": "no value established",
}


def list_facts(attributes: dict[str, Any]) -> list[tuple[str, str]]:
    """Pairs of a term and its value."""
    told = [
        ("Coverage", COVERAGE.get(attributes.get("coverage", ""), "")),
        ("Priced as", "; ".join(PRICING.get(str(one), str(one)) for one in attributes.get("pricing", []))),
        ("Manual sections", ", ".join(attributes.get("coverage_manual", []) + attributes.get("carriers_manual", []))),
        ("Statute", attributes.get("statute", "")),
        ("Laboratory certification", ", ".join(attributes.get("lab_certification", []))),
    ]
    return [(term, value) for term, value in told if value]
