"""A list that cannot be right is refused as a whole, with every problem named."""

from pathlib import Path

import pytest

from analysis import project
from analysis.area_lists import municipalities, read_municipalities, read_services, services
from analysis.errors import AnalysisError

AREAS = "code,name,aliases,region,region_name,landsdel,group,rar_2015_2024,beskaeftigelsesregion_2007_2014"
SERVICES = "municipality,municipality_name,host,host_name,first,last,verified,source"


def written(folder: Path, *lines: str) -> Path:
    path = folder / "list.csv"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def test_there_are_98_municipalities_in_five_regions_and_five_groups() -> None:
    rows = list(municipalities().values())
    assert len(rows) == 98
    counts = {code: sum(one.region == code for one in rows) for code in ("084", "085", "083", "082", "081")}
    assert list(counts.values()) == [29, 17, 22, 19, 11]
    assert len({one.group for one in rows}) == 5
    assert not any(one.code == "411" for one in rows)


def test_the_unverified_dates_are_those_of_two_islands() -> None:
    assert len(services()) == 98 - 91
    from_csv = project.reference("jobcentres.csv").read_text(encoding="utf-8").splitlines()
    assert [line.split(",")[1] for line in from_csv if ",no," in line] == ["Ærø", "Samsø"]


def test_every_wrong_row_of_the_areas_is_named_at_once(tmp_path: Path) -> None:
    path = written(
        tmp_path,
        AREAS,
        "561,Esbjerg,,083,Region Syddanmark,Sydjylland,Provinsbykommuner,,",
        "561,Fanø,,083,Region Syddanmark,Sydjylland,Landkommuner,,",
        "63,Vejle,,083,Region Sydjylland,Sydjylland,,,",
        "751,Aarhus,esbjerg,090,Region Midtjylland,Østjylland,Storbykommuner,,",
    )
    with pytest.raises(AnalysisError) as error:
        read_municipalities(path)
    message = str(error.value)
    assert "7 problem(s)" in message
    assert "line 2: code '561' stands more than once" in message
    assert "line 3: code '561' stands more than once" in message
    assert "line 4: code '63' is not three digits" in message
    assert "line 4: region '083' has another name further up" in message
    assert "line 4: name, region_name and group must be filled in" in message
    assert "line 5: region '090' is not one of 081 to 085" in message
    assert "line 5: 'esbjerg' already names 561" in message


def test_a_list_with_other_columns_is_refused_with_those_it_must_have(tmp_path: Path) -> None:
    with pytest.raises(AnalysisError, match="the columns must be code, name, aliases"):
        read_municipalities(written(tmp_path, "code,name", "561,Esbjerg"))


def test_a_row_with_a_field_too_many_is_refused_with_its_line(tmp_path: Path) -> None:
    path = written(tmp_path, SERVICES, "563,Fanø,561,Esbjerg,2007-01,,yes,source", "563,Fanø,561")
    with pytest.raises(AnalysisError, match="line 3: has not 8 fields"):
        read_services(path)


def test_a_list_saved_in_another_encoding_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    path.write_bytes(f"{SERVICES}\n563,Fanø,561,Esbjerg,2007-01,,yes,\n".encode("cp1252"))
    with pytest.raises(AnalysisError, match="is not UTF-8"):
        read_services(path)


def test_a_list_saved_with_a_byte_order_mark_is_read(tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    path.write_text(f"{SERVICES}\n563,Fanø,561,Esbjerg,2007-01,,yes,\n", encoding="utf-8-sig")
    assert [one.host for one in read_services(path)] == ["561"]


def test_every_wrong_row_of_the_jobcentres_is_named_at_once(tmp_path: Path) -> None:
    path = written(
        tmp_path,
        SERVICES,
        "501,Augustenborg,540,Sønderborg,2007-01,,yes,",
        "563,Fanø,561,Ribe,2007-01,2012-13,yes,",
        "825,Læsø,813,Frederikshavn,2012-12,2012-11,perhaps,",
    )
    with pytest.raises(AnalysisError) as error:
        read_services(path)
    message = str(error.value)
    assert "line 2: municipality '501' is not in areas.csv" in message
    assert "line 3: host 561 is Esbjerg, not 'Ribe'" in message
    assert "line 3: first and last are months such as 2012-12" in message
    assert "line 4: the first month is later than the last" in message
    assert "line 4: verified is yes or no, not 'perhaps'" in message


def test_two_hosts_in_one_month_are_refused_and_in_two_following_months_are_not(tmp_path: Path) -> None:
    first = "155,Dragør,185,Tårnby,2007-01,2013-12,yes,"
    following = read_services(written(tmp_path, SERVICES, first, "155,Dragør,101,København,2014-01,,yes,"))
    assert [one.host for one in following if one.covers("2013-12")] == ["185"]
    assert [one.host for one in following if one.covers("2014-01")] == ["101"]
    with pytest.raises(AnalysisError, match="155 has two hosts at once: 185 and 101"):
        read_services(written(tmp_path, SERVICES, first, "155,Dragør,101,København,2013-12,,yes,"))


def test_a_host_must_have_a_jobcenter_of_its_own(tmp_path: Path) -> None:
    chain = ["563,Fanø,561,Esbjerg,2007-01,,yes,", "561,Esbjerg,573,Varde,2010-01,,yes,"]
    with pytest.raises(AnalysisError, match="561 and 573 host and are hosted at once"):
        read_services(written(tmp_path, SERVICES, *chain))
    with pytest.raises(AnalysisError, match="561 cannot be its own host"):
        read_services(written(tmp_path, SERVICES, "561,Esbjerg,561,Esbjerg,2007-01,,yes,"))
