"""What makes a text patient data: the identifiers of HIPAA's safe harbor (45 CFR 164.514(b)(2)(i))."""

from typing import NamedTuple

from careercenter.terms.vocabulary import Term


class Kind(Term):
    """One of the identifiers. Its value is the word that takes its place; its label says it to a person."""

    NAME = "name", "a name"  # (A)
    PLACE = "place", "a place smaller than a state"  # (B)
    DATE = "date", "a date more exact than a year"  # (C)
    AGE = "age over 89", "an age over 89"  # (C)
    PHONE = "phone", "a telephone number"  # (D)
    FAX = "fax", "a fax number"  # (E)
    EMAIL = "e-mail", "an e-mail address"  # (F)
    SSN = "social security number", "a social security number"  # (G)
    RECORD = "record number", "a medical record or encounter number"  # (H)
    PLAN = "health plan number", "a health plan number"  # (I)
    ACCOUNT = "account number", "an account number"  # (J)
    LICENSE = "license number", "a certificate or license number"  # (K)
    VEHICLE = "vehicle", "a vehicle's number"  # (L)
    DEVICE = "device", "a device's number"  # (M)
    URL = "web address", "a web address"  # (N)
    IP = "IP address", "an IP address"  # (O)
    BIOMETRIC = "biometric", "a biometric identifier"  # (P)
    PHOTO = "photograph", "a photograph of a person"  # (Q)
    OTHER = "number", "a number that may belong to one person"  # (R)

    @property
    def mark(self) -> str:
        """What stands in the text in its place."""
        return f"[{self.value}]"


class Finding(NamedTuple):
    """Words that may identify a person: `text[start:end]`."""

    kind: Kind
    start: int
    end: int
    words: str
