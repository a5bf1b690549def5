"""Can any file make the readers fail with anything but a told refusal, or lose count of a row?

    python -m tests.fuzz.readers [--seconds 300] [--seeds FOLDER]...

Coverage-guided (atheris). The first byte of an input chooses the format, the second the sheet's name; the rest is the
file as it stands or, so that more than the first check of a format is reached, the cells of one, a byte a cell. A
failing input is written to ``.fuzz/`` beside the inputs that reached something new; both are kept from run to run.
"""

from __future__ import annotations

import argparse
import csv
import io
import sys
import tempfile
from pathlib import Path

import atheris
import xlsxwriter

with atheris.instrument_imports(include=["loaders", "graph_model.ledger"], enable_loader_override=False):
    from graph_model.errors import GongjianError
    from graph_model.schema import TABLES
    from loaders.hand_in import LoadOptions, read_hand_in

ENDINGS = (".csv", ".txt", ".xlsx", ".xls", ".ods", ".parquet", ".geojson", ".zip")
TABLES_BY_SHEET = {table.zh: table for table in TABLES.values()}
SHEETS = (*TABLES_BY_SHEET, "Sheet1")
CELL_BY_CELL = 128
"""From this first byte on, an input is cells."""
SALT = b"\x07" * 32
HOME = Path(__file__).resolve().parents[2] / ".fuzz"


# fmt: off
CELLS = (
    "", "\n", "O-1", "O-2", "M1", "无", "√", "是", "1", "0", "-5", "约500户", "1,234", "1.2亿", "7万元", "3.7E+11",
    "2018年6月3日", "2018.06", "43254", "二〇一七年", "99999999", "#REF!", "1e400", "-", "合计", "小计", "00012", "'",
    "企业", "社区", "张三", "11010519491231002X", "13800138000", "\u200b", "\u3000", "é", '"', "=1+1", "长" * 300,
    "工作经费(万元)", "备注", "序号", "姓名", "O-1,O-2", "O-1、O-2", "2018-06-03 00:00:00", "9999-12-31", "0001-01-01",
    "1e-9", "inf", "nan", "１２", "填报单位：甲街道", "党支部", "甲党支部", "116.39", "39.9", "370102000000",
)
# fmt: on
"""What a byte of a cell stands for, before the headers of the sheet's own table; the second ends a row."""


def known_cells(sheet: str) -> tuple[str, ...]:
    """The cells and the headers that stand on a sheet of this name."""
    table = TABLES_BY_SHEET.get(sheet)
    return CELLS if table is None else (*CELLS, *(column.zh for column in table.columns))


def written_cells(data: bytes, *, ending: str, sheet: str) -> bytes:
    """A file with one cell a byte."""
    cells = known_cells(sheet)
    rows: list[list[str]] = [[]]
    for byte in data:
        cell = cells[byte % len(cells)]
        if cell == "\n":
            rows.append([])
        else:
            rows[-1].append(cell)
    if ending == ".xlsx":
        content = io.BytesIO()
        with xlsxwriter.Workbook(content, {"in_memory": True}) as book:
            page = book.add_worksheet(sheet)
            for number, row in enumerate(rows):
                page.write_row(number, 0, row)
        return content.getvalue()
    text = io.StringIO()
    csv.writer(text, delimiter="\t" if ending == ".txt" else ",").writerows(rows)
    return text.getvalue().encode("gb18030" if ending == ".txt" else "utf-8")


