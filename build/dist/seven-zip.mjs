import { chmodSync, existsSync } from 'node:fs';
import { join } from 'node:path';
import { fetchPackage, untar } from '../setup/package-file.mjs';
import { cache } from '../setup/run.mjs';
import { step } from '../setup/step.mjs';

const version = '5.2.0';
const integrity = 'sha512-ukTPVhqG4jNzMro2qA9HSCSSVJN3aN7tlb+hfqYCt3ER0yWroeA2VR38MNrOHLQ/cVj+DaIMad0kFCtWWowh/A==';

/**
 * Fetches npm's 7-Zip if electron-builder's own cannot be downloaded.
 *
 * @returns {Promise<string>} the executable
 */
export async function sevenZip() {
  const folder = join(cache, `7zip-${version}`);
  if (!existsSync(folder)) {
    await step(`7-Zip ${version}`, () =>
      fetchPackage(`7zip-bin@${version}`, integrity, folder, (file, into, cwd) =>
        untar(file, into, cwd, ['--strip-components=2', `package/linux/${process.arch}`]),
      ),
    );
  }
  const program = join(folder, process.arch, '7za');
  // Its package forgot to.
  chmodSync(program, 0o755);
  return program;
}
