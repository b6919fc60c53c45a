import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { cp, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import { newFolder } from '../support/folder';

export interface Script {
  readonly child: ChildProcess;
  /** What it wrote so far, on both. */
  readonly said: () => string;
  readonly ended: Promise<{ code: number | null; said: string }>;
}

/** A folder with the scripts of this checkout, and a package that needs what a test says; gone when the test ends. */
export class Checkout {
  private constructor(
    readonly folder: string,
    readonly test: TestContext,
  ) {}

  /** @param folder where it is to be, in place of a new one */
  static async create(test: TestContext, folder?: string): Promise<Checkout> {
    folder ??= join(await newFolder(test), 'byr');
    await cp('build', join(folder, 'build'), { recursive: true });
    await cp('.npmrc', join(folder, '.npmrc'));
    const checkout = new Checkout(folder, test);
    await checkout.needs({});
    return checkout;
  }

  /** Writes package.json and its lock file. */
  async needs(
    dependencies: Readonly<Record<string, { version: string; resolved: string }>>,
    kind: 'dependencies' | 'devDependencies' = 'dependencies',
  ): Promise<void> {
    const versions = Object.fromEntries(Object.entries(dependencies).map(([name, { version }]) => [name, version]));
    const project = { name: 'byr-test', version: '1.0.0', type: 'module', [kind]: versions };
    const packages = Object.fromEntries(
      Object.entries(dependencies).map(([name, entry]) => [
        `node_modules/${name}`,
        { ...entry, dev: kind === 'devDependencies' },
      ]),
    );
    await this.write('package.json', JSON.stringify(project));
    const lock = { ...project, lockfileVersion: 3, packages: { '': project, ...packages } };
    await this.write('package-lock.json', JSON.stringify(lock));
  }

  path(file: string): string {
    return join(this.folder, file);
  }

  async write(file: string, text: string): Promise<void> {
    await mkdir(join(this.path(file), '..'), { recursive: true });
    await writeFile(this.path(file), text);
  }

  /** Runs a script of the checkout. */
  run(file: string, env: NodeJS.ProcessEnv = {}): Script {
    return this.#start([this.path(file)], env);
  }

  /** Runs a program that may import the checkout's scripts by './build/…'. */
  eval(program: string, env: NodeJS.ProcessEnv = {}): Script {
    return this.#start(['--input-type=module', '--eval', program], env);
  }

  #start(args: string[], env: NodeJS.ProcessEnv): Script {
    const child = spawn(process.execPath, args, {
      cwd: this.folder,
      env: { ...process.env, npm_config_cache: this.path('npm-cache'), ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    this.test.after(() => child.kill('SIGKILL'));
    let said = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (text: string) => {
        said += text;
      });
    }
    const ended = once(child, 'close').then(([code]) => ({ code: code as number | null, said }));
    return { child, said: () => said, ended };
  }
}
