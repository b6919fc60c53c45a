; Included by electron-builder's own script: what the uninstaller does besides removing the app's folder.
!macro customUnInstall
  ${ifNot} ${isUpdated}
    !insertmacro removeByr "$LOCALAPPDATA\Microsoft\WindowsApps\byr.cmd"
    !insertmacro removeLinks
    ${if} $LANGUAGE == 1036
      MessageBox MB_OK|MB_ICONINFORMATION "Vos données restent où elles sont : $APPDATA\Build Your Rating" /SD IDOK
    ${else}
      MessageBox MB_OK|MB_ICONINFORMATION "Your data stays where it is: $APPDATA\Build Your Rating" /SD IDOK
    ${endIf}
  ${endIf}
!macroend

; What the app registered to open byr: links, if it is this one: '"$INSTDIR\...exe" "%1"'.
!macro removeLinks
  ReadRegStr $0 HKCU "Software\Classes\byr\shell\open\command" ""
  StrLen $1 "$INSTDIR\"
  StrCpy $0 $0 $1 1
  ${if} $0 == "$INSTDIR\"
    DeleteRegKey HKCU "Software\Classes\byr"
  ${endIf}
!macroend

; The file that the app's menu made, known by its first line as in main/app/byr-command.ts.
!macro removeByr path
  ClearErrors
  FileOpen $0 "${path}" r
  ${ifNot} ${errors}
    FileRead $0 $1
    FileClose $0
    StrCpy $1 $1 41
    ${if} $1 == "@rem The byr command of Build Your Rating"
      Delete "${path}"
    ${endIf}
  ${endIf}
!macroend
