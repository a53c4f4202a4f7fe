"""The real panel as observations, read without the source that is under test elsewhere."""

from pathlib import Path

import pandas as pd

from written import observations

PANEL = {
    "tidy_y25i01_unemployment.csv": {
        "ledige_fuldtidspersoner_i_alt": ("ledige_fuldtid", "alle"),
        "ledige_fuldtidspersoner_dagpenge": ("ledige_fuldtid", "a_dagpenge"),
        "ledige_fuldtidspersoner_kontanthjaelp": ("ledige_fuldtid", "kontanthjaelp"),
        "ledige_pct_af_arbejdsstyrken_i_alt": ("ledige_pct_arbejdsstyrken", "alle"),
        "ledige_pct_dagpenge": ("ledige_pct_arbejdsstyrken", "a_dagpenge"),
        "ledige_pct_kontanthjaelp": ("ledige_pct_arbejdsstyrken", "kontanthjaelp"),
    },
    "tidy_y60a02_cashAssistance.csv": {
        "antal_personer": ("kontanthjaelp_personer", "kontanthjaelp"),
        "antal_fuldtidspersoner": ("kontanthjaelp_fuldtid", "kontanthjaelp"),
        "fuldtid_pct_arbejdsstyrken": ("kontanthjaelp_pct_arbejdsstyrken", "kontanthjaelp"),
        "fuldtid_pct_befolkningen": ("kontanthjaelp_pct_befolkning", "kontanthjaelp"),
    },
    "tidy_y60c07_activation.csv": {
        "aktiveringsgrad": ("aktiveringsgrad", "kontanthjaelp"),
        "andel_aktiveringsberoerte": ("andel_aktiveringsberoerte", "kontanthjaelp"),
    },
}


def real_observations(shared: Path) -> pd.DataFrame:
    """Municipalities and the country, 60 months to 2026-07; empty cells are suppressed."""
    parts = []
    for file, columns in PANEL.items():
        read = pd.read_csv(shared / "data" / "jobindsats_panel" / file, dtype={"kommunekode": str})
        for column, (measure, benefit) in columns.items():
            parts.append(
                pd.DataFrame(
                    {
                        "measure": measure,
                        "benefit": benefit,
                        "area": read["kommunekode"],
                        "period": read["periode"].str.replace("M", "-"),
                        "value": read[column],
                        "status": read[column].isna().map({True: "suppressed", False: "final"}),
                    }
                )
            )
    return observations(pd.concat(parts, ignore_index=True))
