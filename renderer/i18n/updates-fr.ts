import type { updatesEn } from './updates-en';

export const updatesFr: typeof updatesEn = {
  heading: 'Chercher de nouvelles versions à l’adresse',
  placeholder: 'https://…',
  hint: 'Aucun serveur n’est interrogé avant que vous n’appuyiez sur le bouton, et rien ne s’installe sans vous.',
  check: 'Vérifier',
  turnOff: 'Désactiver',
  off: 'Désactivé\u202f: aucun serveur n’est jamais interrogé.',
  unknown: 'Pas encore vérifié depuis le démarrage.',
  checking: 'Vérification…',
  newest: 'Cette version est la plus récente.',
  available: (version) => `La version ${version} est disponible.`,
  byHand: (address) =>
    `Cette application ne peut pas se remplacer elle-même\u202f: la nouvelle est à l’adresse ${address}`,
  notes: 'Notes de version',
  download: 'Télécharger',
  downloading: (version, percent) => `Téléchargement de la version ${version}\u202f: ${percent}\u202f%`,
  ready: (version) =>
    `La version ${version} est là, conforme à ce que le flux annonce. Fermez d’abord les autres fenêtres.`,
  install: 'Redémarrer et installer',
};
