import type { QueryOutgoingPacket, QueryPacket, ResponseOutgoingPacket, ResponsePacket } from 'multicast-dns';
import * as v from 'valibot';
import type { NodeId } from '../../store/stamp';
import { nameSchema, plainNodeId, portSchema } from '../protocol';

/**
 * What a node tells its network of itself: DNS-SD (RFC 6763) over multicast DNS (RFC 6762). It is an instance of a
 * service, by its id; its text record has `name` and `path`.
 */
const SERVICE = '_byr._tcp.local';
/** Types of questions that ask for it. */
const ASKED: ReadonlySet<string> = new Set(['PTR', 'ANY']);
/** Of a message that is read: far more than a class has nodes on one machine. */
const MAX_RECORDS = 128;

const announcedSchema = v.object({
  id: plainNodeId,
  name: nameSchema,
  /** Of Socket.IO on its server. */
  path: v.pipe(v.string(), v.maxLength(101)),
  port: portSchema,
});
export type Announced = v.InferOutput<typeof announcedSchema>;

export interface Announcement {
  readonly node: Announced;
  /** How long it holds, s; 0 when it leaves. */
  readonly ttl: number;
}

const serviceSchema = v.object({ ttl: v.number(), data: v.object({ port: v.number() }) });
const textSchema = v.object({ data: v.array(v.instance(Buffer)) });

/** Asks who is there. */
export const question: QueryOutgoingPacket = { questions: [{ name: SERVICE, type: 'PTR' }] };

/** @param address where the node is on the network that is told */
export function announce({ node, ttl }: Announcement, address: string): ResponseOutgoingPacket {
  const name = `${node.id}.${SERVICE}`;
  const target = `${node.id}.local`;
  return {
    answers: [{ type: 'PTR', name: SERVICE, ttl, data: name }],
    additionals: [
      { type: 'SRV', name, ttl, data: { port: node.port, target, priority: 0, weight: 0 } },
      { type: 'TXT', name, ttl, data: [`name=${node.name}`, `path=${node.path}`] },
      { type: 'A', name: target, ttl, data: address },
    ],
  };
}

/** Whether somebody asks who is there. */
export function isQuestion({ questions = [] }: QueryPacket): boolean {
  return questions.some(({ type, name }) => ASKED.has(type) && isSame(name, SERVICE));
}

/** The nodes that a message of anybody tells of; what is none is left out. */
export function readAnnouncements({ answers = [], additionals = [] }: ResponsePacket): Announcement[] {
  const records = [...answers, ...additionals].slice(0, MAX_RECORDS);
  return records.flatMap((record) => {
    const service = record.type === 'SRV' ? v.safeParse(serviceSchema, record) : null;
    if (!service?.success || !isSame(record.name.slice(-SERVICE.length - 1), `.${SERVICE}`)) return [];
    const text = records.find(({ type, name }) => type === 'TXT' && isSame(name, record.name));
    const node = v.safeParse(announcedSchema, {
      ...pairsOf(text),
      id: record.name.slice(0, -SERVICE.length - 1).toLowerCase() as NodeId,
      port: service.output.data.port,
    });
    return node.success ? [{ node: node.output, ttl: service.output.ttl }] : [];
  });
}

/** Of a text record, `name` and `path` (RFC 6763, section 6). */
function pairsOf(record: unknown): { name?: string; path?: string } {
  const text = v.safeParse(textSchema, record);
  if (!text.success) return {};
  const value = (key: string): string | undefined =>
    text.output.data
      .map(String)
      .find((pair) => pair.toLowerCase().startsWith(`${key}=`))
      ?.slice(key.length + 1);
  return { name: value('name') ?? '', path: value('path') ?? '' };
}

/** Names are equal in any case (RFC 6762, section 16). */
function isSame(name: string, other: string): boolean {
  return name.toLowerCase() === other.toLowerCase();
}
