/**
 * Measures one thing of the disk, in this process, and tells the one that asked.
 *
 *     node out/bench/disk.cjs TASK FOLDER [NUMBER]
 */
import { backup, restore } from './copying';
import { scan, start } from './reading';
import { batches, sets } from './writing';

const tasks = { backup, batches, restore, scan, sets, start };
export type Tasks = typeof tasks;

const [task, folder, number] = process.argv.slice(2) as [keyof Tasks, string, string];

void tasks[task](folder, Number(number)).then((figures) => process.send?.(figures, () => process.exit(0)));
