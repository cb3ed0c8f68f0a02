"""What announces a name in a text: titles, labels, relatives, roles, signatures, and what a person does or is."""

import re

_UPPER = "A-ZÀ-ÖØ-ÞĀ-ɏḀ-ỹ"
WORD = rf"[{_UPPER}][^\W\d_]*(?:['’\-][^\W\d_]+)*"
INITIAL = r"[A-Z]\b\.?(?!/)"
_SMALL = r"de[ ]las?|de[ ]los|del?|van[ ]de[nr]|van|von|bin|ibn|bint|abu|al|la|le|di|da|dos|do|y|N[ií]c?|st\.?"
PARTICLE = rf"(?:(?:{_SMALL})[ ])"
BETWEEN = re.compile(rf"[A-Z]\.?|{_SMALL}|der|den|los|las")
_SUFFIX = r"(?:,?[ ](?:Jr|Sr|II|III|IV)\b\.?)?"
_NICKNAME = r"(?:[\"“(][A-Z][a-z]+[\"”)][ ])?"
NAME = (rf"(?:{INITIAL}[ ]?){{0,3}}{PARTICLE}?{WORD}(?:[ ]{_NICKNAME}(?:{INITIAL}|{PARTICLE}?{WORD})){{0,3}}"
        rf"{_SUFFIX}")
LAST_FIRST = rf"{WORD}(?:[ ]{WORD})?,[ ]?{WORD}(?:[ ](?:{INITIAL}|{WORD}))?"
_FOUND = rf"(?P<found>{LAST_FIRST}|{NAME})"
_DEGREE = (r"(?:M\.?D|D\.?O|R\.?N|N\.?P|PA-?C?|D\.?P\.?M|Ph\.?D|CRNA|LPN|LVN|CNM|LCSW|LICSW|LMFT|LPC|CGC|RRT|OTR|"
           r"FNP(?:-C|-BC)?|APRN|ARNP|DDS|DMD|DPT|PharmD|CPC|COC|CRC|CCS|RHIA|RHIT")

# What announces a name so surely that it need be none that is known.
TITLED = re.compile(rf"\b(?:Mr|Mrs|Ms|Mx|Drs?|Prof|MR|MRS|MS(?=\.)|DRS?)\b\.?[ ]?(?P<found>{NAME})|"
                    rf"\b(?:Miss|Doctor|Professor|Nurse|Judge|Officer|Rev\.?|Pastor|Chaplain|Fr\.|Rabbi|Imam|Sgt\.?)"
                    rf"[ ](?P<named>{NAME})")
NAME_LABEL = re.compile(
    r"(?:\b(?:(?:patient|pt|member|guarantor|subscriber|provider|physician|mother|father|spouse|full|first|last|"
    r"maiden|preferred|pref\.?|employer|contact|beneficiary|client|resident)(?:'s)?[ ]+name|name)\b(?:[ ]+is)?|"
    r"\bnamed\b|\bgoes by\b|\ba/?k/?a\b)[ ]*[:=\-]?[ ]*"
    rf"(?P<found>{LAST_FIRST}|{NAME}|(?<=[:=] )[a-z]+(?:[ ][a-z]+){{1,2}}(?=[ ]*(?:[,;.\n]|$)))", re.IGNORECASE)
SIGNED = re.compile(
    r"(?i:\b(?:electronically[ ]+)?(?:signed|dictated|transcribed|reviewed|attested|authenticated|performed|"
    r"interpreted|seen|examined|referred|cosigned|co-signed|entered|scribed)[ ]+(?:electronically[ ]+)?by|/s/|"
    rf"e-signed:?|signature|sincerely,?|thank you,?|regards,?)[ ]*:?\s*(?:Dr\.?[ ]+)?{_FOUND}")
SURELY = (NAME_LABEL, TITLED, SIGNED)

