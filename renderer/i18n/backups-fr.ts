import type { backupsEn } from './backups-en';
import { ofName } from './elision';
import { count, number } from './numbers-fr';
import { onDay } from './on-day';

export const backupsFr: typeof backupsEn = {
  title: 'Sauvegardes',
  lastFailed: 'Échec de la sauvegarde',
  close: 'Fermer',
  cancel: 'Annuler',
  last: 'Dernière',
  none: 'pas encore',
  next: 'Prochaine',
  nextIn: (span) => `dans ${span}, si quelque chose change`,
  nextSoon: 'dans la minute, si quelque chose a changé',
  nextNever: 'seulement à la demande',
  schedule: 'Rythme',
  every: (span) => `toutes les ${span}`,
  hourly: 'toutes les heures',
  daily: 'tous les jours',
  never: 'jamais',
  folder: 'Dossier',
  noFolder: 'aucun\u202f: ce nœud ne fait pas de sauvegardes',
  openFolder: 'Ouvrir le dossier',
  chooseFolder: 'Choisir un dossier…',
  usualFolder: 'Reprendre le dossier habituel',
  folderNotOpened: 'Le dossier n’a pas pu être ouvert.',
  failed: (why) => `La dernière sauvegarde a échoué. ${why}`,
  now: 'Sauvegarder',
  other: 'Restaurer un autre fichier…',
  list: 'Sauvegardes du dossier',
  empty: 'Pas encore de sauvegarde. La première se fait d’elle-même, dans la minute qui suit le premier changement.',
  emptyNever: 'Pas encore de sauvegarde, et aucune ne se fait d’elle-même. Sauvegardez, ou choisissez un rythme.',
  emptyElsewhere: 'Ce nœud ne fait pas de sauvegardes. Pour en garder, choisissez un dossier.',
  listRefused: 'Le dossier des sauvegardes est illisible. Branchez son disque, ou choisissez-en un autre.',
  entries: (n) => count(n, 'entrée', 'entrées'),
  of: ofName,
  otherRule: (rule) => `règle ${rule}`,
  verified: 'vérifiée',
  verifiedAt: (ago) => `Relue en entier et jugée bonne ${onDay(ago)}`,
  notVerified: 'pas encore vérifiée',
  unreadable: 'illisible',
  damaged: 'abîmée\u202f: prenez-en une autre',
  newer: 'd’une version plus récente de l’application',
  notABackup: 'pas une sauvegarde',
  verify: 'Vérifier',
  restore: 'Restaurer…',
  restoreOf: (when) => `Restaurer la sauvegarde du ${when}`,
  asNew: 'Restaurer dans un nouveau réseau…',
  more: (when) => `Actions pour la sauvegarde du ${when}`,
  work: {
    backup: 'Sauvegarde…',
    verify: 'Vérification…',
    preview: 'Lecture de la sauvegarde…',
    restore: 'Restauration…',
    'put-back': 'Rétablissement…',
    'restore-as-new': 'Création du nouveau réseau…',
  },
  backedUp: (n) => count(n, 'entrée sauvegardée', 'entrées sauvegardées'),
  unchanged: 'Rien n’a changé depuis la dernière sauvegarde, qui a été vérifiée à nouveau',
  noneMade: 'Annulé\u202f: aucune sauvegarde n’a été faite.',
  isGood: 'La sauvegarde est bonne',
  restoring: {
    title: 'Restaurer une sauvegarde',
    merges:
      'Ajouter ce qui manque, c’est fusionner\u202f: ce qui est plus récent ici reste, rien ne se perd, et ce qui arrive parvient aussi aux pairs.',
    keys: (n) => `${n < 2 ? 'clé' : 'clés'} dans la sauvegarde`,
    newKeys: (n) => `${n < 2 ? 'nouvelle' : 'nouvelles'} ici`,
    changedKeys: (n) => `${n < 2 ? 'prend' : 'prennent'} la valeur de la sauvegarde`,
    deletedHere: (n) => `${n < 2 ? 'supprimée' : 'supprimées'} ici depuis`,
    otherHere: (n) => `${n < 2 ? 'a' : 'ont'} une autre valeur ici`,
    setHere: (n) =>
      n < 2 ? 'supprimée dans la sauvegarde, a une valeur ici' : 'supprimées dans la sauvegarde, ont une valeur ici',
    onlyHere: (_) => 'seulement ici',
    conflicts: (n) => (n < 2 ? 'nouveau conflit' : 'nouveaux conflits'),
    newEntries: (n) => `${n < 2 ? 'entrée' : 'entrées'} à fusionner, historique compris`,
    nothing: 'Tout y est déjà\u202f: il n’y a rien à restaurer.',
    tooNew: (n) =>
      `${count(n, 'entrée est datée', 'entrées sont datées')} dans le futur, et mises de côté. Réglez l’horloge de cette machine, puis restaurez à nouveau.`,
    start: 'Ajouter ce qui manque',
    stays: 'Si vous annulez, ce qui est déjà restauré reste\u202f: c’est seulement fusionné.',
    done: (n) =>
      n === 0
        ? 'Rien n’était nouveau.'
        : `Restauré\u202f: ${count(n, 'entrée était nouvelle', 'entrées étaient nouvelles')}.`,
    cancelled: 'Annulé. Ce qui est déjà restauré reste\u202f; pour le reste, restaurez à nouveau.',
    putBack: {
      start: 'Rétablir ses valeurs',
      explain: (n) =>
        `Rétablir ajoute ce qui manque et remet ${n < 2 ? 'la clé qui diffère' : `les ${number(n)}\u00a0clés qui diffèrent`} comme dans la sauvegarde, chez les pairs aussi. Les clés qui ne sont qu’ici restent. Une sauvegarde est faite d’abord, pour pouvoir revenir en arrière.`,
      never: 'Dans ce réseau, une clé garde sa première valeur\u202f: rien ne peut être rétabli par-dessus.',
      stays:
        'Si vous annulez, ce qui est déjà rétabli reste. La sauvegarde faite au début contient ce qu’il y avait avant.',
      done: (n) =>
        `Rétabli\u202f: ${count(n, 'clé est', 'clés sont')} de nouveau comme dans la sauvegarde. Pour revenir en arrière, rétablissez la sauvegarde la plus récente de la liste, faite juste avant.`,
      cancelled:
        'Annulé. Ce qui est déjà rétabli reste\u202f; pour revenir en arrière, rétablissez la sauvegarde la plus récente, faite juste avant.',
    },
  },
  newNetwork: {
    title: 'Restaurer dans un nouveau réseau',
    explain: 'Un second nœud s’ouvre, dans sa propre fenêtre, avec tout ce que contient la sauvegarde.',
    points: [
      'Il a son propre identifiant et aucun pair\u202f: c’est un réseau à part.',
      'Il a son propre profil\u202f; ce nœud et ses données restent tels quels.',
    ],
    start: 'Créer et ouvrir',
    done: (n, profile) =>
      `Le nouveau réseau s’ouvre dans sa propre fenêtre, avec ${count(n, 'entrée', 'entrées')}. Il est gardé dans le profil ${profile}.`,
    cancelled: 'Annulé\u202f: aucun réseau n’a été créé.',
  },
  refusals: {
    'bad-request': 'Un autre travail sur les sauvegardes est en cours. Attendez-le, ou annulez-le.',
    'not-found': 'Ce fichier n’y est plus. Prenez-en un autre.',
    'other-rule':
      'Cette sauvegarde vient d’un réseau à l’autre règle\u202f: elle ne peut pas être fusionnée. Restaurez-la dans un nouveau réseau.',
    'newer-backup':
      'Une version plus récente de l’application a écrit cette sauvegarde. Installez cette version, puis restaurez.',
    'not-a-backup': 'Ce fichier n’est pas une sauvegarde. Son nom finirait par .byr.',
    disk: 'Le disque a refusé. Faites-y de la place, puis réessayez.',
  },
};
