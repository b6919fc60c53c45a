import { join } from 'node:path';
import { atEnd } from './cleanup';

export const root = join(__dirname, '..', '..');

export interface Electron {
  readonly executable: string;
  readonly env: Record<string, string>;
}

/** Builds the app where that is to do, finds Electron, and starts a display in memory where there is none. */
export async function electron(): Promise<Electron> {
  const { setUpWindow } = await import('../../build/setup.mjs');
  const { startDisplay, withoutDisplay } = await import('../../build/display.mjs');
  Object.assign(process.env, await setUpWindow());
  if (withoutDisplay()) {
    const display = await startDisplay({ untilLastWindow: false });
    atEnd(() => display.stop());
    process.env.DISPLAY = display.name;
  }
  // Outside of Electron, and there alone, the package is the path of its executable.
  const { default: executable } = (await import('electron')) as unknown as { default: string };
  return { executable, env: process.env as Record<string, string> };
}
