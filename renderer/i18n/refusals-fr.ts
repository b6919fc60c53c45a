import type { RefusalCode } from '../bridge';

export const refusalsFr: Record<RefusalCode, string> = {
  'bad-request': 'C’est impossible.',
  'key-empty': 'Une clé a au moins un caractère.',
  'key-too-long': 'La clé est trop longue\u202f: 1\u202f024\u00a0octets au plus.',
  'bad-text': 'Ce texte contient une moitié de caractère, qu’aucune base ne peut garder.',
  'not-json': 'Ce n’est pas du JSON.',
  'value-too-long': 'La valeur est trop longue\u202f: 256\u00a0Ko au plus.',
  'write-once': 'Cette clé a déjà une valeur, et dans ce réseau une clé ne s’écrit qu’une fois.',
  'clock-wrong': 'L’horloge de cette machine est fausse. Réglez-la, puis réessayez.',
  'not-found': 'Il n’y est plus.',
  'key-twice': 'Cette clé est deux fois dans le fichier.',
  'not-a-row': 'Ce n’est pas une clé et sa valeur.',
  'no-columns': 'La première ligne ne nomme pas les deux colonnes, clé et valeur.',
  'not-keys': 'Ce n’est ni un fichier CSV ni un fichier JSON\u202f: son nom finirait par .csv ou .json.',
  'bad-file':
    'Le fichier ne peut pas être lu ou écrit. Vérifiez que vous en avez le droit et qu’il y a de la place, puis réessayez.',
  'file-changed': 'Le fichier a changé depuis sa lecture. Choisissez-le de nouveau.',
  'bad-name': 'Un nom a de 1 à 60\u00a0caractères, sans fin de ligne ni signe de direction.',
  'bad-address': 'Ce n’est pas l’adresse d’une machine. Écrivez un port (4000) ou hôte:port (192.168.1.31:3000).',
  'no-port': 'Il manque le port. Écrivez-le après l’hôte\u202f: 192.168.1.31:3000.',
  'bad-port': 'Un port est compris entre 1 et 65535.',
  'bad-invitation': 'Cette invitation est incomplète. Recopiez-la de bout en bout.',
  'newer-invitation': 'Une version plus récente de l’application a fait cette invitation. Prenez la dernière.',
  'nobody-there':
    'Personne ne répond sur ce port. Vérifiez l’adresse, que ce nœud est en marche et qu’aucun pare-feu ne le bloque.',
  'host-unknown': 'Aucune machine n’a ce nom. Vérifiez-le, ou donnez l’adresse IP de la machine.',
  'no-route':
    'Il n’y a aucune route vers cette machine. Voyez si les deux sont sur un même réseau et, sur un Mac, si cette application a le droit de l’utiliser\u202f: Réglages Système, Confidentialité et sécurité, Réseau local.',
  'not-a-node':
    'Quelque chose répond là, mais ce n’est pas un nœud. Vérifiez le port et, si ce réseau le demande, connectez-vous d’abord sur sa page d’accueil\u202f; le Socket.IO d’un nœud a le chemin /byr, ou celui que donne --path.',
  'newer-node':
    'Ce nœud a une version plus récente de l’application. Installez-la ici\u202f: les deux pourront alors se lier.',
  'older-node':
    'Ce nœud a une version plus ancienne de l’application. Installez celle-ci là-bas\u202f: les deux pourront alors se lier.',
  'no-keys':
    'Socket.IO répond là, mais pas à «\u202fkeys\u202f». Le script doit y répondre par la liste\u202f: callback(Object.keys(db)).',
  'bad-keys':
    'Son «\u202fkeys\u202f» ne donne pas une liste de textes. Il doit répondre par la liste\u202f: callback(Object.keys(db)).',
  'no-get':
    'Son «\u202fget\u202f» ne donne pas la valeur d’une clé que son «\u202fkeys\u202f» annonce. Il doit répondre par cette valeur\u202f: callback(db[key]).',
  'no-set':
    'Son «\u202fset\u202f» ne prend pas la valeur et ne répond pas. Il doit garder la valeur, puis faire callback(true).',
  itself: 'C’est ce nœud lui-même. Donnez l’adresse d’un autre.',
  copied: 'Deux nœuds partagent un profil copié. L’un d’eux prend un nouvel identifiant, puis ils se lient.',
  'already-linked': 'Ce nœud est déjà lié.',
  'other-rule': 'Ce nœud suit une autre règle\u202f: les deux ne peuvent pas se lier.',
  'peer-refused': 'Ce nœud a refusé le lien.',
  paused: 'L’utilisateur de ce nœud a suspendu le lien. Il se rétablira à la reprise.',
  'other-node': 'Un autre nœud y répond désormais.',
  'bad-key': 'Une clé de réseau a de 16 à 200\u00a0lettres, chiffres et signes. Les espaces ne comptent pas.',
  'wrong-key': 'Ce réseau a une autre clé. Demandez la sienne, et cherchez une faute de frappe dans la vôtre.',
  'no-key': 'Quelqu’un sans la clé du réseau a demandé l’accès. Ce réseau est privé.',
  'private-network': 'Ce nœud est d’un réseau privé. Demandez-en la clé.',
  'open-network':
    'Ce qui répond là ne connaît pas de clé de réseau\u202f: un nœud ouvert, un nœud du cours ou un autre programme. Un réseau privé ne se lie à aucun d’eux. Si ce réseau le demande, connectez-vous d’abord sur sa page d’accueil.',
  'key-unreadable': 'La clé de réseau de ce profil est illisible.',
  'too-many-links': 'Il y a déjà trop de liens.',
  'web-page': 'Une page web a demandé l’accès. Un nœud ne répond pas aux pages web.',
  'foreign-host': 'Ce n’est pas un nom de cette machine. Donnez son adresse IP.',
  'other-event': 'Le cours n’a pas cet événement\u202f: il a get, set, keys, keysAndTime, peers, addPeer et auth.',
  'other-path': 'Socket.IO a un autre chemin ici. Donnez au script celui de ce nœud, d’ordinaire /byr.',
  crowded: 'C’est plus à la fois que ce qu’un nœud accepte. Réessayez dans un instant.',
  disk: 'Le disque a refusé\u202f: rien n’a été enregistré.',
  'not-a-backup': 'Ce fichier n’est pas une sauvegarde.',
  'newer-backup': 'Une version plus récente de l’application a écrit cette sauvegarde.',
  'bad-backup': 'La sauvegarde est abîmée. Prenez-en une autre.',
  'unreadable-backup': 'La sauvegarde est illisible pour l’instant. Vérifiez que vous pouvez la lire, puis réessayez.',
  'backup-failed':
    'La sauvegarde n’a pas pu être écrite. Branchez le disque, faites de la place, ou choisissez un autre dossier.',
  'drive-silent':
    'Un disque ne répond pas, et du travail annulé l’attend encore. Débranchez-le ou rebranchez-le, puis réessayez.',
  'bad-feed-address': 'L’adresse d’un flux de mises à jour commence par https://.',
  'no-feed': 'Il n’y a pas de flux de mises à jour à cette adresse, ou elle est injoignable.',
  'bad-feed': 'Ce qui se trouve à cette adresse n’est pas un flux de mises à jour.',
  'bad-update':
    'La nouvelle version a été refusée\u202f: elle n’est pas celle que le flux annonce. Cette version reste.',
  'no-update':
    'La nouvelle version n’a pas pu être téléchargée. Vérifiez le réseau et la place sur le disque, puis relancez la vérification. Cette version reste.',
  'no-place':
    'Le fichier de cette version n’a pas pu être remplacé. Vérifiez que vous pouvez écrire dans son dossier et qu’il y reste de la place, puis relancez la vérification. Cette version reste.',
  'not-opened':
    'La nouvelle fenêtre n’a pas pu s’ouvrir\u202f: le programme de l’application n’a pas démarré. Si l’application a été déplacée ou mise à jour, fermez cette fenêtre et rouvrez l’application.',
  cancelled: 'Annulé.',
  closed: 'Le nœud se ferme.',
  unforeseen:
    'L’application a rencontré une erreur. Réessayez\u202f; son journal, node.log dans le profil, en dit plus.',
};
