"""What postings say: titles by role and setting, and the sentences that descriptions are made of.

`{specialty}`, `{ehr}`, `{encoder}`, `{city}` and `{employer}` are filled in; `{rare}` and
`{other}` by words that few say.
"""

TITLES: dict[str, tuple[str, ...]] = {
    "coder:inpatient": (
        "Inpatient Coder", "Inpatient Coding Specialist", "Inpatient Medical Coder", "Acute Care Inpatient Coder",
        "HIM Coder, Inpatient", "Inpatient DRG Coder", "Coder, Inpatient Facility", "Hospital Inpatient Coder"),
    "coder:outpatient": (
        "Outpatient Coder", "Outpatient Facility Coder", "Hospital Outpatient Coder", "Same Day Surgery Coder",
        "Outpatient Coding Specialist", "OP Facility Coder", "Ancillary and Clinic Coder", "Outpatient Surgery Coder"),
    "coder:ed": (
        "ED Facility Coder", "Emergency Department Coder", "ED Coder", "ER Coder", "ED Pro Fee Coder",
        "Emergency Room Medical Coder", "ED Facility and Pro Fee Coder"),
    "coder:observation": ("Observation Coder", "Observation and ED Coder", "Outpatient Observation Coding Specialist"),
    "coder:asc": ("ASC Coder", "Ambulatory Surgery Center Coder", "Surgery Center Coder", "ASC {specialty} Coder"),
    "coder:professional": (
        "Pro Fee Coder", "{specialty} Coder", "Professional Fee Coder", "Physician Coder", "{specialty} Pro Fee Coder",
        "Certified Professional Coder", "Medical Coder, {specialty}", "E/M Coder", "Multi-Specialty Coder",
        "Profee Coding Specialist, {specialty}", "Medical Coder", "Certified Medical Coder"),
    "coder:fqhc": ("FQHC Coder", "Community Health Center Coder", "Rural Health Clinic Coder"),
    "coder:snf": ("SNF Coder", "Long Term Care Coder", "Skilled Nursing Coding Specialist"),
    "coder:home_health": ("Home Health Coder", "Home Health and Hospice Coder", "OASIS Reviewer and Coder"),
    "coder:rehab": ("Inpatient Rehab Coder", "IRF Coder", "Rehabilitation Coding Specialist"),
    "coder:behavioral": ("Behavioral Health Coder", "Psychiatric Facility Coder"),
    "coder:telehealth": ("Telehealth Coder", "Virtual Care Pro Fee Coder"),
    "coder": ("Medical Coder", "Coding Specialist", "Certified Coder", "Coding Analyst", "Medical Records Coder"),
    "auditor": (
        "Coding Auditor", "Inpatient Coding Auditor", "DRG Validation Auditor", "Pro Fee Coding Auditor",
        "Coding Quality Auditor", "Medical Coding Auditor and Educator", "E/M Auditor", "Outpatient Coding Auditor"),
    "cdi": (
        "CDI Specialist", "Clinical Documentation Specialist", "CDI Specialist, RN", "Second Level CDI Reviewer",
        "Clinical Documentation Integrity Specialist", "Outpatient CDI Specialist"),
    "risk_adjustment": (
        "Risk Adjustment Coder", "HCC Coder", "HCC Risk Adjustment Coder", "Medicare Advantage Risk Adjustment Coder",
        "Risk Adjustment Coding Auditor", "RADV Coder"),
    "denials": ("Denials Coder", "Coding Denials Specialist", "DRG Denials and Appeals Specialist", "Denials Analyst"),
    "educator": ("Coding Educator", "Coding Education Specialist", "Provider Educator, E/M"),
    "manager": (
        "Coding Manager", "Coding Supervisor", "HIM Coding Manager", "Director of Coding", "Pro Fee Coding Supervisor"),
    "biller": (
        "Medical Biller", "Medical Biller and Coder", "Billing and Coding Specialist", "{specialty} Biller",
        "Patient Account Representative, Coding"),
    "revenue_integrity": ("Charge Capture Analyst", "Revenue Integrity Analyst", "CDM Analyst, Coding"),
    "compliance": ("Coding Compliance Analyst", "Coding Compliance Specialist", "Compliance Auditor, Coding"),
    "him": ("HIM Technician", "Health Information Specialist", "Medical Records Specialist"),
    "data_quality": ("Cancer Registry Abstractor", "Clinical Data Abstractor", "HEDIS Abstractor and Coder"),
    "consultant": ("Coding Consultant", "Revenue Cycle Coding Consultant", "Interim Coding Consultant"),
}

