/**
 * ‘de Bob’, ‘d’Alice’: French drops the e before a vowel, before most names that begin with an h, and before a y that
 * is a vowel, as in Yves, not in Yann. The name may be isolated.
 */
export function ofName(name: string): string {
  return /^\u2068?(?:[aeiouàáâãäåæèéêëìíîïòóôõöøœùúûüh]|y(?=[b-df-hj-np-tv-xz]))/i.test(name)
    ? `d’${name}`
    : `de ${name}`;
}
