import { UsageError } from '../config';
import { ProfileNewer } from '../disk/newer';
import { ProfileHeld, ProfileUnusable } from '../disk/profile';
import { Refused } from '../store/refusal';

/**
 * What the dialog of a failed start says. In French it begins with what happened and what to do; the details that follow
 * are English, as on the command line.
 * @param locale the system's, such as 'fr-CA': the language that a profile chose is not known where it cannot be read
 */
export function failureWords(error: unknown, details: string, locale: string): string {
  return locale.startsWith('fr') ? `${inFrench(error)}\n\nEn anglais\u202f: ${details}` : details;
}

function inFrench(error: unknown): string {
  if (error instanceof UsageError) return 'Une option de cette commande n’est pas valable.';
  if (error instanceof ProfileHeld)
    return 'Ce profil est déjà ouvert. Fermez l’autre nœud, ou choisissez un autre profil avec --profile.';
  if (error instanceof ProfileNewer)
    return 'Une version plus récente de l’application a écrit ce profil, qui n’a pas été modifié. Installez cette version, ou choisissez un autre profil avec --profile.';
  if (error instanceof ProfileUnusable)
    return 'Ce profil ne peut pas servir, et n’a pas été modifié. Vérifiez vos droits, la place sur le disque, et qu’aucun autre programme n’utilise ses fichiers.';
  if (error instanceof Refused && error.code === 'key-unreadable')
    return 'La clé de réseau de ce profil est illisible\u202f; le nœud ne s’ouvre pas sans elle.';
  return 'Le nœud n’a pas pu démarrer.';
}
