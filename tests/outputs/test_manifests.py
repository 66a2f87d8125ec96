"""The manifest: what is written is read back, what 0.1.0 wrote is read, and nothing else is ever taken for one."""

from __future__ import annotations

import json
from collections.abc import Iterator
from copy import deepcopy
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.model.origin import Command, CommandKind, Origin, Source
from pipeline.outputs.manifests import Damaged, Manifest, Output, Pdf, dump, parse, read_manifest

HERE, PLACE = Path(__file__).parent, Path("outputs/2021-09/manifest.json")
COMMANDS = [
    (Command(CommandKind.FORMS), "forms"),
    (Command(CommandKind.COLLATE), "collate"),
    (Command(CommandKind.CHECK, {"return": True}), "check --return"),
    (Command(CommandKind.REMIND, {"letter": False}), "remind"),
    (Command(CommandKind.REMIND, {"letter": True}), "remind --letter"),
    (Command(CommandKind.MONTHLY, {"final": False}), "monthly"),
    (Command(CommandKind.MONTHLY, {"final": True}), "monthly --final"),
    (Command(CommandKind.ASSESS, {"final": False}), "assess"),
    (Command(CommandKind.ASSESS, {"final": True}), "assess --final"),
    *(
        (Command(CommandKind.SPOTCHECK, {"n": 5, "seed": seed}), f"spotcheck --n 5 --seed {seed}")
        for seed in ("202109", "a  b", " a ", "--final", "", "一\n二", "--n 6 --seed x", "a --seed b")
    ),
]
WHOLE = Manifest(
    "2021-09",
    Origin(
        Command(CommandKind.MONTHLY, {"final": True}),
        "0.1.0",
        (Source("inputs/2021/任务分解表.xlsx", "ab" * 32), Source("inputs/2021/09/\udccd.xlsx", "cd" * 32)),
        (Source("报告.docx", "ef" * 32),),
        date(2021, 9, 25),
        {"报告.docx": {"mark": "_set", "figures": [], "lines": ["一"]}},
    ),
    (Output("报告.docx", "01" * 32, 7), Output("反馈函/01.docx", "23" * 32, 0)),
    (Pdf("报告.pdf", "01" * 32), Pdf("合并打印.pdf")),
    sealed=True,
)


@pytest.mark.parametrize(("command", "text"), COMMANDS, ids=[text for _, text in COMMANDS])
def test_a_command_is_read_back_however_it_was_written(command: Command, text: str) -> None:
    assert parse(dump(Manifest("2021-09", Origin(command), WHOLE.outputs)), PLACE).origin.command == command
    # As 0.1.0 wrote it.
    facts = json.loads(dump(WHOLE)) | {"command": text}
    assert parse(json.dumps(facts).encode(), PLACE).origin.command == command
    assert command.text == text


@given(st.text(), st.integers(1, 10**9))
def test_any_seed_is_read_back(seed: str, count: int) -> None:
    made = Manifest(
        "2021-09-抽查", Origin(Command(CommandKind.SPOTCHECK, {"n": count, "seed": seed})), WHOLE.outputs
    )
    assert parse(dump(made), PLACE) == made


def test_a_whole_manifest_is_read_back_and_what_is_empty_is_left_out() -> None:
    assert parse(dump(WHOLE), PLACE) == WHOLE
    memory = Manifest(
        "2021-09", Origin(Command(CommandKind.MONTHLY, {"final": True}), documents={"报告.docx": {}})
    )
    assert parse(dump(memory), PLACE) == memory
    assert sorted(json.loads(dump(memory))) == ["command", "documents", "set"]
    nothing = Manifest("2021-09", Origin(Command(CommandKind.COLLATE)))
    assert parse(dump(nothing), PLACE) == nothing


@pytest.mark.parametrize("command", [command for command, _ in COMMANDS], ids=lambda one: one.text)
def test_no_command_takes_what_it_was_never_told(command: Command) -> None:
    for arguments in ({**command.arguments, "more": True}, {"n": 0, "seed": "x"}, {"n": True, "seed": "x"}):
        with pytest.raises(ValueError, match="参数不对"):
            Command(command.kind, arguments)


