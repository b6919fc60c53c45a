import { type App, dialog } from 'electron';
import { UsageError } from '../config';
import { ProfileNewer } from '../disk/newer';
import { ProfileHeld, ProfileUnusable } from '../disk/profile';
import { Refused } from '../store/refusal';
import { failureWords } from './failure-words';

/** Exit codes, the same as the command line's. */
const FAILED = 1;
const USAGE = 2;

/** The app could not start: says why on standard error and in a dialog, then ends. */
export async function fail(app: App, error: unknown): Promise<void> {
  const known = [UsageError, ProfileHeld, ProfileNewer, ProfileUnusable, Refused].some((kind) => error instanceof kind);
  const message = known ? (error as Error).message : String((error as Error).stack ?? error);
  const code = error instanceof UsageError ? USAGE : FAILED;
  process.stderr.write(`build-your-rating: ${message}\n`);
  if (app.isReady() && process.env.BYR_NO_DIALOG === undefined) {
    const words = failureWords(error, message, app.getLocale());
    // A signal may end it while the box stands.
    app.once('will-quit', () => app.exit(code));
    // Not as an error box: on Linux the process then keeps a core busy, and no signal ends it.
    await dialog.showMessageBox({ type: 'error', title: 'Build Your Rating', message: words });
  }
  app.exit(code);
}
