"""Register deliveries: wide weekly files as DREAM is delivered, spells, persons, and what else there is of them."""

from analysis.sources.register.delivery import import_files

__all__ = ["import_files"]
