"""Hiring organizations: members and roles, public profiles, verification."""

from flask import Flask

from careercenter.accounts import deletion, exports
from careercenter.config import settings
from careercenter.employers import membership, policies, queries, tabs
from careercenter.employers.resolvers import open_resolver
from careercenter.web import navigation


def init_app(app: Flask) -> None:
    """Join employers to the application."""
    from careercenter.employers import listeners, tasks  # noqa: F401
    from careercenter.employers.views import blueprint

    app.extensions["resolver"] = open_resolver(settings)
    app.register_blueprint(blueprint)
    deletion.register_objection(membership.object_to_deletion)
    exports.register("employers", queries.export_memberships)
    navigation.add("My employers", "employers.index", area="account", order=20)
    app.jinja_env.globals.update(employer_tabs=tabs.list_tabs)
    tabs.register(10, "Overview", "employers.show_dashboard", may=policies.may_read)
    tabs.register(50, "Members", "employers.show_members", also=("employers.invite",), may=policies.may_read)
    tabs.register(60, "Profile", "employers.edit", also=("employers.set_logo",), may=policies.may_edit)
    tabs.register(70, "Domain", "employers.show_domain", also=("employers.claim_domain",), may=policies.may_edit)
