import { sep } from 'node:path';

/**
 * The file of the AppImage that this runs from; `null` where it is none. A program that an AppImage started inherits its
 * variables, hence the look at where this one runs.
 */
export function appImage(): string | null {
  const { APPIMAGE, APPDIR } = process.env;
  return APPIMAGE && APPDIR && process.execPath.startsWith(APPDIR + sep) ? APPIMAGE : null;
}

/** The portable .exe of Windows that this runs from; `null` where it is none. */
export function portable(): string | null {
  return (process.platform === 'win32' && process.env.PORTABLE_EXECUTABLE_FILE) || null;
}

/**
 * What starts another instance. What is inside an AppImage or a portable .exe goes with the window for which it was
 * unpacked: the file itself has to be started.
 */
export function program(): string {
  return appImage() ?? portable() ?? process.execPath;
}
