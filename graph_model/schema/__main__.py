"""Which document tells the data contract? This prints it.

``python -m graph_model.schema > docs/schema.md``; what it says is made in ``document``.
"""

from __future__ import annotations

import sys

from graph_model.schema.document import schema_document

sys.stdout.write(schema_document())