_LABELS = (r"pt|patient|client|member|resident|attending(?:[ ]physician)?|provider|physician|surgeon|assistant|asst|"
           r"anesthesi(?:a|ologist)|referring|ordering|requesting|accepting|admitting|consultant|pcp|cc|attn|attention|"
           r"re|from|to|spouse|next of kin|nok|emergency contact|guarantor|subscriber|guardian|employer|caregiver|"
           r"informant|interpreter|coder|witness|adjuster|technician|sleep tech|tech|nurse|rn|crna|therapist|"
           r"counselor|pharmacist|endoscopist|retina|escort|contact|read(?:ing)?(?:[ ]by)?|requested[ ]by|chaplain")
_KIN = (r"son|daughter|dtr|dau|wife|husband|mother|father|mom|mum|dad|sister|brother|spouse|partner|aunt|uncle|niece|"
        r"nephew|cousin|grand(?:son|daughter|mother|father|ma|pa)|fianc[eé]e?|neighbor|friend|boyfriend|girlfriend|"
        r"roommate|parents|twin[ ][AB]|baby[ ](?:girl|boy)")
_ROLES = (r"pt|patient|proband|client|injured worker|employee|accepting|ordering|counselor|endoscopist|pharmacist|"
          r"case (?:manager|mgr|mngr)|research nurse|sleep tech|adjuster|interpreter|escort|therapist|driver|"
          r"teacher|surgeon|attending|crna|scribe|chaplain|contact|asst|tech|coordinator|hygienist|claimant|decedent")

# What announces a name that is known, or no word of a dictionary.
ANNOUNCED = (
    re.compile(rf"\b(?i:{_LABELS})[ ]*[:#=\-][ ]*{_FOUND}"),
    re.compile(rf"\b(?P<found>{NAME}),[ ]?{_DEGREE}|MA)\b\.?"),
    re.compile(rf"\b(?P<found>{NAME})[ ]{_DEGREE})\b"),
    re.compile(rf"\b(?i:{_KIN})(?:-in-law)?[ ]?[,(]?[ ]?(?P<found>{NAME})"),
    re.compile(rf"\b(?i:{_ROLES})[ ](?P<found>{NAME})"),
    re.compile(rf"\b(?i:drs)\b\.?[ ]{WORD}(?:,[ ]{WORD})*,?[ ](?:and|&|AND)[ ](?P<found>{NAME})"),
    re.compile(rf"\b(?i:this is|I am|I’m|I'm|dear|hi|hello|hey|taken by|known as|called)[ ](?P<found>{NAME})"
               r"(?=[ ]*(?:[,.:;!(\n]|and\b|from\b|$))"),
    re.compile(rf"\b(?i:thanks|thx|best|cheers|respectfully|yours truly|warmly|wishes)[,!.]?\s*[-–—~]?\s*"
               rf"(?P<found>{NAME})(?=[ ]*(?:[,.\n]|$))"),
    # Ezekiel Mensah, 61M; Kwabena 19 yo
    re.compile(rf"(?<![\w’'\-])(?P<found>{LAST_FIRST}|{NAME})(?=,?[ ]\(?\d{{1,3}}[ ]?"
               r"(?:y\.?/?o\b|yrs?\b|years?\b|-year|M\b|F\b|mo\b|wk\b|male|female|man\b|woman\b)|"
               r",?[ ](?:MRN|DOB|dob|mrn)\b)"),
)
# A name by itself on a line, or before an age and nothing else: two words of it at least.
APART = (
    re.compile(rf"(?m)^[ \t]*(?P<found>{NAME})[ \t]*$"),
    re.compile(rf"[A-Za-z]:[ ]*{_FOUND}(?=[ ]*(?:[,.;|\n]|$|[ ][ ]))"),
    re.compile(rf"\b(?:re|regarding|about)[ ](?P<found>{NAME})"),
    re.compile(rf"(?<![\w’'\-])(?P<found>{NAME})(?=,[ ]\d{{1,3}},)"),
    re.compile(rf"(?m)(?:^|:[ ])(?P<found>{NAME})(?=[ ](?:VA|HPI|presents|seen|here|reports|s/p)\b)"),
)
KIN_IS = re.compile(rf"\b(?i:{_KIN})[ ](?:is|was|named|called)[ ](?P<found>{WORD}(?:[ ]{WORD})?)"
                    r"(?=[,.;)]|[ ](?:and|who)\b)")
