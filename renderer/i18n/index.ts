import type { Status } from '../bridge';
import { useApp } from '../state';
import { en, type Text } from './en';
import { fr } from './fr';

export type { Text } from './en';

type Locale = 'en' | 'fr';

const texts: Record<Locale, Text> = { en, fr };

function localeOf(status: Pick<Status, 'language' | 'systemLanguage'> | null): Locale {
  if (!status) return 'en';
  return status.language === 'system' ? status.systemLanguage : status.language;
}

/** The words of the window in its language. */
export function useText(): Text {
  return texts[useApp((state) => localeOf(state.status))];
}

/** As `useText`, outside of components. */
export function textNow(): Text {
  return texts[localeOf(useApp.getState().status)];
}
