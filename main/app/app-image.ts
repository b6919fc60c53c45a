import { sep } from 'node:path';

/**
 * The file of the AppImage that this runs from; `null` where it is none. A program that an AppImage started inherits its
 * variables, hence the look at where this one runs.
 */
export function appImage(): string | null {
  const { APPIMAGE, APPDIR } = process.env;
  return APPIMAGE && APPDIR && process.execPath.startsWith(APPDIR + sep) ? APPIMAGE : null;
}
