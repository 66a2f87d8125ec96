@echo off
rem Makes the program beside itself at the first start, from wheels\ alone, then opens the desk of this folder.
rem Python is the one an administrator laid into python\, else the machine's own. Nothing outside this folder is changed.
setlocal DisableDelayedExpansion
set "PYTHONHOME="
set "PYTHONPATH="
set "PIP_CONFIG_FILE=nul"
rem A manager of Pythons is asked for what is there; it fetches none.
set "PYTHON_MANAGER_AUTOMATIC_INSTALL=false"
set "PLACE=%~dp0minsheng-env"
set "PROGRAM=%PLACE%\python.exe"
if not exist "%PROGRAM%" set "PROGRAM=%PLACE%\Scripts\python.exe"
rem Whole, and of this very bundle: its sums are laid there last.
fc /b "%~dp0SHA256SUMS" "%PLACE%\SHA256SUMS" >nul 2>nul
if not errorlevel 1 goto open
if exist "%PLACE%" rmdir /s /q "%PLACE%"
if exist "%~dp0python\python.exe" goto embedded

set "BASE="
for %%V in ({pythons}) do if not defined BASE py -%%V -c "import sys; sys.exit(sys.maxsize < 2**32)" >nul 2>nul && set "BASE=py -%%V"
for %%V in ({pythons}) do if not defined BASE python -c "import sys; sys.exit(sys.maxsize < 2**32 or '%%V' != '.'.join(map(str, sys.version_info[:2])))" >nul 2>nul && set "BASE=python"
if not defined BASE goto missing
%BASE% -m venv --without-pip "%PLACE%"
if errorlevel 1 goto failed
set "PROGRAM=%PLACE%\Scripts\python.exe"
goto install

:embedded
xcopy /e /i /q /y "%~dp0python" "%PLACE%" >nul
if errorlevel 1 goto failed
set "PROGRAM=%PLACE%\python.exe"
rem The embeddable Python looks only where this file says.
for %%F in ("%PLACE%\python3*._pth") do (echo.& echo Lib\site-packages) >>"%%~F"

:install
"%PROGRAM%" -c "import html; print(html.unescape('第一次打开，正在准备程序，一到几分钟，请不要关闭这个窗口……'))"
set "PIP="
for %%W in ("%~dp0wheels\pip-*.whl") do set "PIP=%%~W\pip"
"%PROGRAM%" "%PIP%" --isolated install --quiet --disable-pip-version-check --no-warn-script-location --no-index --find-links "%~dp0wheels" --require-hashes -r "%~dp0requirements.txt"
if errorlevel 1 goto failed
copy /y "%~dp0SHA256SUMS" "%PLACE%\SHA256SUMS" >nul
if errorlevel 1 goto failed

:open
"%PROGRAM%" -P -m pipeline desk -C "%~dp0."
if errorlevel 1 pause
exit /b

:missing
set "SAID=这台电脑上没有合用的 Python（64位，{pythons} 之一），程序没有装上。请管理员照“读我”把 Python 放进离线包的 python 文件夹，再双击“开始”。"
goto tell
:failed
set "SAID=程序没有装上，没有改动这个文件夹以外的任何东西。请看黑色窗口里的话：多半是磁盘满了、文件夹不许写，或安全软件拦住了；处理后再双击“开始”。"
:tell
setlocal EnableDelayedExpansion
>"!TEMP!\minsheng-start.html" echo ^<meta charset=utf-8^>^<title^>minsheng^</title^>^<p^>!SAID!^</p^>
start "" "!TEMP!\minsheng-start.html"
pause
exit /b 1
