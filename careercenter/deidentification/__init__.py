"""Patient data in a text: finding it, and taking it out. Pure functions; nothing is stored or sent.

    findings = find("Pt: John Smith, DOB 3/14/1961, E11.40")     # a name and a date, not the code
    redact(text, findings)                                       # "Pt: [name], DOB [date], E11.40"

It errs on the side of finding. It is a help for whoever pastes a note, not an expert's determination under
45 CFR 164.514(b)(1): what it misses is measured by `tests/deidentification`.
"""

from careercenter.deidentification.finding import find, redact
from careercenter.deidentification.kinds import Finding, Kind

__all__ = ["Finding", "Kind", "find", "redact"]
