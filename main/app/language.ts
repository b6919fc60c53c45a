import { app } from 'electron';
import type { Language } from '../../preload/api';
import type { Notes } from '../disk/disk';

/** The window's language: the system's unless the user chose one for this node. */
export class LanguageSetting {
  private constructor(
    private readonly notes: Notes,
    private readonly changed: () => void,
    public chosen: Language,
  ) {}

  /** Call when the app is ready: before that, Electron does not know the system's language. */
  static async read(notes: Notes, changed: () => void): Promise<LanguageSetting> {
    const kept = await notes.readNote('language');
    return new LanguageSetting(notes, changed, kept === 'en' || kept === 'fr' ? kept : 'system');
  }

  get system(): 'en' | 'fr' {
    return app.getLocale().startsWith('fr') ? 'fr' : 'en';
  }

  get current(): 'en' | 'fr' {
    return this.chosen === 'system' ? this.system : this.chosen;
  }

  async choose(language: Language): Promise<void> {
    this.chosen = language;
    this.changed();
    await this.notes.writeNote('language', language);
  }
}
