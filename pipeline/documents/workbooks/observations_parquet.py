"""observations.parquet: the observations of many offices as one table that says what its columns hold. The only importer of pyarrow."""

from __future__ import annotations

import io
import json
from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from pipeline.progress.observations import OBSERVATIONS

NAME = "observations.parquet"
# Who reported, before the columns of an office's own observations.
WHO = (
    ("region", "行政区划", "行政区划代码"),
    ("city", "城市", "概况里的城市"),
    ("workspace", "工作目录", "相对于各工作目录所在的文件夹"),
)
# Digits a number may have, before and behind its point: what does not fit is a fault, never rounded.
_PRECISION, _SCALE = 38, 10


def observations_parquet(rows: Iterable[Sequence[str]], title: str) -> bytes:
    """The table: decimals exact, days as days, "" as nothing; `rows` are `WHO` and `OBSERVATIONS` as text.

    Every field bears its Chinese title and meaning as metadata, the table its title; numbers are never floats.
    """
    import pyarrow
    from pyarrow import parquet

    types = {
        "decimal": pyarrow.decimal128(_PRECISION, _SCALE),
        "date": pyarrow.date32(),
    }
    kinds = ["string"] * len(WHO) + [column.datatype for column in OBSERVATIONS]
    described = [*WHO, *((column.name, column.title, column.meaning) for column in OBSERVATIONS)]
    fields = [
        pyarrow.field(
            name, types.get(kind, pyarrow.string()), metadata={"title": told, "description": meaning}
        )
        for (name, told, meaning), kind in zip(described, kinds, strict=True)
    ]
    columns = list(zip(*rows, strict=True)) or [()] * len(fields)
    arrays = [
        pyarrow.array([_value(kind, text) for text in column], field.type)
        for kind, column, field in zip(kinds, columns, fields, strict=True)
    ]
    about = json.dumps(
        {"title": title, "primaryKey": ["workspace", "month", "target", "unit"]}, ensure_ascii=False
    )
    schema = pyarrow.schema(fields, metadata={"minsheng": about})
    stream = io.BytesIO()
    parquet.write_table(pyarrow.Table.from_arrays(arrays, schema=schema), stream, compression="zstd")
    return stream.getvalue()


def _value(kind: str, text: str) -> Any:
    if not text:
        return None
    match kind:
        case "decimal":
            return Decimal(text)
        case "date":
            return date.fromisoformat(text)
        case _:
            return text
