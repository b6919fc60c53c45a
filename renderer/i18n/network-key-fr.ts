import type { networkKeyEn } from './network-key-en';

export const networkKeyFr: typeof networkKeyEn = {
  heading: 'Réseau',
  open: 'Ouvert',
  private: 'Privé',
  state: (word) => `Réseau\u202f: ${word}`,
  isOpen: 'Ouvert\u202f: tout le monde sur ce réseau local peut lire et écrire.',
  isPrivate: 'Privé\u202f: seuls ceux qui ont la clé du réseau peuvent se lier, lire et écrire.',
  theKey: 'la clé du réseau',
  key: 'Clé du réseau\u202f: saisissez celle de vos amis, ou générez-en une et donnez-la-leur',
  another: 'Une autre clé du réseau',
  placeholder: '16\u00a0caractères ou plus',
  generate: 'Générer',
  generated: 'Clé du réseau générée',
  makePrivate: 'Rendre privé',
  change: 'Changer la clé',
  working: 'Un instant…',
  show: 'Montrer',
  hide: 'Cacher',
  makeOpen: 'Rendre ouvert',
  stayPrivate: 'Rester privé',
  openMeans:
    'Tout le monde sur ce réseau local pourra alors lire et écrire, et les pairs qui restent privés perdront le lien.',
  nearby: 'Montrer ce nœud à ceux qui sont à proximité, et en voir la liste',
  nearbyMeans:
    'Son nom et son adresse vont à tous sur ce réseau. Un pair qui change d’adresse est retrouvé\u202f; personne d’autre n’est lié sans qu’on le demande.',
  nearbyPrivate: 'Un nœud privé n’est montré à personne\u202f: invitez vos amis.',
  means:
    'Les pairs perdent le lien jusqu’à ce qu’ils aient la même clé. Les nœuds du cours et les scripts ne peuvent pas rejoindre un réseau privé.',
};
