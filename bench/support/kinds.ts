import type { Program } from './built';

/** A kind of node that is measured. */
export interface Kind {
  readonly name: string;
  readonly program: Program;
  /** Arguments of a node that may keep its data in `folder`. */
  args(folder: string): string[];
  /** Who links to whom, so that each node has both others: the course tells only those that it dialled. */
  readonly links: 'each way' | 'once a pair' | 'to the first';
}

const nothing = (): string[] => [];

export const course: Kind = { name: 'course style', program: 'baseline', args: nothing, links: 'each way' };

export const yjs: Kind = { name: 'Yjs, a set a transaction', program: 'yjs', args: nothing, links: 'to the first' };

export const yjsTogether: Kind = { ...yjs, name: 'Yjs, 256 a transaction', args: () => ['--together'] };

/** Arrays of 256, nothing behind them: the transport's own limit. */
export const raw: Kind = { name: 'bare Socket.IO', program: 'raw', args: nothing, links: 'once a pair' };

export const inMemory: Kind = { name: 'ours, memory', program: 'ours', args: nothing, links: 'once a pair' };

/** As an import sets them. */
export const inMemoryTogether: Kind = { ...inMemory, name: 'ours, memory, 256 a call', args: () => ['--together'] };

export const onDisk: Kind = { ...inMemory, name: 'ours, LevelDB', args: (folder) => ['--profile', folder] };

export const onDiskTogether: Kind = {
  ...onDisk,
  name: 'ours, LevelDB, 256 a call',
  args: (folder) => ['--profile', folder, '--together'],
};
