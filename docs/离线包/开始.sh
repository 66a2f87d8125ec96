#!/bin/sh
# Makes the program beside itself at the first start, from wheels/ alone, then opens the desk of this folder.
# Python is the one an administrator laid into python/, else the machine's own. Nothing outside this folder is changed.
unset PYTHONHOME PYTHONPATH
PIP_CONFIG_FILE=/dev/null
export PIP_CONFIG_FILE
here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd -P) || exit 1
place=$here/minsheng-env

ended() {
    echo "$1"
    if [ -t 0 ]; then
        printf '按回车键关闭。'
        read -r _
    fi
    exit 1
}

failed() {
    ended "程序没有装上，没有改动这个文件夹以外的任何东西。请看上面的话：多半是磁盘满了、文件夹不许写，或安全软件拦住了；处理后再打开“开始”。"
}

# The base of a new environment: its version is one there are wheels for.
serves() {
    for version in {pythons}; do
        "$1" -c "import sys; sys.exit('$version' != '.'.join(map(str, sys.version_info[:2])))" 2>/dev/null && return 0
    done
    return 1
}

# Whole, and of this very bundle: its sums are laid there last.
if ! cmp -s "$here/SHA256SUMS" "$place/SHA256SUMS"; then
    base=
    for one in "$here/python/bin/python3" python3 $(printf 'python%s ' {pythons}); do
        if serves "$one"; then
            base=$one
            break
        fi
    done
    [ -n "$base" ] || ended "这台电脑上没有合用的 Python（{pythons} 之一），程序没有装上。请管理员照“读我”把 Python 放进离线包的 python 文件夹，再打开“开始”。"
    echo "第一次打开，正在准备程序，一到几分钟，请不要关闭这个窗口……"
    rm -rf "$place" || failed
    "$base" -m venv --without-pip "$place" || failed
    set -- "$here"/wheels/pip-*.whl
    "$place/bin/python" "$1/pip" --isolated install --quiet --disable-pip-version-check --no-index \
        --find-links "$here/wheels" --require-hashes -r "$here/requirements.txt" || failed
    cp "$here/SHA256SUMS" "$place/SHA256SUMS" || failed
fi
exec "$place/bin/python" -P -m pipeline desk -C "$here"
