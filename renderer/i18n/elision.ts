/** ‘de Bob’, ‘d’Alice’: French drops the e before a vowel, and before most names that begin with an h. */
export function ofName(name: string): string {
  return /^[aeiouhâàéèêëîïôöûü]/i.test(name) ? `d’${name}` : `de ${name}`;
}
