@echo off
rem Starts the rondo command of a release on Windows. Not tested: nobody of us has Windows at hand.
setlocal
set "java=java"
if defined JAVA_HOME set "java=%JAVA_HOME%\bin\java"
set "version="
for /f tokens^=2^ delims^=^" %%v in ('cmd /c ""%java%" -version 2>&1"') do if not defined version set "version=%%v"
if not defined version (
  echo rondo: needs Java 17 or newer: install it, or set JAVA_HOME>&2
  exit /b 71
)
for /f "delims=.-+" %%m in ("%version%") do set "major=%%m"
if %major% lss 17 (
  echo rondo: needs Java 17 or newer, but %java% is %version%>&2
  exit /b 71
)
set "options=-XX:+UseSerialGC -XX:TieredStopAtLevel=1"
for %%c in (train eval predict sample bench) do if "%~1"=="%%c" set "options=-XX:+UseSerialGC"
"%java%" %options% -cp "%~dp0..\lib\*" dev.rondo.cli.Main %*
exit /b %errorlevel%
