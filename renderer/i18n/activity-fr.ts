import type { activityEn } from './activity-en';
import { ofName } from './elision';
import { count, number } from './numbers-fr';

export const activityFr: typeof activityEn = {
  heading: 'Activité',
  nothing: 'Rien pour l’instant',
  quote: (key) => `«\u202f${key}\u202f»`,
  andMore: (key, more) => `${key} et ${number(more)} de plus`,
  entries: (n) => count(n, 'entrée', 'entrées'),
  set: (what) => `Écrit\u202f: ${what}`,
  deleted: (what) => `Supprimé\u202f: ${what}`,
  sent: (what, peer) => `Envoyé à ${peer}\u202f: ${what}`,
  received: (what, peer) => `Reçu ${ofName(peer)}\u202f: ${what}`,
  merged: (what, peer) => `Fusionné avec ${peer}\u202f: ${what}`,
  conflict: (what, peer) => `Conflit avec ${peer}\u202f: ${what}`,
  conflictHere: (what) => `Conflit\u202f: ${what}`,
  backup: (what) => `Sauvegardé\u202f: ${what}`,
  backupFailed: (why) => `Pas de sauvegarde\u202f: ${why}`,
  restored: (what) => `Restauré\u202f: ${what}`,
  restamped: (what) => `Remis à l’heure\u202f: ${what}`,
  newId: 'Ce profil sert aussi ailleurs\u202f: ce nœud a pris un nouvel identifiant',
  peers: (n) => count(n, 'pair', 'pairs'),
  paused: (who) => `Suspendu\u202f: ${who}`,
  resumed: (who) => `Repris\u202f: ${who}`,
  refused: 'Refusé',
  times: (n) => `${number(n)} fois`,
  linkUp: (peer) => `Lié à ${peer}`,
  inSync: (peer) => `À jour avec ${peer}`,
  after: (span, received, sent) => {
    const came = `${number(received)}\u00a0${received < 2 ? 'reçue' : 'reçues'}`;
    const went = `${number(sent)}\u00a0${sent < 2 ? 'envoyée' : 'envoyées'}`;
    return `en ${span}${received + sent === 0 ? '' : `\u202f: ${came}, ${went}`}`;
  },
  linkDown: (peer, why) => `Lien avec ${peer} terminé\u202f: ${why}`,
  linkClosed: (peer) => `Lien avec ${peer} fermé`,
};
