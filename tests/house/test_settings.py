"""Every setting is documented."""

from careercenter.config import ROOT, Settings


def test_the_readme_s_table_names_every_setting_with_its_meaning():
    readme = (ROOT / "README.md").read_text()
    missing = [f"| `{name.upper()}` | {field.description} |" for name, field in Settings.model_fields.items()
               if f"| `{name.upper()}` | {field.description} |" not in readme]
    assert not missing, "add to the README's table:\n" + "\n".join(missing)
