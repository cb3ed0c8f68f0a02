"""What a code says by fixed choices: the side, the encounter, the stage. A slot matches or it doesn't; it isn't a word.

A slot is a set of values as bits. "Stage 1 through stage 4" has four of them, "open fracture type I or II" two.
"""

from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple

from careercenter.codes.lookup.words import Word, stem


class Family(NamedTuple):
    """Values of which a code has one, and what it is called on a page."""

    name: str
    values: tuple[str, ...]


FAMILIES = (
    Family("side", ("right", "left", "bilateral", "unspecified side")),
    Family("encounter", ("initial", "subsequent", "sequela")),
    Family("wound", ("closed", "open")),
    Family("healing", ("routine healing", "delayed healing", "nonunion", "malunion")),
    Family("displacement", ("displaced", "nondisplaced")),
    Family("severity", ("mild", "moderate", "severe")),
    Family("stage", ("1", "2", "3", "3a", "3b", "4", "5", "unstageable")),
    Family("degree", ("first", "second", "third", "fourth")),
    Family("type", ("1", "2", "3", "4", "5", "secondary")),
    Family("trimester", ("first", "second", "third", "unspecified trimester")),
    Family("remission", ("in remission", "not in remission", "in relapse")),
    Family("intractable", ("intractable", "not intractable")),
)
PLACE = {family.name: place for place, family in enumerate(FAMILIES)}
SIDE, ENCOUNTER = PLACE["side"], PLACE["encounter"]
ONE_SIDE, BOTH_SIDES, UNSPECIFIED_SIDE = 1 << 0 | 1 << 1, 1 << 2, 1 << 3
UNSPECIFIED_TRIMESTER = 1 << 3
IN_REMISSION = 1 << 0
NO_SLOTS: tuple[int, ...] = (0,) * len(FAMILIES)

_BITS = {family.name: {value: 1 << number for number, value in enumerate(family.values)} for family in FAMILIES}
# A word that is a value by itself.
_ALONE = {
    **dict.fromkeys(("right", "rt", "dextral"), ("side", "right")),
    **dict.fromkeys(("left", "lt", "sinistral"), ("side", "left")),
    **dict.fromkeys(("bilateral", "bilat", "bil", "bilaterally", "both", "b_l"), ("side", "bilateral")),
    **dict.fromkeys(("initial", "init", "initially"), ("encounter", "initial")),
    **dict.fromkeys(("subsequent", "subseq", "subs", "f_u", "followup"), ("encounter", "subsequent")),
    **dict.fromkeys(("sequela", "sequelae", "sequel"), ("encounter", "sequela")),
    "closed": ("wound", "closed"), "open": ("wound", "open"),
    "nonunion": ("healing", "nonunion"), "malunion": ("healing", "malunion"),
    "displaced": ("displacement", "displaced"), "nondisplaced": ("displacement", "nondisplaced"),
    **dict.fromkeys(("undisplaced", "nondisp"), ("displacement", "nondisplaced")),
    "mild": ("severity", "mild"), "moderate": ("severity", "moderate"), "severe": ("severity", "severe"),
    "unstageable": ("stage", "unstageable"),
}
_LETTERS = {"l": "left", "r": "right"}
# Of what there are two, a right and a left one. Only beside it is a lone letter a side: "l knee pain", not "vitamin r".
_IN_PAIRS = frozenset(map(stem, (
    "abdomen", "acetabulum", "achilles", "acl", "acromion", "adnexa", "adrenal", "aka", "ankle", "arm", "axilla",
    "bicep", "bimalleolar", "bka", "breast", "bronchus", "buttock", "calcaneus", "calcis", "calf", "carotid",
    "carpal", "cataract", "cerebral", "cerumen", "cheek", "clavicle", "conjunctiva", "cornea", "cts", "cubital",
    "ear", "elbow", "extremity", "eye", "eyebrow", "eyelid", "fallopian", "feet", "femoral", "femur", "fibula",
    "finger", "flank", "foot", "forearm", "glenoid", "gluteal", "groin", "hallux", "hamstring", "hand", "hearing",
    "heel", "hemiparesis", "hemiplegia", "hip", "hue", "humerus", "hydronephrosis", "iliac", "inguinal",
    "intertrochanteric", "jaw", "kidney", "knee", "labrum", "lcl", "leg", "limb", "lobe", "lower", "lung",
    "malleolus", "mastectomy", "mastoid", "maxilla", "mca", "mcl", "meniscus", "metacarpal", "metatarsal", "middle",
    "nipple", "olecranon", "orbit", "otitis", "ovarian", "ovary", "palm", "parotid", "patella", "pcl", "pelvis",
    "peroneal", "phalanx", "pinky", "popliteal", "quadrant", "radial", "radius", "renal", "retina", "rib",
    "rotator", "scaphoid", "scapula", "sciatic", "sciatica", "scrotum", "shin", "shoulder", "side", "sided",
    "subtrochanteric", "talus", "tarsal", "temple", "testicle", "testicular", "testis", "tha", "thigh", "thr",
    "thumb", "tib", "tibia", "tibial", "tinnitus", "tka", "tkr", "toe", "tricep", "trimalleolar", "trochanter",
    "trochanteric", "ulna", "ulnar", "upper", "ureter", "vocal", "wrist")))