LEVELS = ("I", "II", "III", "IV")
BEFORE = ("Senior", "Lead", "Remote", "PRN", "Entry Level", "Traveling", "Certified")
AFTER = (" - Remote", " (Remote)", ", PRN", " - Full Time", " - {specialty}", ", {city}", " - Sign-On Bonus",
         " - Days", ", 10K Sign On", " | {specialty}", " - Contract")

OPENINGS = (
    "{employer} is looking for a medical coder to join our coding team.",
    "Join the coding department of {employer} and help our providers tell the whole story of each patient.",
    "Our HIM coding team at {employer} is growing and needs one more careful coder.",
    "Under general supervision you perform coding of records in line with official guidelines.",
    "{employer} seeks an experienced coder who enjoys coding complex {specialty} records.",
    "This coding position reports to the coding manager and supports {specialty}.",
    "Are you a certified coder who wants to do your best coding in a team that answers questions?",
    "As part of revenue cycle management you provide timely and accurate coding for {specialty}.")

DUTIES: dict[str, tuple[str, ...]] = {
    "": (
        "Assign ICD-10-CM diagnosis codes by the Official Guidelines for Coding and Reporting.",
        "Query physicians when documentation conflicts, is incomplete or leaves the diagnosis unclear.",
        "Keep a quality score of 95 percent or better in monthly internal audits.",
        "Meet the daily productivity standard of the department for each record type.",
        "Abstract required data elements and resolve edits before final billing.",
        "Work the discharged not final billed report and clear accounts that wait for coding.",
        "Review the health record in {ehr} and code it with the help of {encoder}.",
        "Use {encoder} to look up guidelines, Coding Clinic advice and edits.",
        "Protect patient privacy under HIPAA at home as in the office.",
        "Take part in weekly coding calls and share what you learned from denials.",
        "Apply NCCI edits, modifiers and payer policies to prevent denials and rework.",
        "Keep your credential current and earn continuing education units every year.",
        "Answer questions of the billing office about claims that were returned.",
        "Stay current with annual code updates, Coding Clinic and CPT Assistant.",
        "Help train newly hired coders and act as a resource for the department.",
        "Report compliance concerns to your supervisor at once.",
        "Communicate with providers clearly and kindly, in writing and by phone.",
        "Validate present on admission indicators, discharge disposition and other reportable data.",
        "Track your own accounts, holds and follow-ups in the shared work queue.",
        "Other duties as assigned by the coding supervisor."),
    "inpatient": (
        "Assign ICD-10-PCS procedure codes and validate the MS-DRG or APR-DRG.",
        "Code trauma, transplant and intensive care stays with several procedures.",
        "Reconcile the working DRG of clinical documentation specialists with the final DRG.",
        "Capture complications and comorbidities, severity of illness and risk of mortality.",
        "Review mortality records and hospital acquired conditions before release."),
    "outpatient": (
        "Assign CPT and HCPCS Level II codes with modifiers for hospital outpatient encounters.",
        "Resolve outpatient code editor and medical necessity edits, LCD and NCD included.",
        "Code ambulatory surgery, endoscopy, cardiac catheterization and interventional radiology.",
        "Validate APC assignment, device and drug charges before billing."),
    "ed": (
        "Assign facility E/M levels of the emergency department by the point system.",
        "Capture infusions, injections, critical care and bedside procedures in the ED.",
        "Code ED visits within three days of discharge, facility and professional.",
        "Code about eighteen emergency department charts an hour after training."),
    "professional": (
        "Assign CPT and E/M codes for professional services by the 2021 and 2023 guidelines.",
        "Code surgeries, office visits and hospital rounds for {specialty} providers.",
        "Give providers feedback about documentation of medical decision making and time.",
        "Enter charges, append modifiers 25, 57 and 59 and check bundling."),
    "risk_adjustment": (
        "Review charts of Medicare Advantage members for hierarchical condition categories.",
        "Validate that each HCC meets MEAT criteria and delete those without support.",
        "Take part in retrospective and prospective reviews and RADV audits."),
    "auditor": (
        "Audit coded records before and after billing and report accuracy by coder.",
        "Write clear rationales with references for each recommended change.",
        "Present audit findings and trends to leadership every quarter."),
    "cdi": (
        "Review concurrent inpatient records and send compliant queries to physicians.",
        "Round with hospitalists and explain why specificity in documentation matters.",
        "Track query response, agreement and case mix index."),
    "denials": (
        "Write appeal letters for DRG downgrades and clinical validation denials.",
        "Find root causes of coding denials and report them to the revenue cycle."),
    "biller": (
        "Submit clean claims, post payments and follow up on unpaid accounts.",
        "Work rejections in the clearinghouse and call payers about claim status."),
}

