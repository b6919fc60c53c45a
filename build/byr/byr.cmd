@rem The byr command, run by the app's own executable as a plain Node: the machine needs no other.
@setlocal
@set ELECTRON_RUN_AS_NODE=1
@"%~dp0..\Build Your Rating.exe" "%~dp0app.asar\out\main\cli.js" %*
