/** A newer version of the app wrote a profile in a form that this one does not know. The message says what to do. */
export class ProfileNewer extends Error {
  override readonly name = 'ProfileNewer';
  readonly code = 'PROFILE_NEWER';

  constructor(folder: string) {
    const what = `A newer version of Build Your Rating wrote the profile ${folder}, in a form that this one does not know`;
    super(`${what}; install that one, or name another profile with --profile. The profile was not changed.`);
  }
}
