/** Constants of FNV-1a (Fowler, Noll, Vo; RFC 9923), 32 bits. */
export const BASIS = 0x811c9dc5;
export const PRIME = 0x01000193;
