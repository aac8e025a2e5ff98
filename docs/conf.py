"""How the documentation is built: ``sphinx-build -W docs docs/_build``."""

import sys
from pathlib import Path

from sphinx.domains.python._object import PyObject

from rareinsight import __version__

HERE = Path(__file__).parent
sys.path[:0] = [str(HERE / "_ext"), str(HERE.parent / "tests")]

project = "rareinsight"
author = "The rareinsight authors"
copyright = f"2026, {author}"
release = version = __version__

extensions = [
    "myst_parser",
    "sphinx.ext.autodoc",
    "sphinx.ext.napoleon",
    "sphinx_copybutton",
    "columns",
    "docstrings",
    "pages",
    "tables",
]
exclude_patterns = ["_build"]
html_theme = "furo"
html_static_path = ["_static"]
html_css_files = ["phone.css"]
html_title = f"rareinsight {version}"
copybutton_prompt_text = r">>> |\.\.\. |\$ "
copybutton_prompt_is_regexp = True

myst_enable_extensions = ["colon_fence", "deflist", "fieldlist"]
myst_heading_anchors = 3

autodoc_member_order = "bysource"
napoleon_use_ivar = True  # what a class says of its attributes stands with the class
next(each for each in PyObject.doc_field_types if each.name == "variable").label = "Attributes"
napoleon_numpy_docstring = False
autodoc_preserve_defaults = True
autodoc_typehints = "signature"
autodoc_class_signature = "separated"
python_use_unqualified_type_names = True

# Every reference into the package must lead somewhere; those to other projects are names only.
nitpicky = True
nitpick_ignore_regex = [("py:.*", r"(?!rareinsight\.).*"), ("py:.*", r"rareinsight\.(.*\.)?_\w+(\..*)?")]
