import { ofName } from './elision';
import type { invitationEn } from './invitation-en';
import { number } from './numbers-fr';

export const invitationFr: typeof invitationEn = {
  invite: 'Inviter un ami',
  theInvitation: 'l’invitation',
  how: 'Votre ami scanne le code, clique sur le lien ou le colle dans Pairs\u202f:',
  qrCode: 'Code QR de l’invitation\u202f; son texte est à côté',
  first: 'Essayée d’abord',
  offline: 'Il n’y a pas de réseau\u202f: seuls les nœuds de cette machine peuvent rejoindre celui-ci.',
  notListening: 'Ce nœud n’est pas à l’écoute\u202f: personne ne pourrait le rejoindre.',
  open: 'Réseau ouvert\u202f: tout le monde sur ce réseau local peut lire et écrire, avec ou sans invitation.',
  private: 'Elle contient la clé du réseau\u202f: qui la lit peut le rejoindre, tout lire et tout écrire.',
  join: 'Rejoindre un réseau\u202f?',
  networkOf: (name) => `au réseau ${ofName(name)}`,
  networkAt: (address) => `au réseau à l’adresse ${address}`,
  invites: (network) => `Une invitation ${network}. Ne la suivez que si vous savez d’où elle vient.`,
  network: 'Réseau',
  isPrivate: 'Privé\u202f: l’invitation contient sa clé de réseau',
  isOpen: 'Ouvert\u202f: tout le monde sur son réseau local peut lire et écrire',
  takesKey: (was, peers) =>
    `${was ? 'Ce nœud quitte son réseau privé pour celui-là' : 'Ce nœud devient privé'}, avec cette clé de réseau.${
      peers === 0
        ? ''
        : ` Ses liens avec les pairs qui n’ont pas la clé prennent fin\u202f: il en connaît ${number(peers)}.`
    }`,
  at: (n) => (n < 2 ? 'Adresse' : 'Adresses'),
  merges: (keys) =>
    keys === 0
      ? 'Ce nœud aura ce que ce réseau contient.'
      : `Les deux bases de données n’en feront qu’une\u202f: ${keys < 2 ? 'la clé d’ici va' : `les ${number(keys)}\u00a0clés d’ici vont`} dans ce réseau pour de bon, et les siennes viennent ici.`,
  otherRule: (rule) =>
    `Ce nœud a la règle «\u202f${rule}\u202f»\u202f: il ne peut pas le rejoindre. Un nouveau nœud le peut.`,
  decline: 'Ne pas rejoindre',
  inNewNode: 'Rejoindre avec un nouveau nœud',
  accept: 'Rejoindre',
};
