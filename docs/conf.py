"""How the pages of docs/ become a site: `make docs`. Nothing is fetched, neither here nor by whoever reads the pages."""

import tracker

project = "tracker"
author = "the tracker authors"
project_copyright = "the tracker authors, Apache-2.0"
version = release = tracker.__version__
html_title = f"tracker {version}"

extensions = ["myst_parser", "sphinx.ext.autodoc"]
exclude_patterns = ["_build", "deploy"]
html_theme = "furo"
html_copy_source = False

myst_enable_extensions = ["deflist"]
myst_heading_anchors = 3

default_role = "code"  # docstrings are Markdown
autodoc_member_order = "bysource"
autodoc_preserve_defaults = True
autodoc_default_options = {"members": True}
# Types of other packages and of inner rooms have no entry; those of these modules must have one.
nitpick_ignore = [("py:class", "tracker.types.paging.T")]  # a type variable
nitpick_ignore_regex = [("py:.*", r"(?!tracker\.(types|errors|settings)\.).*")]
