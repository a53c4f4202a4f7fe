"""Figures as SVG: what matplotlib draws, in fewer characters."""

import io
import re
from xml.etree import ElementTree

import pandas as pd
import pytest
from matplotlib.figure import Figure

from analysis.publish import charts
from analysis.publish.drawing import style, svg

MONTHS = [f"2019-{month:02}" for month in range(1, 13)]
Drawn = list[tuple[str, dict[str, str], list[str], str]]


def lines() -> Figure:
    rows = pd.DataFrame(
        {
            "area_type": "jobcenter",
            "area": "561",
            "label": "Esbjerg",
            "role": "own",
            "period": MONTHS,
            "value": [3.0 + month / 7 for month in range(12)],
            "status": ["final"] * 10 + ["provisional"] * 2,
            "estimated": False,
        }
    )
    return charts.development(rows, unit="pct. af arbejdsstyrken", synthetic=True)


def cells() -> Figure:
    rows = pd.DataFrame(
        {
            "area": [f"{area:03}" for area in range(12)],
            "label": [f"Område {area:02}" for area in range(12)],
            "measure": "x",
            "measure_label": "Andel",
            "value": [float(area) for area in range(12)],
            "shade": [area / 11 for area in range(12)],
            "shown": [str(area) for area in range(12)],
            "hidden": [False] * 11 + [True],
        }
    )
    return charts.heatmap(rows, own="003")


def rounded(number: re.Match[str]) -> str:
    return f"{float(number[0]):.2f}"


def drawn(text: str) -> Drawn:
    """What an SVG draws, in order: element, style, places to a hundredth, words."""
    tree = ElementTree.fromstring(text)
    classes = dict(re.findall(r"\.(\w+)\{([^}]*)\}", text))
    found = []
    for element in tree.iter():
        name = element.tag.rpartition("}")[2]
        if name in ("path", "text", "use", "image", "rect"):
            said = element.get("style", "") or classes.get(element.get("class", ""), "")
            pairs = [part.split(":") for part in said.split(";") if ":" in part]
            told = {key.strip(): value.strip() for key, value in pairs}
            told = {key: value for key, value in told.items() if key not in ("font-family", "stroke-dashoffset")}
            told = {key: re.sub(r"url\(#\w+\)", "url", value) for key, value in told.items()}
            told = {
                key: re.sub(r"\d+\.\d+", lambda long: f"{float(long[0]):.2f}", value) for key, value in told.items()
            }
            places = " ".join(element.get(key, "") for key in ("d", "x", "y", "width", "height"))
            numbers = [f"{float(number) + 0.0:.2f}" for number in re.findall(r"-?\d+\.?\d*", places)]
            found.append((name, told, numbers, element.text or ""))
    return found


@pytest.mark.parametrize("figure", [lines, cells])
def test_a_brief_svg_draws_what_matplotlib_draws(figure) -> None:
    buffer = io.StringIO()
    with style.house():
        figure().savefig(buffer, format="svg")
    plain, brief = buffer.getvalue(), svg.to_svg(figure())
    assert drawn(brief) == drawn(plain)
    assert len(brief) < 0.75 * len(plain)


@pytest.mark.parametrize("figure", [lines, cells])
def test_everything_that_an_svg_points_to_is_in_it_once(figure) -> None:
    text = svg.to_svg(figure())
    names = re.findall(r' id="(\w+)"', text)
    assert len(names) == len(set(names))
    assert set(re.findall(r"(?:url\(#|href=\"#)(\w+)", text)) <= set(names)
    assert set(re.findall(r'class="(\w+)"', text)) == set(re.findall(r"\.(\w+)\{", text))


def test_a_label_that_looks_like_a_style_or_a_long_number_stays_as_it_is() -> None:
    figure = Figure()
    figure.text(0.1, 0.1, 'a style="x: 1" 1.23456 id="b" d="M 0 0"')
    assert '>a style="x: 1" 1.23456 id="b" d="M 0 0"</text>' in svg.to_svg(figure)
