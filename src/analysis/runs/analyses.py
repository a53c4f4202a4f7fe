"""The analyses there are: a notebook and a params file of the same name, found by their names."""

from dataclasses import dataclass
from typing import Any

from analysis import areas, project
from analysis.errors import nearest
from analysis.runs.notebooks import Notebook, read_notebook
from analysis.runs.problems import refuse
from analysis.runs.settings import Settings, read_settings

NOT_ANALYSES = {"sources"}  # params files that belong to no notebook


@dataclass(frozen=True)
class Analysis:
    """A notebook with its settings."""

    notebook: Notebook
    settings: Settings

    @property
    def name(self) -> str:
        """What the command line and the files call it."""
        return self.notebook.name

    @property
    def is_for_nobody(self) -> bool:
        """Whether its params file says ``jobcentres: none``: it is opened and read, and no report is made of it."""
        return self.settings.jobcentres == ()

    def covers(self, jobcenter: areas.Area, *, period: str) -> bool:
        """Whether the params file lets the analysis be made for a jobcenter: its code, or one of those it serves."""
        listed = self.settings.jobcentres
        return listed is None or any(area.code in listed for area in areas.members(jobcenter, period))

    def parameters_for(self, jobcenter: areas.Area, *, period: str, data: str) -> dict[str, Any]:
        """Every parameter of a report: the notebook's defaults, then the file's, the region's, the jobcenter's.

        An override of a municipality that another one's jobcenter serves holds for that jobcenter, unless its
        own code is there too.
        """
        values = {name: parameter.default for name, parameter in self.notebook.parameters.items()}
        values |= self.settings.parameters | self.settings.regions.get(areas.region_of(jobcenter).code, {})
        served = [area.code for area in areas.members(jobcenter, period) if area.code != jobcenter.code]
        for code in (*served, jobcenter.code):
            values |= self.settings.places.get(code, {})
        return values | {"jobcenter": jobcenter.code, "period": period, "data": data}


def all_analyses() -> list[Analysis]:
    """Every analysis of the project, sorted by name.

    Raises
    ------
    AnalysisError
        If a notebook or a params file is wrong, or one of them lacks the other: every problem of every file.
    """
    found, problems = read_analyses()
    refuse(problems)
    return found


def read_analyses() -> tuple[list[Analysis], list[str]]:
    """Every analysis that could be read, and every problem, in the order of the files' names."""
    home = project.root()
    notebooks = {path.stem: path for path in sorted((home / "notebooks").glob("*.ipynb"))}
    params = {path.stem: path for path in sorted((home / "params").glob("*.yml")) if path.stem not in NOT_ANALYSES}
    problems = [f"params/{path.name}: the ending is .yml." for path in sorted((home / "params").glob("*.yaml"))]
    found = []
    for name in sorted({*notebooks, *params}):
        if name not in notebooks:
            near = nearest(name, notebooks)
            problems.append(
                f"params/{name}.yml belongs to no notebook: there is no notebooks/{name}.ipynb."
                + (f" Did you mean '{near[0]}'?" if near else "")
            )
            continue
        notebook = read_notebook(notebooks[name], problems)
        if name not in params:
            problems.append(f"{notebook.label} has no params/{name}.yml. CONTRIBUTING.md shows one.")
        elif notebook.parameters:
            found.append(Analysis(notebook, read_settings(params[name], notebook, problems)))
    return found, problems
