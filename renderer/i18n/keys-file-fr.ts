import type { Text } from './en';
import { count, number } from './numbers-fr';

export const keysFileFr: Text['keysFile'] = {
  import: 'Importer des clés…',
  export: 'Exporter les clés…',
  title: 'Importer des clés',
  exporting: 'Exporter les clés',
  work: { export: 'Exportation…', 'check-keys': 'Lecture du fichier…', import: 'Importation…' },
  keys: (n) => (n < 2 ? 'clé dans le fichier' : 'clés dans le fichier'),
  newKeys: (n) => (n < 2 ? 'nouvelle ici' : 'nouvelles ici'),
  changedKeys: (n) => (n < 2 ? 'a une autre valeur ici' : 'ont une autre valeur ici'),
  sameKeys: (n) => (n < 2 ? 'est ici comme dans le fichier' : 'sont ici comme dans le fichier'),
  explain:
    'L’importation écrit ces clés, chez les pairs aussi. Les clés qui ne sont qu’ici restent. Si des valeurs changent, une sauvegarde est faite d’abord, pour pouvoir revenir en arrière\u202f; l’historique de chaque clé les garde aussi.',
  first:
    'Dans ce réseau, une clé garde sa première valeur\u202f: celles qui ont une autre valeur ici restent telles quelles.',
  nothing: 'Tout y est déjà.',
  empty: 'Il n’y a aucune clé dans ce fichier.',
  mistakes: (n) =>
    `${count(n, 'erreur', 'erreurs')} dans le fichier\u202f: rien ne peut être importé avant correction.`,
  firstMistakes: 'Les premières erreurs',
  line: (n) => `Ligne ${number(n)}`,
  more: (n) => `et ${count(n, 'autre', 'autres')}`,
  start: 'Importer',
  stays: 'Si vous annulez, ce qui est déjà écrit reste.',
  exported: (n, name) => `${count(n, 'clé exportée', 'clés exportées')} dans ${name}`,
  imported: (n) => `${count(n, 'clé est', 'clés sont')} maintenant comme dans le fichier.`,
  refused: (n) =>
    `${count(n, 'clé garde', 'clés gardent')} une autre valeur\u202f: dans ce réseau, une clé ne s’écrit qu’une fois.`,
  backedUp: 'Pour revenir en arrière, rétablissez la sauvegarde la plus récente, faite juste avant.',
  cancelled: 'Annulé.',
  cancelledImport: 'Annulé. Ce qui est déjà écrit reste.',
  noneExported: 'Annulé\u202f: aucun fichier n’a été écrit',
  refusals: {
    'bad-request': 'Un autre travail est en cours. Attendez-le, ou annulez-le.',
    'not-found': 'Le fichier ou son dossier n’y est plus. Choisissez-en un autre.',
    'bad-text':
      'Ce fichier n’est pas du texte UTF-8. Enregistrez-le en UTF-8 (Excel\u202f: «\u202fCSV UTF-8\u202f»), puis choisissez-le de nouveau.',
    disk: 'Le disque a refusé. Faites-y de la place, puis réessayez. Ce qui est déjà écrit reste.',
  },
};