ASKED = (
    "High school diploma or equivalent; associate degree in health information preferred.",
    "Knowledge of anatomy, physiology, medical terminology and pharmacology.",
    "Able to work alone with little supervision and to meet deadlines.",
    "Experience with {ehr} and {encoder} preferred.",
    "A coding test is part of the interview.",
    "A quiet home office with a door and high speed internet of 50 Mbps is required.",
    "No experience necessary for newly certified coders who pass our coding test.",
    "Two letters of reference from coding supervisors.",
    "Background check, drug screen and proof of vaccination are required.",
    "Strong skills in Excel, Outlook and virtual meetings.",
    "Recent experience in {specialty} coding is a plus.")

OFFERED = (
    "Health, dental and vision insurance from the first day, paid time off and 401(k) match.",
    "We pay your dues, code books and continuing education.",
    "Flexible schedule within the week, no weekends and no holidays.",
    "Equipment with two monitors is shipped to your home.",
    "Sign-on bonus after ninety days and referral bonuses.",
    "Tuition support and a career ladder from coder to auditor and educator.",
    "An incentive plan rewards quality and productivity above the standard.",
    "Equal opportunity employer; we welcome veterans and people with disabilities.",
    "{employer} serves {city} and the communities around it.")

TAIL = (
    "Ask for our {rare} program.", "Our {rare} and {other} service lines are new.", "Experience with {rare} is a plus.",
    "You code for {rare} clinics too.", "Our clinics treat {rare} and {other}.", "We moved from {rare} to {ehr}.")

EMPLOYER_NAMES: dict[str, tuple[str, ...]] = {
    "hospital": ("{city} Regional Medical Center", "Saint {saint} Hospital", "{city} Health System", "Mercy {city}",
                 "{saint} Memorial Hospital", "{city} University Health", "{city} General Hospital",
                 "Saint {saint} Health", "{city} Children's Hospital"),
    "physician_group": ("{city} Physicians", "{saint} Medical Group", "{city} Orthopedic Associates",
                        "{city} Cardiology Partners", "{saint} Emergency Physicians", "{city} Women's Care"),
    "payer": ("{city} Health Plan", "{saint} Advantage", "{city} Mutual Health"),
    "billing_company": ("{saint} Coding Services", "{city} Medical Billing", "{saint} Revenue Cycle"),
    "staffing_agency": ("{saint} HIM Staffing", "{city} Healthcare Staffing", "{saint} Coding Solutions"),
    "vendor": ("{saint} Health Analytics", "{city} Documentation Software", "{saint} Risk Analytics"),
}
SAINTS = ("Agnes", "Anne", "Anthony", "Bernard", "Brigid", "Catherine", "Clare", "Dominic", "Elizabeth", "Francis",
          "Gabriel", "George", "Hilda", "Ignatius", "James", "Joseph", "Jude", "Lawrence", "Luke", "Martha", "Martin",
          "Mary", "Michael", "Monica", "Nicholas", "Patrick", "Paul", "Peter", "Raphael", "Rita", "Teresa", "Vincent")

STEMS = (
    "acro", "aden", "angi", "arthr", "athero", "blephar", "brachi", "bronch", "capill", "cardi", "cephal", "cerebr",
    "cervic", "chol", "chondr", "col", "cost", "crani", "cyst", "cyt", "derm", "duoden", "encephal", "enter",
    "esophag", "fibr", "gastr", "gingiv", "gloss", "glyc", "gnath", "hemat", "hepat", "hist", "hydr", "hyster", "ile",
    "jejun", "kerat", "lapar", "laryng", "lip", "lith", "lymph", "mamm", "mast", "mening", "my", "myel", "nas",
    "nephr", "neur", "ocul", "onych", "oophor", "ophthalm", "orchi", "oste", "ot", "pancreat", "pharyng", "phleb",
    "pleur", "pneum", "proct", "prostat", "pyel", "rhin", "salping", "scler", "sial", "splen", "spondyl", "sten",
    "stomat", "tars", "tend", "thorac", "thromb", "thyr", "trache", "tympan", "ureter", "urethr", "vas", "ven",
    "ventricul", "vertebr", "vesic", "viscer")
JOINTS = ("o", "oo", "i", "a", "eo", "io", "ato", "ico", "ulo", "ano")
ENDS = ("algia", "cele", "centesis", "cyte", "desis", "dynia", "ectasis", "ectomy", "emia", "genesis", "gram",
        "graphy", "iasis", "itis", "lysis", "malacia", "megaly", "meter", "oma", "osis", "pathy", "penia", "pexy",
        "plasia", "plasty", "plegia", "ptosis", "rrhage", "rrhaphy", "rrhea", "rrhexis", "sclerosis", "scopy",
        "spasm", "stasis", "stenosis", "stomy", "tomy", "tripsy", "trophy")
