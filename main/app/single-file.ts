import { sep } from 'node:path';

/**
 * The file of the AppImage that this runs from; `null` if none. A program started by an AppImage inherits its
 * variables, hence the check of where this one runs.
 */
export function appImage(): string | null {
  const { APPIMAGE, APPDIR } = process.env;
  return APPIMAGE && APPDIR && process.execPath.startsWith(APPDIR + sep) ? APPIMAGE : null;
}

/** The portable .exe of Windows that this runs from; `null` if none. */
export function portable(): string | null {
  return (process.platform === 'win32' && process.env.PORTABLE_EXECUTABLE_FILE) || null;
}

/**
 * The program that starts another instance. The contents of an AppImage or a portable .exe go with the window for which
 * they were unpacked, so the file itself must be started.
 */
export function program(): string {
  return appImage() ?? portable() ?? process.execPath;
}
