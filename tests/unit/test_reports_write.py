from pathlib import Path

import pytest
from report_samples import interventions, report_of

from caseapp.errors import InputError, OutputError
from caseapp.reports.write import write_report

SIGNATURES = {".pdf": b"%PDF-", ".xlsx": b"PK", ".ods": b"PK", ".csv": b"\xef\xbb\xbf"}


@pytest.mark.parametrize("suffix", SIGNATURES)
@pytest.mark.parametrize("upper", [False, True])
def test_format_follows_the_name(profil: Path, suffix: str, upper: bool) -> None:
    path = profil / f"rapport{suffix.upper() if upper else suffix}"
    write_report(report_of(interventions()), path)
    assert path.read_bytes().startswith(SIGNATURES[suffix])
    assert list(profil.iterdir()) == [path]


@pytest.mark.parametrize("name", ["rapport.docx", "rapport", "rapport.pdf.exe"])
def test_other_formats_are_refused_with_those_that_exist(profil: Path, name: str) -> None:
    with pytest.raises(InputError) as refused:
        write_report(report_of(), profil / name)
    assert str(refused.value) == (
        f"Le nom du fichier doit se terminer par .pdf, .xlsx, .ods ou .csv : « {name} » ne convient pas."
    )
    assert list(profil.iterdir()) == []


@pytest.mark.parametrize("suffix", SIGNATURES)
def test_old_file_survives_a_refused_write(profil: Path, suffix: str) -> None:
    with pytest.raises(OutputError, match="ce nom est trop long"):
        write_report(report_of(), profil / f"{'n' * 300}{suffix}")
    assert list(profil.iterdir()) == []


def test_nul_in_a_name_is_refused_like_the_rest(profil: Path) -> None:
    with pytest.raises(OutputError, match="Impossible d'écrire"):
        write_report(report_of(), profil / "a\x00b.csv")
