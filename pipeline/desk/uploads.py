"""Files dropped on a page: bounded in number, name and size, each with the path it was dropped by."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import suppress

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData, UploadFile
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from pipeline.desk.frame import Endpoint, answered, here_of, onward, said, sentence
from pipeline.desk.here import Here
from pipeline.model.errors import MachineProblem, UsageProblem
from pipeline.workflows.in_view import InView

MOST_FILES = 300

Taken = Callable[[Here, InView, FormData, Iterator[tuple[str, bytes]]], str]


def uploading(take: Taken) -> Endpoint:
    """Files taken by `take`, which says where to go on; refused, one sentence."""

    return _endpoint(lambda here, typed: take(here, here.view(said(typed, "period")), typed, files_of(typed)))


def _endpoint(take: Callable[[Here, FormData], str]) -> Endpoint:
    async def endpoint(request: Request) -> Response:
        try:
            typed = await request.form(max_files=MOST_FILES, max_fields=MOST_FILES + 20)
        except HTTPException:
            return sentence(UsageProblem(f"一次最多放{MOST_FILES}个文件，没有收下，请分几次放进来。"))
        except OSError:
            # What is dropped is laid down beside before anybody looks at it: there, too, a disk can be full.
            return sentence(
                MachineProblem("暂存不下送来的文件，多半是磁盘满了，没有收下，请腾出空间后再放进来。")
            )
        try:
            return await run_in_threadpool(answered, lambda: onward(take(here_of(request), typed)))
        finally:
            await typed.close()

    return endpoint


def looking(take: Callable[[Here, FormData, Iterator[tuple[str, bytes]]], str]) -> Endpoint:
    """The same, where there may be no plan yet to have a period of."""
    return _endpoint(lambda here, typed: take(here, typed, files_of(typed)))


def files_of(typed: FormData) -> Iterator[tuple[str, bytes]]:
    """Every file with the path it was dropped by; a browser tells that of a folder beside the file."""
    paths = [one for one in typed.getlist("path") if isinstance(one, str)]
    files = [one for one in typed.getlist("file") if isinstance(one, UploadFile)]
    for number, file in enumerate(files):
        told = paths[number] if len(paths) == len(files) else ""
        with suppress(ValueError):
            file.file.seek(0)
        yield told or file.filename or "", file.file.read()
