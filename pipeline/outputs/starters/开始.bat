@echo off
rem Opens the desk (minsheng desk) of the folder this file lies in; to double-click on Windows.
rem Looks for the program beside this folder, in it, in the account's own folder, then on the PATH.
setlocal DisableDelayedExpansion
set "PYTHONHOME="
set "PYTHONPATH="
set "PROGRAM="
for %%E in ("%~dp0..\minsheng-env" "%~dp0minsheng-env" "%USERPROFILE%\minsheng-env") do (
    for %%P in ("python.exe" "Scripts\python.exe") do (
        if not defined PROGRAM if exist "%%~E\%%~P" set "PROGRAM=%%~E\%%~P"
    )
)
if defined PROGRAM (
    "%PROGRAM%" -P -m pipeline desk -C "%~dp0."
    goto ended
)
where /q minsheng
if errorlevel 1 goto missing
minsheng desk -C "%~dp0."
:ended
if errorlevel 1 pause
exit /b

:missing
setlocal EnableDelayedExpansion
set "SAID=<meta charset=utf-8><title>工作台</title><p>这台电脑上没有找到程序，工作台没有打开。</p>"
set "SAID=!SAID!<p>用离线包的，请把这个文件夹放在离线包的文件夹里，先双击离线包里的“开始”。"
set "SAID=!SAID!自己安装的，请装在账户文件夹的 minsheng-env 里，见手册：安装、定时运行和维护。</p>"
>"!TEMP!\minsheng-start.html" echo !SAID!
start "" "!TEMP!\minsheng-start.html"
exit /b 1
