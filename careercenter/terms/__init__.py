"""The field's vocabulary: one list for what postings ask, employers use and candidates have."""

from careercenter.terms.vocabulary import (
    EHRS,
    ENCODERS,
    SPECIALTIES,
    CodeSystem,
    EmployerKind,
    EmployerSize,
    EmploymentType,
    PayUnit,
    RoleFamily,
    Setting,
    Term,
    WorkMode,
)

__all__ = [
    "EHRS", "ENCODERS", "SPECIALTIES", "CodeSystem", "EmployerKind", "EmployerSize", "EmploymentType",
    "PayUnit", "RoleFamily", "Setting", "Term", "WorkMode",
]