@pytest.mark.parametrize("name", ["表样", "催报", "抽查", "材料", "退回", "汇总"])
def test_what_version_0_1_0_wrote_is_read(name: str) -> None:
    path = HERE / "manifests_0_1_0" / f"{name}.json"
    facts, made = json.loads(path.read_bytes()), parse(path.read_bytes(), path)
    assert (made.set, made.origin.version, made.origin.command.text) == (
        facts["set"],
        "0.1.0",
        facts["command"],
    )
    assert made.digests == {one["path"]: one["sha256"] for one in facts["outputs"]}
    for key, sources in (("inputs", made.origin.inputs), ("templates", made.origin.templates)):
        assert [(one.path, one.sha256) for one in sources] == [
            (one["path"], one["sha256"]) for one in facts.get(key, [])
        ]
    assert made.sealed is facts.get("sealed", False)
    assert made.origin.documents == facts.get("documents", {})
    again = json.loads(dump(made))
    assert {key: value for key, value in again.items() if key != "command"} == {
        key: value for key, value in facts.items() if key != "command" and value != []
    }


# Damage


def test_no_manifest_is_none_and_a_spoilt_one_is_told(tmp_path: Path) -> None:
    assert read_manifest(tmp_path) is None
    assert read_manifest(tmp_path / "没有") is None
    (tmp_path / "manifest.json").write_bytes(b"{")
    with pytest.raises(Damaged) as caught:
        read_manifest(tmp_path)
    assert str(caught.value) == (
        f"“{tmp_path / 'manifest.json'}”已损坏，或者不是本程序写的：不是 JSON。没有它，说不清是哪一套、用什么做的、是不是定稿。"
        "请从备份恢复这个文件；没有备份的，把它所在的文件夹移到别处，再重新生成。"
    )


def spoilt(**said: object) -> bytes:
    return json.dumps(json.loads(dump(WHOLE)) | said).encode()


