"""The countries that a job may be in, by their ISO 3166-1 alpha-2 codes."""

COUNTRIES: dict[str, str] = {
    "US": "United States", "AU": "Australia", "BD": "Bangladesh", "CA": "Canada", "CO": "Colombia",
    "CR": "Costa Rica", "EG": "Egypt", "DE": "Germany", "IN": "India", "IE": "Ireland", "JM": "Jamaica",
    "KE": "Kenya", "MY": "Malaysia", "MX": "Mexico", "NZ": "New Zealand", "NG": "Nigeria", "PK": "Pakistan",
    "PH": "Philippines", "QA": "Qatar", "SA": "Saudi Arabia", "SG": "Singapore", "ZA": "South Africa",
    "LK": "Sri Lanka", "AE": "United Arab Emirates", "GB": "United Kingdom",
}


def country_name(code: str) -> str:
    """`India` for `IN`; the code itself if it is none of ours."""
    return COUNTRIES.get(code, code)
