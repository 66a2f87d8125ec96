"""What click says by itself, in Chinese: message → said.

click asks gettext for all its words. gettext would look for a compiled catalogue by the language of the environment
(LANGUAGE, LC_ALL, LANG); the command speaks Chinese in every environment, changes none (LibreOffice and the readers
inherit it), and leaves alone who else asks gettext in this process. So click's modules are given `_said` and
`_counted` in the place of the gettext functions they imported. A test holds the catalogue against click's source, of
the lowest version as of the newest.
"""

from __future__ import annotations

import gettext
import sys

import click

# Chinese counts without plural: one sentence for both forms, under the singular. What a sentence of wrong usage ends
# with is `usage_message`'s.
MESSAGES = {
    # Help
    "Usage:": "用法：",
    "Options": "选项",
    "Commands": "命令",
    "Positional arguments": "参数",
    "Show this message and exit.": "显示本说明。",
    "Show the version and exit.": "显示版本。",
    "%(prog)s, version %(version)s": "%(prog)s %(version)s",
    "default: {default}": "默认：{default}",
    "env var: {var}": "环境变量：{var}",
    "required": "必填",
    "(dynamic)": "（运行时定）",
    "deprecated": "已停用",
    "(Deprecated) {text}": "（已停用）{text}",
    "{text} {deprecated_message}": "{text}{deprecated_message}",
    "DeprecationWarning: The command {name!r} is deprecated.": "命令 {name} 已停用",
    "DeprecationWarning: The command {name!r} is deprecated.{extra_message}": "命令 {name} 已停用{extra_message}",
    "DeprecationWarning: The {param_type} {name!r} is deprecated.{extra_message}": "{name} 已停用{extra_message}",
    # Commands and options that are not there
    "Missing command.": "后面还要写命令",
    "No such command {name!r}.": "没有命令“{name}”",
    "No such option {name!r}.": "没有选项 {name}",
    "No such option: {name}": "没有选项 {name}",
    "Did you mean {possibility}?": "是不是 {possibility}？",
    # Too little or too much
    "Missing argument": "缺少参数",
    "Missing option": "缺少选项",
    "Missing parameter": "缺少参数",
    "Missing {param_type}": "缺少参数",
    "Missing parameter: {param_name}": "缺少参数 {param_name}",
    "Got unexpected extra argument ({args})": "多了参数“{args}”",
    "Option {name!r} requires an argument.": "选项 {name} 后面还要写内容",
    "Option {name!r} does not take a value.": "选项 {name} 后面不写内容",
    "Argument {name!r} takes {nargs} values.": "参数 {name} 要写{nargs}个",
    "Takes {nargs} values but 1 was given.": "要写{nargs}个，写了{len}个",
    "{len_type} values are required, but {len_value} was given.": "要写{len_type}个，写了{len_value}个",
    # Wrong values
    "Invalid value: {message}": "内容有误：{message}",
    "Invalid value for {param_hint}: {message}": "{param_hint}有误：{message}",
    "Choose from:\n\t{choices}": "可以写：{choices}",
    "Choice({choices})": "选择（{choices}）",
    "{value!r} is not {choice}.": "“{value}”不在可选的内容里：{choices}",
    "{value!r} does not match the format {format}.": "“{value}”的格式不对，应为{formats}",
    "{value!r} is not a valid {number_type}.": "“{value}”不是数",
    "{value} is not in the range {range}.": "{value}不在范围内：{range}",
    "{value!r} is not a valid boolean.": "“{value}”不是“是”或“否”",
    "{value!r} is not a valid boolean. Recognized values: {states}": "“{value}”不是“是”或“否”，可以写：{states}",
    "{value!r} is not a valid UUID.": "“{value}”不是编号",
    "Value must be an iterable.": "应为几项内容",
    # Files
    "file": "文件",
    "directory": "文件夹",
    "path": "路径",
    "{name} {filename!r} does not exist.": "{name}“{filename}”不存在",
    "{name} {filename!r} is a file.": "{name}“{filename}”是文件",
    "{name} {filename!r} is a directory.": "{name}“{filename}”是文件夹",
    "{name} '{filename}' is a directory.": "{name}“{filename}”是文件夹",
    "{name} {filename!r} is not readable.": "{name}“{filename}”没有读取权限",
    "{name} {filename!r} is not writable.": "{name}“{filename}”没有写入权限",
    "{name} {filename!r} is not executable.": "{name}“{filename}”没有执行权限",
    "Could not open file {filename!r}: {message}": "打不开文件“{filename}”：{message}",
    "unknown error": "原因不明",
    "Windows error: {error}": "系统错误：{error}",
    "Unknown standard stream '{name}'": "没有标准流“{name}”",
    # Ends and questions
    "Aborted!": "已中断。",
    "Error: {message}": "出错：{message}",
    "Error: {e.message}": "出错：{e.message}",
    "Try '{command} {option}' for help.": "查看用法：{command} {option}",
    "Do you want to continue?": "继续吗？",
    "Confirm the action without prompting.": "不再询问，直接执行。",
    "Repeat for confirmation": "再输入一次",
    "Error: The two entered values do not match.": "出错：两次输入的不一样。",
    "Error: The value you entered was invalid.": "出错：输入的内容不对。",
    "Error: invalid input": "出错：输入的内容不对",
    "Press any key to continue...": "按任意键继续……",
    # Declarations an engineer got wrong
    "Unknown color {colour!r}": "没有颜色 {colour}",
    "Invalid start character for option ({option})": "选项开头的字符不对：{option}",
    "Name '{name}' defined twice": "名称 {name} 用了两次",
    "Could not determine name for option with declarations {decls!r}": "选项没有名称：{decls}",
    "No options defined but a name was passed ({name}). Did you mean to declare an argument instead? "
    "Did you mean to pass '--{name}'?": "只有名称没有选项：{name}，是不是 --{name}，或者应为参数？",
    "Arguments take exactly one parameter declaration, got {length}: {decls}.": "参数只能有一个名称，写了{length}个：{decls}",
    "Boolean option {decl!r} cannot use the same flag for true/false.": "选项 {decl} 的是和否不能是同一个",
}


def speak_chinese() -> None:
    """From now on click speaks Chinese. Modules it loads only for completion in a shell, editor and pager do not."""
    for module in [module for name, module in sys.modules.items() if name.split(".")[0] == click.__name__]:
        for name, value in list(vars(module).items()):
            if value is gettext.gettext:
                setattr(module, name, _said)
            elif value is gettext.ngettext:
                setattr(module, name, _counted)


def _said(message: str) -> str:
    return MESSAGES.get(message, message)


def _counted(one: str, many: str, number: int) -> str:
    return MESSAGES.get(one, one if number == 1 else many)
