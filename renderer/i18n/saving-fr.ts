import type { savingEn } from './saving-en';

export const savingFr: typeof savingEn = {
  heading: 'Une valeur est dite enregistrée',
  synced: 'une fois sur le disque',
  syncedMeans: 'Rien de ce qui est enregistré ne se perd jamais.',
  early: 'aussitôt',
  earlyMeans: 'Plus rapide, mais un plantage ou une coupure de courant peut emporter la dernière seconde de saisie.',
  failing: 'Le disque n’accepte plus rien',
  unsaved: (entries) => `Il lui manque ${entries} que seule la mémoire de cette fenêtre contient.`,
  meanwhile:
    'Rien ne peut être écrit ici d’ici là. Il est réessayé sans cesse\u202f; vérifiez qu’il reste de la place.',
};
