"""Between what is typed and what is stored: read, kept where it makes no sense, shown again."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any, cast

from wtforms import FieldList

from careercenter.places import STATES, find_zip
from careercenter.postings.completeness import unparsed_message
from careercenter.postings.content import Content
from careercenter.postings.forms import BENEFITS, MOST_ROWS, PostingForm
from careercenter.postings.models import QuestionKind
from careercenter.postings.pay import amount_text, parse_amount
from careercenter.postings.requirement import Group, Requirement
from careercenter.terms import EHRS, ENCODERS, SPECIALTIES, Setting

_KEY = re.compile(r"q\d{1,3}")
_STATE_CODES = {name.casefold(): code for code, name in STATES.items()}


@dataclass
class Typed:
    """What a form says: the content, and apart from it what has no valid meaning, with the reasons."""

    content: Content = field(default_factory=dict[str, Any])
    unparsed: dict[str, Any] = field(default_factory=dict[str, Any])  # form field -> its text, or its rows
    errors: dict[str, str] = field(default_factory=dict[str, str])


def _whole(text: str) -> int:
    if not text.isascii() or not text.isdigit() or len(text) > 6:
        raise ValueError(f"“{text}” isn’t a whole number.")
    return int(text)


def _decimal(text: str) -> float:
    try:
        number = Decimal(text.rstrip("%+ "))
    except InvalidOperation:
        raise ValueError(f"“{text}” isn’t a number.") from None
    if not number.is_finite() or not 0 <= number < 100_000:
        raise ValueError(f"“{text}” isn’t a number that fits here.")
    return float(number)


def _day(text: str) -> str:
    try:
        return date.fromisoformat(text).isoformat()
    except ValueError:
        raise ValueError(f"“{text}” isn’t a date. Write it like 2026-05-31.") from None


_NUMBERS: dict[str, Callable[[str], Any]] = {
    "openings": _whole, "hybrid_days": _whole, "experience_years": _decimal, "accuracy_percent": _decimal,
    "pay_min": parse_amount, "pay_max": parse_amount, "sign_on_bonus": parse_amount, "deadline_on": _day,
}

_LINES = ("title", "department", "reports_to", "city", "zip", "time_zone_hours", "equipment_note", "education",
          "pay_note", "differentials", "apply_url", "apply_email")
_TEXTS = ("description", "conditions")
_AS_THEY_ARE = ("employment_types", "work_modes", "remote_anywhere_us", "remote_states", "settings",
                "code_systems", "ceu_paid", "dues_paid")
_CHOICES_WITH_DEFAULT = {"country": "US", "pay_currency": "USD", "apply_method": "here"}
_CHOICES = ("role_family", "pay_unit")
_OPEN_LISTS = {"specialties": SPECIALTIES, "encoders": ENCODERS, "ehrs": EHRS, "benefits": BENEFITS}
_ENDS_OF_OTHERS = {"specialties": ",", "encoders": ",", "ehrs": ",", "benefits": "\n"}
"""What stands between the others of each list, as its label says: a benefit may have a comma of its own."""


def read(form: PostingForm) -> Typed:
    """What was typed, as far as it can be understood."""
    typed = Typed()
    content = typed.content
    content.update({name: _line(form[name].data) for name in _LINES})
    content.update({name: _text(form[name].data) for name in _TEXTS})
    content.update({name: form[name].data for name in _AS_THEY_ARE})
    content.update({name: _chosen(form[name], None) for name in _CHOICES})
    content.update({name: _chosen(form[name], default) for name, default in _CHOICES_WITH_DEFAULT.items()})
    content["equipment_provided"] = {"yes": True, "no": False}.get(form.equipment_provided.data)
    region = _line(form.region.data)
    content["region"] = (_STATE_CODES.get(region.casefold()) or (region.upper() if len(region) == 2 else region)
                         if form.country.data == "US" else region)
    place = find_zip(content["zip"]) if content["country"] == "US" and not content["city"] else None
    if place is not None:
        content["city"], content["region"] = place.city, place.state
    for name in _OPEN_LISTS:
        content[name] = [*(form[name].data or []), *_split(form[f"{name}_other"].data, at=_ENDS_OF_OTHERS[name])]
    for name, parse in _NUMBERS.items():
        content[name] = _parsed(typed, name, _line(form[name].data), parse)
    content["requirement"] = _requirement(form, typed)
    content["experience_by_setting"] = _rows(form, typed, "experience", _experience)
    content["productivity"] = _rows(form, typed, "productivity", _productivity)
    content["screening_questions"] = _questions(form)
    _refuse_too_many(form, typed)
    return typed


def _refuse_too_many(form: PostingForm, typed: Typed) -> None:
    """Take no list of more rows than there may be; as one piece, so that they come back as they were typed."""
    for name in ROWS:
        rows = form[name].data
        if len(rows) > MOST_ROWS:
            typed.unparsed[name] = rows
            typed.errors[name] = (f"These are {len(rows)}, and {MOST_ROWS} is the most. Remove some, or put some "
                                  "together.")
            if name != "groups":
                typed.content[COLUMN_OF.get(name, name)] = []


def _text(text: str | None) -> str:
    # PostgreSQL keeps no NUL in a text.
    return (text or "").replace("\r\n", "\n").replace("\0", "").strip()


def _line(text: str | None) -> str:
    return " ".join(_text(text).split())


def _chosen(choice: Any, default: str | None) -> str | None:
    """What is chosen in a select, if it is one of its options."""
    known = {value for value, *_ in choice.iter_choices()} - {""}
    return choice.data if choice.data in known else default


def _split(text: str | None, *, at: str) -> list[str]:
    parts = (text or "").replace(at, "\n").splitlines()
    return list(dict.fromkeys(line for part in parts if (line := _line(part))))


def _parsed(typed: Typed, name: str, text: str, parse: Callable[[str], Any]) -> Any:
    if not text:
        return None
    try:
        return parse(text)
    except ValueError as error:
        typed.unparsed[name], typed.errors[name] = text, str(error)
        return None


def _requirement(form: PostingForm, typed: Typed) -> dict[str, Any]:
    months = _parsed(typed, "in_progress_months", _line(form.in_progress_months.data), _whole)
    return Requirement(
        tuple(Group(tuple(row["any_of"] or ()), bool(row["any_credential"])) for row in form.groups.data),
        apprentices_welcome=bool(form.apprentices_welcome.data),
        equivalents_considered=bool(form.equivalents_considered.data),
        in_progress_months=months, preferred=tuple(form.preferred.data or ())).as_json()


def _experience(row: Mapping[str, Any]) -> dict[str, Any] | None:
    years, note = _line(row["years"]), _line(row["note"])
    if not (row["setting"] or years or note):
        return None
    if row["setting"] not in set(Setting):
        raise ValueError("Choose the setting of the experience.")
    return {"setting": row["setting"], "years": _decimal(years or "0"),
            "is_required": row["is_required"] != "no", "note": note}


def _productivity(row: Mapping[str, Any]) -> dict[str, Any] | None:
    amount, kind = _line(row["amount"]), _line(row["kind"])
    if not (amount or kind):
        return None
    if not amount:
        raise ValueError("Say how many.")
    return {"amount": _decimal(amount), "unit": "encounters" if row["unit"] == "encounters" else "charts",
            "per": "day" if row["per"] == "day" else "hour", "kind": kind}


def _rows(form: PostingForm, typed: Typed, name: str,
          parse: Callable[[Mapping[str, Any]], dict[str, Any] | None]) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = []
    for number, raw in enumerate(form[name].data, 1):
        try:
            row = parse(raw)
        except ValueError as error:
            # As one piece, so that the rows come back as they were typed.
            typed.unparsed[name], typed.errors[name] = form[name].data, f"Row {number}: {error}"
            return []
        rows += [row] if row is not None else []
    return rows


def _questions(form: PostingForm) -> list[dict[str, Any]]:
    questions: list[dict[str, Any]] = []
    taken: set[str] = set()
    known = {row["key"] for row in form.questions.data}
    for row in form.questions.data:
        text = _line(row["question"])
        choices = [_line(line) for line in (row["choices"] or "").splitlines() if _line(line)]
        if not (text or choices):
            continue
        kind = QuestionKind(row["kind"]) if row["kind"] in set(QuestionKind) else QuestionKind.YES_NO
        key = row["key"]
        if not _KEY.fullmatch(key or "") or key in taken:
            key = next(f"q{number}" for number in range(1, 1000) if f"q{number}" not in taken | known)
        taken.add(key)
        questions.append({"key": key, "question": text, "kind": kind.value,
                          "choices": choices if kind is QuestionKind.CHOICE else [],
                          "is_required": row["is_required"] != "no"})
    return questions


def fill(content: Mapping[str, Any], unparsed: Mapping[str, Any] | None = None, *, version: int,
         is_featured: bool) -> PostingForm:
    """The form as somebody would have filled it in to say this content."""
    asks = Requirement.from_json(content["requirement"])
    data: dict[str, Any] = {
        **{name: content[name] or "" for name in (*_LINES, *_TEXTS, *_CHOICES, "region")},
        **{name: content[name] for name in (*_AS_THEY_ARE, *_CHOICES_WITH_DEFAULT)},
        "version": str(version), "is_featured": "yes" if is_featured else "no",
        "equipment_provided": {True: "yes", False: "no", None: ""}[content["equipment_provided"]],
        "groups": [{"any_of": list(group.any_of), "any_credential": group.any_credential}
                   for group in asks.all_of] or [{}],
        "apprentices_welcome": asks.apprentices_welcome, "preferred": list(asks.preferred),
        "equivalents_considered": asks.equivalents_considered,
        "in_progress_months": _shown(asks.in_progress_months),
        "experience": [{**row, "years": _shown(row["years"]), "is_required": "yes" if row["is_required"] else "no"}
                       for row in content["experience_by_setting"]] or [{}],
        "productivity": [{**row, "amount": _shown(row["amount"])} for row in content["productivity"]] or [{}],
        "questions": [{**row, "choices": "\n".join(row["choices"]),
                       "is_required": "yes" if row["is_required"] else "no"}
                      for row in content["screening_questions"]],
    }
    for name, known in _OPEN_LISTS.items():
        data[name] = [value for value in content[name] if value in known]
        others = [value for value in content[name] if value not in known]
        data[f"{name}_other"] = {",": ", "}.get(_ENDS_OF_OTHERS[name], "\n").join(others)
    for name, parse in _NUMBERS.items():
        data[name] = amount_text(content[name]) if parse is parse_amount else _shown(content[name])
    data.update(unparsed or {})
    form = PostingForm(formdata=None, data=data)
    why = read(form).errors
    show_errors(form, {name: unparsed_message(text) if isinstance(text, str) else why.get(name, unparsed_message(text))
                       for name, text in (unparsed or {}).items()})
    return form


def _shown(number: float | str | None) -> str:
    return "" if number is None else number if isinstance(number, str) else f"{number:g}"


FIELD_OF = {"requirement": "groups", "experience_by_setting": "experience", "screening_questions": "questions"}
"""Form fields whose names differ from the column's."""
COLUMN_OF = {name: column for column, name in FIELD_OF.items()}


def show_errors(form: PostingForm, messages: Mapping[str, str]) -> None:
    """Put messages at their fields; names are of columns or of form fields."""
    for name, message in messages.items():
        found = form[FIELD_OF.get(name, name)]
        errors: Sequence[Any] = found.errors or ()
        found.errors = [*errors, message]  # type: ignore[assignment]


ROWS = ("groups", "experience", "productivity", "questions")


def change_rows(form: PostingForm, action: str) -> bool:
    """Add or remove a row if the button that was pressed (`add:groups`, `remove:groups:1`) says so."""
    what, _, rest = action.partition(":")
    name, _, number = rest.partition(":")
    if what not in ("add", "remove") or name not in ROWS:
        return False
    rows = cast(FieldList, form[name])
    if what == "add" and len(rows.entries) < MOST_ROWS:
        rows.append_entry({})
    elif what == "remove" and number.isdigit():
        kept = [data for index, data in enumerate(rows.data) if index != int(number)]
        while rows.entries:
            rows.pop_entry()
        rows.last_index = -1  # count from 0 again
        for data in kept:
            rows.append_entry(data)
    return True
