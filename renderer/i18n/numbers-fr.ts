export const number = new Intl.NumberFormat('fr-FR').format;

/** '0 entrée', '1 200 entrées': the noun is singular below two, and stays on the number's line. */
export const count = (n: number, one: string, more: string): string => `${number(n)}\u00a0${n < 2 ? one : more}`;
