"""The page of the demo accounts, outside production."""

from flask import Blueprint, render_template

from careercenter.demo.accounts import list_accounts

blueprint = Blueprint("demo", __name__)


@blueprint.get("/dev/demo")
def index() -> str:
    """Who can sign in here, with the passwords of this machine."""
    return render_template("demo/index.html", accounts=list_accounts())
