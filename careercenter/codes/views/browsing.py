"""Walking down the tree of a code system: free, as searching is."""

from flask import render_template

from careercenter.codes import queries
from careercenter.codes.models import CodeKind, CodeSystem
from careercenter.codes.views import blueprint
from careercenter.core import NotFound

MOST = 400  # rows on a page; a system that is wider is reached by its box


@blueprint.get("/<any(icd10cm, hcpcs, cpt, modifier, pos):system>")
def browse(system: str) -> str:
    """Where a system begins: its chapters, its letters, or all of it."""
    places = queries.list_roots(CodeSystem(system))
    return render_template("codes/browse.html", system=CodeSystem(system), here=None, path=[], places=places[:MOST],
                           hidden=max(0, len(places) - MOST))


@blueprint.get("/<any(icd10cm, hcpcs, cpt, modifier, pos):system>/under/<key>")
def browse_under(system: str, key: str) -> str:
    """What stands right below a chapter, a block or a code."""
    here = queries.find_place(CodeSystem(system), key)
    if here is None:
        raise NotFound(f"{CodeSystem(system).label} has nothing called {key}.")
    places = queries.list_children(here.code)
    return render_template("codes/browse.html", system=here.code.system, here=here, path=queries.list_path(here.code),
                           places=places[:MOST], hidden=max(0, len(places) - MOST), kinds=CodeKind)
