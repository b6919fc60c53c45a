import crypto from 'node:crypto';
import { syncBuiltinESMExports } from 'node:module';

type Stretched = Parameters<Parameters<typeof crypto.scrypt>[4]>[1];

/** Loaded by tests of private networks: each network key is stretched once in their process, and not for each node. */
const { scrypt } = crypto;
const stretched = new Map<string, Promise<Stretched>>();

function stretchedOnce(...[key, salt, length, cost, done]: Parameters<typeof scrypt>): void {
  const what = JSON.stringify([String(key), String(salt), length, cost]);
  const first =
    stretched.get(what) ??
    new Promise<Stretched>((resolve) => scrypt(key, salt, length, cost, (_, one) => resolve(one)));
  stretched.set(what, first);
  void first.then((one) => done(null, one));
}

Object.assign(crypto, { scrypt: stretchedOnce });
syncBuiltinESMExports();