def one_input(data: bytes) -> None:
    """Read one input as a hand-in."""
    if len(data) < 2:
        return
    ending = ENDINGS[data[0] % len(ENDINGS)]
    name = SHEETS[data[1] % len(SHEETS)]
    with tempfile.TemporaryDirectory(prefix="gongjian-fuzz-") as folder:
        path = Path(folder) / f"{name}{ending}"
        content = data[2:]
        if data[0] >= CELL_BY_CELL and ending in (".csv", ".txt", ".xlsx"):
            content = written_cells(content, ending=ending, sheet=name)
        path.write_bytes(content)
        try:
            draft = read_hand_in([path], salt=SALT, options=LoadOptions())
        except GongjianError:
            return
    for table, counts in draft.counts.items():
        assert counts.read == counts.accepted + counts.rejected, (table, counts)
        accepted = draft.tables[table].height if table in draft.tables else 0
        assert counts.accepted == accepted, (table, counts, accepted)
        kept = draft.rejected[table].get_column("code").to_list() if table in draft.rejected else []
        rejected = sum(code != "missing_header" for code in kept)  # rows of a refused sheet are kept, and none was read
        assert counts.rejected == rejected, (table, counts, rejected)
        assert counts.warned <= counts.accepted, (table, counts)
    assert draft.problems.filter(draft.problems.get_column("code").is_null()).is_empty()


def write_seeds(folder: Path, sources: list[Path]) -> None:
    """Put known files among the inputs: each as the format and sheet it is."""
    folder.mkdir(parents=True, exist_ok=True)
    files = [file for source in sources for file in sorted(source.rglob("*")) if file.suffix.lower() in ENDINGS]
    for number, file in enumerate(files):
        if file.stat().st_size > 1 << 17:
            continue
        ending = ENDINGS.index(file.suffix.lower())
        sheet = next((place for place, name in enumerate(SHEETS) if name in file.stem), SHEETS.index("Sheet1"))
        (folder / f"seed-{number:03d}{file.suffix}").write_bytes(bytes((ending, sheet)) + file.read_bytes())
    for sheet, text in (("党组织台账", ROWS_OF_ORGANISATIONS), ("党员台账", ROWS_OF_MEMBERS)):
        for ending, separator in enumerate((",", "\t")):
            content = text.replace(",", separator).encode("gb18030" if ending else "utf-8")
            (folder / f"seed-text-{sheet}-{ending}").write_bytes(bytes((ending, SHEETS.index(sheet))) + content)
    for place, (sheet, table) in enumerate(TABLES_BY_SHEET.items()):
        count = len(table.columns)
        headers = bytes(range(len(CELLS), len(CELLS) + count))
        cells = bytes((*headers, 1, *(2 + n % 50 for n in range(count)), 1, *(54 - n % 50 for n in range(count))))
        for ending in range(3):
            (folder / f"seed-cells-{sheet}-{ending}").write_bytes(bytes((CELL_BY_CELL + ending, place)) + cells)


ROWS_OF_ORGANISATIONS = """填报单位：某街道党工委
组织编码,组织名称,组织类别,领域,成立日期,正式党员,两新
O-1,甲党支部,党支部,社区,2018年6月3日,12人,√
O-2,"乙
党支部",党支部,企业,43254,"1,234",否
O-2,丙党支部,支部,x,二〇一七年,约5人,
合计,,,,,17,
"""
ROWS_OF_MEMBERS = """党员编号,姓名,组织编码,出生年份,性别,转正,联系电话
M1,张三,O-1,1970,男,是,13800138000
M2,李四,O-1,197,女,√,
,,,,,,
"""


def main() -> None:
    """Run the fuzzer for a bounded time; ends with a failure where an input fails."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--seconds", type=int, default=300, help="how long (default 300)")
    parser.add_argument("--seeds", type=Path, action="append", default=[], help="folder of files to begin with")
    asked = parser.parse_args()
    inputs = HOME / "inputs"
    write_seeds(inputs, asked.seeds)
    settings = [
        f"-max_total_time={asked.seconds}", "-timeout=30", "-rss_limit_mb=3072", "-max_len=65536",
        "-print_final_stats=1",
        f"-artifact_prefix={HOME}/",
    ]  # fmt: skip
    atheris.Setup([sys.argv[0], *settings, str(inputs)], one_input)
    atheris.Fuzz()


if __name__ == "__main__":
    main()
