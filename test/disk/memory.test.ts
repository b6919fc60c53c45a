import { MemoryDisk } from '../../main/disk/memory';
import { diskContract } from './contract';

diskContract('a disk in memory', async () => new MemoryDisk());