_FIRM = rf"{WORD}(?:[ ](?:(?:&|and|of)[ ])?{WORD}){{0,4}}"
EMPLOYED = re.compile(
    r"\b(?:[Ww]ork(?:s|ed|ing)|[Ee]mployed)[ ](?:(?:days?|nights?|evenings|full[ -]time|part[ -]time)[ ])?"
    r"(?:at|for|by)[ ]"
    rf"(?P<found>{_FIRM})|\b(?i:employer|company)[ ]*:[ ]*(?P<named>{_FIRM})")

DOES = re.compile(
    rf"(?<![\w’'])(?P<found>{WORD})"
    r"(?='s[ ](?:mother|father|wife|husband|son|daughter|chart|record|pain|symptoms|blood|family)|"
    r"[ ](?:reports?|states|denies|presents|presented|complains|says|said|has been|has a|was|"
    r"is (?:a|an|here|seen)|returns|came|comes|underwent|tolerated|reported|denied|stated|lives|works|tells|told|"
    r"feels|noticed|fell|had|has|did|will (?:follow|call|bring|return)|arrived|visited|visiting|called|asked|"
    r"agrees|wants|drove|brought|checks)\b)")
MET = re.compile(
    r"\b(?:[Bb]rings|[Bb]y|[Ss]aw|[Ww]ith|[Ss]poke (?:with|to)|[Ff]rom|[Cc]alled|[Pp]aged|[Nn]otified|[Aa]sked|[Tt]old|"
    rf"[Pp]er|w/|d/w|[Cc]ontact|[Ff]or)[ ](?P<found>{WORD})(?![\w’'])")
RUN = re.compile(rf"(?<![\w’'.]){WORD}(?:[ ](?:{INITIAL}[ ]?|{PARTICLE})?{WORD}){{1,3}}")
INVERTED = re.compile(rf"(?<![\w’'])(?P<family>{WORD}),[ ]?(?P<given>{WORD})(?:[ ](?:{INITIAL}|{WORD}))?")
LOWER_PAIR = re.compile(r"(?<![\w’'])(?=([a-z]{3,}(?:[ ][a-z]\b\.?)?[ ][a-z]{3,}))")
LOWER_TITLED = re.compile(r"\b(?:mr|mrs|ms|dr|doctor|nurse|miss)\b\.?[ ]"
                          r"(?P<found>(?![a-z]+(?:n['’]t|['’]\w+))[a-z][a-z'’\-]{2,}(?:[ ][a-z]{3,})?)")
INITIALS = (
    re.compile(r"\binitials[ ]*:?[ ]*(?P<found>(?:[A-Z]\.?){2,3})(?!\w)"),
    re.compile(r"(?<![\w.])(?P<found>(?:[A-Z]\.[ ]?){2,3})(?=[ ]?(?:is|was|reports|presents|presented|states|denies|"
               r"came|returns|has)\b)"),
)

EPONYM = re.compile(
    r"['’]?s?[ ](?:disease|syndrome|palsy|sign|test|catheter|tear|fracture|procedure|operation|score|scale|criteria|"
    r"lymphoma|sarcoma|tumor|cyst|contracture|esophagus|thyroiditis|phenomenon|disorder|classification|repair|method|"
    r"chorea|nodes?|tube|drain|dementia|bod(?:y|ies)|ataxia|anemia|deformity|malformation|index|approach|technique|"
    r"graft|stage|staging|maneuver|position|arthropathy|hernia|ulcer|law|incision|amputation|screw|pins?|wires?|"
    r"monitor|agent|virus|fever|cells?|tendon|rule|law|protocol|regimen|reaction|stain|view|line|ring|plate)\b", re.I)
"""What follows the name of somebody whom a disease, a sign or a thing is called after."""
