"""Closed lists as enumerations with their labels; open ones as suggestions that a person may add to."""

from enum import StrEnum


class Term(StrEnum):
    """A word of a closed list: its stable value, and how it reads."""

    label: str

    def __new__(cls, value: str, label: str = "") -> "Term":
        term = str.__new__(cls, value)
        term._value_ = value
        term.label = label or value
        return term

    @classmethod
    def choices(cls) -> list[tuple[str, str]]:
        """Pairs of value and label, for a form."""
        return [(term.value, term.label) for term in cls]


class RoleFamily(Term):
    """What kind of work a job is."""

    CODER = "coder", "Coder"
    AUDITOR = "auditor", "Auditor"
    CDI = "cdi", "Clinical documentation integrity (CDI)"
    RISK_ADJUSTMENT = "risk_adjustment", "HCC / risk adjustment"
    DENIALS = "denials", "Denials and appeals"
    EDUCATOR = "educator", "Educator"
    MANAGER = "manager", "Manager or supervisor"
    BILLER = "biller", "Biller"
    REVENUE_INTEGRITY = "revenue_integrity", "Revenue integrity / charge capture"
    COMPLIANCE = "compliance", "Compliance"
    HIM = "him", "Health information management"
    DATA_QUALITY = "data_quality", "Data and quality abstraction"
    CONSULTANT = "consultant", "Consultant"


class EmploymentType(Term):
    """On what footing a job is."""

    FULL_TIME = "full_time", "Full time"
    PART_TIME = "part_time", "Part time"
    PER_DIEM = "per_diem", "PRN / per diem"
    CONTRACT_W2 = "contract_w2", "Contract, W-2"
    CONTRACT_1099 = "contract_1099", "Contract, 1099"
    TEMPORARY = "temporary", "Temporary"
    APPRENTICESHIP = "apprenticeship", "Internship or apprenticeship"


class WorkMode(Term):
    """Where the work is done."""

    ON_SITE = "on_site", "On site"
    HYBRID = "hybrid", "Hybrid"
    REMOTE = "remote", "Remote"


class Setting(Term):
    """Where the care that is coded was given, or who pays for the coding."""

    INPATIENT = "inpatient", "Inpatient"
    OUTPATIENT = "outpatient", "Outpatient facility"
    ED = "ed", "Emergency department"
    OBSERVATION = "observation", "Observation"
    ASC = "asc", "Ambulatory surgery center"
    PROFESSIONAL = "professional", "Professional fee"
    FQHC = "fqhc", "FQHC / rural health clinic"
    SNF = "snf", "Skilled nursing facility"
    HOME_HEALTH = "home_health", "Home health and hospice"
    REHAB = "rehab", "Inpatient rehabilitation"
    BEHAVIORAL = "behavioral", "Behavioral health facility"
    TELEHEALTH = "telehealth", "Telehealth"
    PAYER = "payer", "Payer"
    VENDOR = "vendor", "Vendor"


class CodeSystem(Term):
    """What codes are assigned."""

    ICD10CM = "icd10cm", "ICD-10-CM"
    ICD10PCS = "icd10pcs", "ICD-10-PCS"
    CPT = "cpt", "CPT"
    HCPCS = "hcpcs", "HCPCS Level II"
    HCC = "hcc", "CMS-HCC"
    MS_DRG = "ms_drg", "MS-DRG"
    APR_DRG = "apr_drg", "APR-DRG"
    APC = "apc", "APC"
    EM = "em", "E/M levels"
    CDT = "cdt", "CDT"
    REVENUE = "revenue", "Revenue codes"


class PayUnit(Term):
    """What the pay is for."""

    HOUR = "hour", "an hour"
    YEAR = "year", "a year"
    WEEK = "week", "a week"
    CHART = "chart", "a chart or encounter"
    RVU = "rvu", "an RVU"


class EmployerKind(Term):
    """What a hiring organization is."""

    HOSPITAL = "hospital", "Hospital or health system"
    PHYSICIAN_GROUP = "physician_group", "Physician group"
    PAYER = "payer", "Payer"
    BILLING_COMPANY = "billing_company", "Billing or coding company"
    STAFFING_AGENCY = "staffing_agency", "Staffing agency"
    VENDOR = "vendor", "Vendor"

    @property
    def is_direct(self) -> bool:
        """Whether a coder works for whom she codes."""
        return self in (EmployerKind.HOSPITAL, EmployerKind.PHYSICIAN_GROUP, EmployerKind.PAYER)


class EmployerSize(Term):
    """How many people work there. The bounds follow the pay transparency laws' thresholds."""

    UP_TO_3 = "1-3", "1 to 3"
    UP_TO_14 = "4-14", "4 to 14"
    UP_TO_49 = "15-49", "15 to 49"
    UP_TO_249 = "50-249", "50 to 249"
    UP_TO_999 = "250-999", "250 to 999"
    UP_TO_4999 = "1000-4999", "1,000 to 4,999"
    OVER = "5000+", "5,000 or more"

    @property
    def at_most(self) -> int | None:
        """The most people that it can mean; None without a bound."""
        return None if self is EmployerSize.OVER else int(self.value.split("-")[1])


SPECIALTIES: tuple[str, ...] = (
    "Allergy and immunology", "Anesthesiology", "Behavioral health", "Cardiology",
    "Cardiothoracic surgery", "Chiropractic", "Dental", "Dermatology", "Emergency medicine",
    "Endocrinology", "ENT", "Evaluation and management", "Family practice", "Gastroenterology",
    "General surgery", "Genetics", "Geriatrics", "Hematology and oncology", "Hospitalist",
    "Infectious disease", "Infusion", "Internal medicine", "Interventional radiology",
    "Laboratory and pathology", "Maternal-fetal medicine", "Neonatology", "Nephrology", "Neurology",
    "Neurosurgery", "OB/GYN", "Occupational medicine", "Ophthalmology", "Orthopedics", "Pain management",
    "Pediatrics", "Physical therapy", "Physical medicine and rehabilitation", "Plastic surgery",
    "Podiatry", "Primary care", "Psychiatry", "Pulmonology", "Radiation oncology", "Radiology",
    "Rheumatology", "Same-day surgery", "Sleep medicine", "Transplant", "Trauma", "Urgent care", "Urology",
    "Vascular surgery", "Wound care",
)

ENCODERS: tuple[str, ...] = (
    "3M 360 Encompass (Solventum)", "3M CRS (Solventum)", "AAPC Codify", "Alpha II", "Craneware", "Dolbey",
    "EncoderPro", "Find-A-Code", "Nuance CDE One", "Optum CAC", "Optum Enterprise Encoder", "SuperCoder",
    "TruCode", "Vitalware",
)

EHRS: tuple[str, ...] = (
    "AdvancedMD", "Allscripts / Veradigm", "athenahealth", "CPSI / TruBridge", "Cerner / Oracle Health",
    "eClinicalWorks", "Epic", "Greenway", "Kareo / Tebra", "MatrixCare", "MEDITECH", "Medhost",
    "ModMed", "NextGen", "PointClickCare", "Practice Fusion",
)
