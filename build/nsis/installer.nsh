; Included by electron-builder's own script: what it says and removes beside the app's folder.
!macro customUnInstall
  ${ifNot} ${isUpdated}
    ; What the menu 'Install the byr command' made.
    Delete "$LOCALAPPDATA\Microsoft\WindowsApps\byr.cmd"
    ${if} $LANGUAGE == 1036
      MessageBox MB_OK|MB_ICONINFORMATION "Vos données restent où elles sont : $APPDATA\Build Your Rating" /SD IDOK
    ${else}
      MessageBox MB_OK|MB_ICONINFORMATION "Your data stays where it is: $APPDATA\Build Your Rating" /SD IDOK
    ${endIf}
  ${endIf}
!macroend
