import type { Sync } from '../sync/sync';
import type { CourseSocket } from '../wire/course-socket';
import type { Link } from '../wire/link';
import type { CourseSync } from './course-sync';
import type { Pulse } from './pulse';

/** A link to a native node, and the sync over it. */
export interface NodeSession {
  readonly kind: 'node';
  readonly link: Link;
  readonly sync: Sync;
  readonly pulse: Pulse;
}

export type Session =
  | NodeSession
  | { readonly kind: 'course'; readonly socket: CourseSocket; readonly sync: CourseSync };

/** Bytes that came over a link; 0 without one. */
export function heardOver(session: Session | null): number {
  if (session === null) return 0;
  return (session.kind === 'node' ? session.link : session.socket).traffic.heard;
}
