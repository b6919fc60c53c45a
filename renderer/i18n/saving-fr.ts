import type { savingEn } from './saving-en';

export const savingFr: typeof savingEn = {
  heading: 'Confirmer une écriture',
  synced: 'une fois sur le disque',
  syncedMeans: 'Rien de ce qui est enregistré ne se perd jamais.',
  early: 'aussitôt',
  earlyMeans: 'Plus rapide, mais un plantage ou une coupure de courant peut emporter la dernière seconde de saisie.',
  failing: 'Le disque n’accepte plus rien',
  unsaved: (entries) => `Il lui manque ${entries} que seule la mémoire de cette fenêtre contient.`,
  damaged: 'La base de données de ce nœud était endommagée',
  setAside: (folder) => `Elle a été mise de côté\u202f: ${folder}.`,
  nothingLeft: 'Il n’en reste rien.',
  fromBackup: (entries, time) => `Le nœud est reparti de sa sauvegarde (${time}) avec ${entries}.`,
  noBackup: 'Il n’y avait pas de bonne sauvegarde.',
  unreadBackups: (folder) =>
    `Le dossier de ses sauvegardes n’était pas accessible\u202f: ${folder}. Quand il le sera, restaurez la plus récente.`,
  salvaged: (entries) => `Récupéré dans la base endommagée\u202f: ${entries}.`,
  fromPeers: 'Ce qui manque encore vient des pairs.',
  meanwhile:
    'Rien ne peut être écrit ici tant que cela dure. Le nœud réessaie sans cesse\u202f; vérifiez qu’il reste de la place.',
};
