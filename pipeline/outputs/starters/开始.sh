#!/bin/sh
# Opens the desk (minsheng desk) of the folder this file lies in; to double-click on a Linux desktop.
# Looks for the program beside this folder, in it, in the account's own folder, then on the PATH.
unset PYTHONHOME PYTHONPATH
here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd -P) || exit 1
for place in "$here/.." "$here" "$HOME"; do
    program=$place/minsheng-env/bin/python
    if [ -x "$program" ]; then
        exec "$program" -P -m pipeline desk -C "$here"
    fi
done
if command -v minsheng >/dev/null 2>&1; then
    exec minsheng desk -C "$here"
fi
echo "这台电脑上没有找到程序，工作台没有打开。"
echo "用离线包的，请把这个文件夹放在离线包的文件夹里，先打开离线包里的“开始”。"
echo "自己安装的，请装在账户文件夹的 minsheng-env 里，见手册：安装、定时运行和维护。"
if [ -t 0 ]; then
    printf '按回车键关闭。'
    read -r _
fi
exit 1
