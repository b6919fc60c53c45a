/** What the benchmarks use of the build scripts, which are JavaScript. */
declare module '*/build/setup.mjs' {
  export function setUpWindow(): Promise<NodeJS.ProcessEnv>;
}

declare module '*/build/display.mjs' {
  export function withoutDisplay(): boolean;
  export function startDisplay(options: { untilLastWindow: boolean }): Promise<{ name: string; stop(): void }>;
}
