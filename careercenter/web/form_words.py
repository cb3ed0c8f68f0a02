"""What forms say where a field names no message of its own, in our words instead of WTForms's."""

from flask_wtf import FlaskForm

_OURS = {
    "Not a valid choice.": "Choose one of those that are offered.",
    "'%(value)s' is not a valid choice for this field.": "Choose only of those that are offered.",
    "'%(value)s' are not valid choices for this field.": "Choose only of those that are offered.",
    "Invalid Choice: could not coerce.": "Choose one of those that are offered.",
    "Invalid choice(s): one or more data inputs could not be coerced.": "Choose only of those that are offered.",
    "Field cannot be longer than %(max)d character.": "At most %(max)d character.",
    "Field cannot be longer than %(max)d characters.": "At most %(max)d characters.",
    "Field must be at least %(min)d character long.": "At least %(min)d character.",
    "Field must be at least %(min)d characters long.": "At least %(min)d characters.",
    "Field must be between %(min)d and %(max)d characters long.": "Between %(min)d and %(max)d characters.",
    "Number must be at least %(min)s.": "At least %(min)s.",
    "Number must be at most %(max)s.": "At most %(max)s.",
    "Number must be between %(min)s and %(max)s.": "Between %(min)s and %(max)s.",
    "This field is required.": "Fill this in.",
    "Invalid input.": "This isn't written the way that is asked for.",
    "Invalid URL.": "Write a whole address, such as https://example.com.",
    "Not a valid datetime value.": "Write a day and a time.",
    "Not a valid date value.": "Write a day, such as 2026-01-31.",
    "Not a valid time value.": "Write a time, such as 09:30.",
    "Not a valid integer value.": "Write a whole number.",
    "Not a valid decimal value.": "Write a number, such as 12 or 1.5.",
}


class FormWords:
    """The translations of every form (WTForms, Internationalization)."""

    def gettext(self, text: str) -> str:
        """A message in our words."""
        return _OURS.get(text, text)

    def ngettext(self, singular: str, plural: str, n: int) -> str:
        """A message that counts, in our words."""
        return self.gettext(singular if n == 1 else plural)


def init_app() -> None:
    """Give every form its words."""
    words = FormWords()
    FlaskForm.Meta.get_translations = lambda self, form: words