def without(key: str) -> bytes:
    return json.dumps(
        {name: value for name, value in json.loads(dump(WHOLE)).items() if name != key}
    ).encode()


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"", "不是 JSON"),
        (b"\xff\xfe{}", "不是 JSON"),
        (dump(WHOLE)[:-200], "不是 JSON"),
        (b"[" * 100_000, "一层套一层，太深了"),
        (b'{"set": ' * 100_000, "一层套一层，太深了"),
        (b"[]", "整个文件应是一组“键: 值”"),
        (b"{}", "“set”应是文字"),
        (b'{"set": ' + b"9" * 5000 + b"}", "不是 JSON"),
        (without("set"), "“set”应是文字"),
        (without("command"), "“command”应是一组“键: 值”"),
        (without("outputs"), "没有“outputs”"),
        (spoilt(set=["2021-09"]), "“set”应是文字"),
        (spoilt(set="../2021-09"), "里面有不能用作文件名的名字"),
        (spoilt(set="\ud800"), "里面有不能用作文件名的名字"),
        (spoilt(command="print"), "“command”里的命令不认识，也许是更新的版本写的"),
        (spoilt(command=""), "“command”里的命令不认识，也许是更新的版本写的"),
        (spoilt(command={"kind": ["monthly"]}), "“kind”应是文字"),
        (spoilt(command="monthly --finally"), "“command”里 monthly 的参数不对"),
        (spoilt(command={"kind": "monthly", "arguments": {}}), "“command”里 monthly 的参数不对"),
        (spoilt(command={"kind": "monthly", "arguments": [1]}), "“command”的“arguments”应是一组“键: 值”"),
        (spoilt(command="spotcheck --n 0 --seed a"), "“command”里 spotcheck 的参数不对"),
        (spoilt(command="spotcheck"), "“command”里 spotcheck 的参数不对"),
        (spoilt(version=1), "“version”应是文字"),
        (spoilt(inputs={}), "“inputs”应是列表"),
        (spoilt(inputs=["a.xlsx"]), "“inputs”的每一项应是一组“键: 值”"),
        (spoilt(inputs=[{"path": "a.xlsx"}]), "“sha256”应是文字"),
        (spoilt(templates=[{"path": "../报告.docx", "sha256": "ab" * 32}]), "里面有不能用作文件名的名字"),
        (spoilt(outputs="报告.docx"), "“outputs”应是列表"),
        (spoilt(outputs=[{"path": "/x", "sha256": "ab" * 32, "size": 1}]), "里面有不能用作文件名的名字"),
        # A beginning of a digest would take a changed file for the published one.
        (spoilt(outputs=[{"path": "x", "sha256": "a", "size": 1}]), "“sha256”应是64位的校验值"),
        (spoilt(outputs=[{"path": "x", "sha256": "ab" * 32, "size": True}]), "“size”应是文件大小"),
        (spoilt(outputs=[{"path": "x", "sha256": "ab" * 32, "size": 1}] * 2), "里面有不能用作文件名的名字"),
        (spoilt(pdf=[1]), "“pdf”的每一项应是一组“键: 值”"),
        (spoilt(drawn_up="2021-02-30"), "“drawn_up”应是日期"),
        (spoilt(drawn_up=20210925), "“drawn_up”应是日期"),
        # No calendar goes on for ever.
        (spoilt(drawn_up="0001-01-01"), "“drawn_up”应是日期"),
        (spoilt(drawn_up="9999-12-31"), "“drawn_up”应是日期"),
        (spoilt(command="spotcheck --n 5 --seed \udcff"), "“command”里 spotcheck 的参数不对"),
        (spoilt(drawn_up=None), "“drawn_up”应是日期"),
        (spoilt(documents=[]), "“documents”应是一组“键: 值”"),
        # Whether it is sealed is not to be guessed.
        (spoilt(sealed="true"), "“sealed”应是 true 或 false"),
        (spoilt(sealed=1), "“sealed”应是 true 或 false"),
    ],
)
def test_what_is_wrong_is_told(data: bytes, why: str) -> None:
    with pytest.raises(Damaged) as caught:
        parse(data, PLACE)
    assert f"：{why}。" in str(caught.value)
    assert str(caught.value).encode()


@pytest.mark.parametrize("number", ["Infinity", "-Infinity", "NaN", "1e999"])
def test_a_number_that_no_json_holds_is_no_json(number: str) -> None:
    data = dump(WHOLE).replace(b'"sealed": true', b'"sealed": true, "more": ' + number.encode(), 1)
    assert number.encode() in data
    with pytest.raises(Damaged, match="不是 JSON"):
        parse(data, PLACE)


def places(value: object, at: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Where in a JSON value something could stand that does not belong there."""
    yield at
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, one in inner:
        yield from places(one, (*at, key))


FACTS = json.loads(dump(WHOLE))
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(st.characters()),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=3),
    max_leaves=6,
)


@given(st.sampled_from(list(places(FACTS))), JSON, st.booleans())
def test_a_spoilt_manifest_is_a_manifest_or_damaged_and_nothing_else(
    place: tuple[Any, ...], thing: object, remove: bool
) -> None:
    facts = {"": deepcopy(FACTS)}
    holder: Any = facts
    *path, last = ("", *place)
    for key in path:
        holder = holder[key]
    if remove:
        del holder[last]
    else:
        holder[last] = thing
    try:
        made = parse(json.dumps(facts.get("")).encode(), PLACE)
    except Damaged as damaged:
        assert str(damaged).encode()
    else:
        # What is read can be written, and is the same again.
        assert parse(dump(made), PLACE) == made


@given(st.binary(max_size=60) | st.integers(0, 1200).map(lambda end: dump(WHOLE)[:end]))
def test_any_bytes_are_a_manifest_or_damaged(data: bytes) -> None:
    try:
        parse(data, PLACE)
    except Damaged as damaged:
        assert str(damaged).encode()
