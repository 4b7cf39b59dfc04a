"""Papers that people carry, as PDF: route sheets, box labels, kitchen count, loading list."""

from mealroute.papers.count import KitchenCount, kitchen_counts
from mealroute.papers.files import (
    PaperJob,
    PaperKind,
    Papers,
    paper_files,
    paper_name,
    volunteer_paper_names,
    volunteer_papers,
    with_labels,
)
from mealroute.papers.glyphs import MissingGlyph, missing_message
from mealroute.papers.labels import Label, labels
from mealroute.papers.loading import LoadingList, loading_lists

__all__ = [
    "KitchenCount",
    "Label",
    "LoadingList",
    "MissingGlyph",
    "PaperJob",
    "PaperKind",
    "Papers",
    "kitchen_counts",
    "labels",
    "loading_lists",
    "missing_message",
    "paper_files",
    "paper_name",
    "volunteer_paper_names",
    "volunteer_papers",
    "with_labels",
]
