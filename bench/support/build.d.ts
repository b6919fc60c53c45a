/** What the benchmarks use of the build scripts, which are JavaScript. */
declare module '*/build/setup.mjs' {
  export function setUpWindow(): Promise<NodeJS.ProcessEnv>;
}

declare module '*/build/display.mjs' {
  export function withoutDisplay(): boolean;
  export function startDisplay(options: { untilLastWindow: boolean }): Promise<{ name: string; stop(): void }>;
}

declare module '*/build/dist/config.mjs' {
  export const folders: { packages: string; resources: string };
  export function configuration(standIn: object | null): object;
  export function runtime(standIn: object | null): object;
}

declare module '*/build/dist/stand-in.mjs' {
  export function standInOf(env: NodeJS.ProcessEnv): Promise<object | null>;
}

declare module '*/build/dist/make.mjs' {
  export function makePackages(project: string, config: object, targets: string[], archs: string[]): Promise<string[]>;
}
