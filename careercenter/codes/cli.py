"""`flask codes`: importing releases, looking at them, rolling one back."""

from flask.cli import AppGroup

commands = AppGroup("codes", help="Code systems and the tables that link them.")
