import { check } from '../failure';
import type { LinkNode } from './link-node';
import type { LinkWorld } from './link-world';

/** Up to so many nodes each has room for a link to every other one that it knows. */
const ALL_LINK = 24;

/** What is not yet as it should be: all are linked to whom they can be, linked nodes are equal, and say so at both ends. */
export function unsettled(world: LinkWorld): string[] {
  const { nodes } = world;
  const found = copiesOf(world);
  const links = linksOf(world);
  const areLinked = (a: LinkNode, b: LinkNode): boolean => links.get(a)?.has(b) === true;
  const parts = partsOf(world, links);
  for (const a of nodes) {
    for (const b of nodes) {
      if (a === b) continue;
      const isLinked = areLinked(a, b);
      if (isLinked && !areLinked(b, a)) found.push(`${a.name} has a link to ${b.name}, which has none`);
      if (isLinked && a.id === b.id) found.push(`${a.name} and ${b.name} have one id`);
      if (isLinked || !mayDial(a, b)) continue;
      const isApart = !parts.some((part) => part.includes(a) && part.includes(b));
      if (isApart || nodes.length <= ALL_LINK)
        found.push(`${a.name} knows where ${b.name} is, and they are not linked`);
    }
  }
  for (const { name, live } of nodes) {
    for (const { id, state, traffic } of live.network.statuses()) {
      if (traffic !== null && state !== 'in-sync') found.push(`${name} is not in sync with ${id}: ${state}`);
    }
  }
  for (const part of parts) {
    const prints = new Set(part.map(({ live }) => live.database.fingerprint));
    if (prints.size > 1) found.push(`${part.map(({ name }) => name).join(' ')} are linked, and differ`);
  }
  return found;
}

/** No two links of the same two processes are open, and no end of one that nobody knows of. */
export function checkOneLink({ internet }: LinkWorld): void {
  const seen = new Map<string, number>();
  for (const [link, ends] of internet.links) {
    if (!link.isOpen) continue;
    const pair = ends
      .map(({ name }) => name)
      .sort()
      .join('-');
    seen.set(pair, (seen.get(pair) ?? 0) + 1);
  }
  for (const [pair, count] of seen) check(count === 1, () => `${pair} have ${count} links.`);
}

type Links = ReadonlyMap<LinkNode, ReadonlySet<LinkNode>>;

/** To whom each node says that it is linked: over a connection to that one, not to another with its id. */
export function linksOf({ nodes, internet }: LinkWorld): Links {
  return new Map(nodes.map((node) => [node, linkedTo(node, internet)]));
}

function linkedTo({ process }: LinkNode, { links }: LinkWorld['internet']): Set<LinkNode> {
  const statuses = process?.network.statuses() ?? [];
  const ids = new Set(statuses.flatMap(({ id, traffic }) => (traffic === null ? [] : id)));
  const others = [...(process?.ends ?? [])].flatMap(({ link }) => links.get(link) ?? []);
  return new Set(others.filter((other) => other !== process && ids.has(other.node.id)).map(({ node }) => node));
}

/** The nodes, by who reaches whom over links. */
export function partsOf({ nodes }: LinkWorld, links: Links): LinkNode[][] {
  const parts: LinkNode[][] = [];
  for (const node of nodes) {
    if (parts.some((part) => part.includes(node))) continue;
    const part = new Set([node]);
    for (const one of part) for (const other of links.get(one) ?? []) part.add(other);
    parts.push([...part]);
  }
  return parts;
}

/** Whether the first knows where the other is, and neither has anything against a link. */
function mayDial(a: LinkNode, b: LinkNode): boolean {
  // Whose id another node has, too, may be taken for that one, until the two are found out.
  return isOne(a) && isOne(b) && mayReach(a, b);
}

function isOne({ id, world }: LinkNode): boolean {
  return world.nodes.filter((other) => other.id === id).length === 1;
}

function mayReach(a: LinkNode, b: LinkNode): boolean {
  if (b.isHidden || a.rule !== b.rule || a.id === b.id) return false;
  const known = a.peers.find(({ id }) => id === b.id);
  const there = b.peers.find(({ id }) => id === a.id);
  const isWelcome = [known, there].every((record) => record === undefined || (!record.removed && !record.paused));
  return isWelcome && known?.addresses.includes(b.address) === true;
}

/** Nodes of one id, of which neither took it lately, and which are found out by a third one that both can dial. */
function copiesOf({ nodes }: LinkWorld): string[] {
  const isCopy = (a: LinkNode, b: LinkNode): boolean =>
    a !== b && a.id === b.id && a.former === null && b.former === null;
  const third = (a: LinkNode, b: LinkNode): LinkNode | undefined =>
    nodes.find((node) => isOne(node) && mayReach(a, node) && mayReach(b, node));
  return nodes.flatMap((a) =>
    nodes.flatMap((b) => {
      const node = isCopy(a, b) ? third(a, b) : undefined;
      return node === undefined ? [] : `${a.name} and ${b.name} have one id, though both know ${node.name}`;
    }),
  );
}