# What is said short, and means it only beside some words: "cataract od", but "heroin od"; "fx disp", but "disp fee".
_EYES = frozenset(map(stem, (
    "amblyopia", "amd", "armd", "blepharitis", "blindness", "brao", "brvo", "cataract", "chalazion", "conjunctiva",
    "conjunctivitis", "cornea", "corneal", "crao", "crvo", "csme", "diplopia", "dme", "drusen", "ectropion",
    "endophthalmitis", "entropion", "erm", "eye", "eyelid", "eyes", "floaters", "glaucoma", "glc", "hordeolum",
    "hyphema", "iol", "iritis", "keratitis", "keratoconus", "lacrimal", "lid", "lids", "macula", "macular", "myopia",
    "npdr", "optic", "papilledema", "pdr", "pinguecula", "poag", "pseudophakia", "pterygium", "ptosis", "retina",
    "retinal", "retinopathy", "scleritis", "strabismus", "stye", "trichiasis", "uveitis", "vision", "visual",
    "vitreous")))
_BROKEN = frozenset(map(stem, ("broken", "fracture", "fx", "frx", "fxs", "dislocation")))
_BESIDE = {"od": (_EYES, "side", "right"), "os": (_EYES, "side", "left"), "ou": (_EYES, "side", "bilateral"),
           "disp": (_BROKEN, "displacement", "displaced"), "displ": (_BROKEN, "displacement", "displaced")}
# Words that follow each other.
_PHRASES = {
    ("routine", "healing"): ("healing", "routine healing"), ("healing", "well"): ("healing", "routine healing"),
    ("delayed", "healing"): ("healing", "delayed healing"), ("non", "union"): ("healing", "nonunion"),
    ("mal", "union"): ("healing", "malunion"), ("non", "displaced"): ("displacement", "nondisplaced"),
    ("in", "remission"): ("remission", "in remission"), ("in", "relapse"): ("remission", "in relapse"),
}
_ORDINALS = {"first": "first", "1st": "first", "second": "second", "2nd": "second", "third": "third", "3rd": "third",
             "fourth": "fourth", "4th": "fourth", "1": "first", "2": "second", "3": "third"}
_NUMBERS = {"i": "1", "ii": "2", "iii": "3", "iv": "4", "v": "5", "iiia": "3", "iiib": "3", "iiic": "3", "one": "1",
            "two": "2", "three": "3", "four": "4"}
_STAGES = ("1", "2", "3", "3a", "3b", "4")  # what "1 through 4" holds
_OTHER_DIABETES = frozenset(("underlying", "induced", "specified"))  # E08, E09 and E13: neither type 1 nor 2
_TRIMESTER = frozenset(("trimester", "tri", "trim"))


class Read(NamedTuple):
    """The slots of a text, and the places of the words that said them."""

    slots: tuple[int, ...]
    used: frozenset[int]


