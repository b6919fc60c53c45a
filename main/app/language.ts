import type { Language } from '../../preload/contract/status';
import type { Notes } from '../disk/disk';

/** The window's language: the system's unless the user chose one for this node. */
export class LanguageSetting {
  private constructor(
    private readonly notes: Notes,
    private readonly changed: () => void,
    readonly system: 'en' | 'fr',
    public chosen: Language,
  ) {}

  /** @param locale the system's, such as 'fr-CA' */
  static async read(notes: Notes, changed: () => void, locale: string): Promise<LanguageSetting> {
    const kept = await notes.readNote('language');
    const chosen = kept === 'en' || kept === 'fr' ? kept : 'system';
    return new LanguageSetting(notes, changed, locale.startsWith('fr') ? 'fr' : 'en', chosen);
  }

  get current(): 'en' | 'fr' {
    return this.chosen === 'system' ? this.system : this.chosen;
  }

  /** Spoken at once, and kept in the profile. @throws Refused `disk`; it is then spoken until the window closes */
  async choose(language: Language): Promise<void> {
    this.chosen = language;
    this.changed();
    await this.notes.writeNote('language', language);
  }
}
