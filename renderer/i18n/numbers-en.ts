export const number = new Intl.NumberFormat('en-GB').format;

/** '1 entry', '1,200 entries'. */
export const count = (n: number, one: string, more: string): string => `${number(n)} ${n === 1 ? one : more}`;