def read_slots(words: Sequence[Word]) -> Read:
    """The slots that words fill."""
    slots: list[int] = list(NO_SLOTS)
    used: set[int] = set()
    texts = [word.text for word in words]

    def fill(family: str, value: str, *places: int) -> None:
        bit = _BITS[family].get(value)
        if bit:
            slots[PLACE[family]] |= bit
            used.update(places)

    for place, text in enumerate(texts):
        following = texts[place + 1] if place + 1 < len(texts) else ""
        if text in ("intractable", "intract"):
            denied = place > 0 and texts[place - 1] in ("not", "without", "no")
            fill("intractable", "not intractable" if denied else "intractable", place)
        elif text == "remission" and (words[place].negated or "not" in texts[max(0, place - 4):place]):
            fill("remission", "not in remission", place)
        elif (text, following) in _PHRASES:
            fill(*_PHRASES[text, following], place, place + 1)
        elif text in _ALONE and place not in used and not (text in ("open", "closed") and following == "angle"):
            fill(*_ALONE[text], place)
        elif text in _LETTERS and _is_side(texts, place):
            fill("side", _LETTERS[text], place)
        elif text in _BESIDE and _BESIDE[text][0].intersection(map(stem, texts)):
            fill(*_BESIDE[text][1:], place)
        elif text in _ORDINALS and following in _TRIMESTER:
            fill("trimester", _ORDINALS[text], place, place + 1)
        elif text == "unspecified" and following == "trimester":
            fill("trimester", "unspecified trimester", place, place + 1)
        elif text in _ORDINALS and following in ("degree", "deg"):
            fill("degree", _ORDINALS[text], place, place + 1)
        elif text == "ckd" and following in _BITS["stage"]:
            fill("stage", following, place + 1)
        elif text in ("3a", "3b") and place not in used:
            fill("stage", text, place)
        elif text in ("stage", "stg", "type"):
            _read_numbers(texts, place, "stage" if text == "stg" else text, fill)
    if slots[PLACE["wound"]] == 1 << 1 and "angle" in texts:
        slots[PLACE["wound"]] = 0
    if "diabetes" in texts and not slots[PLACE["type"]] and _OTHER_DIABETES & set(texts):
        slots[PLACE["type"]] = _BITS["type"]["secondary"]
    if slots[PLACE["healing"]] and not slots[ENCOUNTER]:  # only later encounters speak of it
        slots[ENCOUNTER] = 1 << 1
    return Read(tuple(slots), frozenset(used))


def _is_side(texts: Sequence[str], place: int) -> bool:
    """Whether a lone l or r is one: not of the l spine, of m-l, or of L 5."""
    beside = (*texts[max(0, place - 1):place], *texts[place + 1:place + 2])
    return (not any(len(text) == 1 or text == "spine" or text[0].isdigit() for text in beside)
            and any(stem(text) in _IN_PAIRS for text in texts))


def _read_numbers(texts: Sequence[str], start: int, family: str, fill: Callable[..., None]) -> None:
    """`stage 3b`, `type I or II`, `stage 1 through stage 4`."""
    place, last = start + 1, ""
    while place < len(texts):
        text = texts[place]
        value = _NUMBERS.get(text, text)
        if text in ("or", "and", family):
            place += 1
        elif text == "through" and family == "stage" and last:
            for stage in _STAGES:
                fill(family, stage, place)
            place += 1
        elif value in _BITS[family]:
            fill(family, value, start, place)
            place, last = place + 1, value
        else:
            return


def union(many: Iterable[tuple[int, ...]]) -> tuple[int, ...]:
    """All values of several."""
    joined = list(NO_SLOTS)
    for slots in many:
        joined = [one | other for one, other in zip(joined, slots, strict=True)]
    return tuple(joined)


def labels_of(slots: Sequence[int]) -> list[str]:
    """What is understood, for people: "right", "initial encounter", "stage 3b"."""
    named = {"encounter": "{} encounter", "stage": "stage {}", "degree": "{} degree", "type": "type {}",
             "trimester": "{} trimester"}
    alone = ("sequela", "unstageable", "secondary")
    return [named.get(family.name, "{}").format(value) if value not in alone else value
            for family, bits in zip(FAMILIES, slots, strict=True)
            for number, value in enumerate(family.values) if bits >> number & 1 and not value.startswith("unspec")]
