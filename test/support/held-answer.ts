import type { AppWindow } from './app';

type Answer = (...args: unknown[]) => unknown;

/**
 * Has the node hold back its answers to one call of the window until the function that this returns is called. What the
 * call does is done before.
 */
export async function holdAnswers({ app }: AppWindow, method: string): Promise<() => Promise<void>> {
  const name = `byr:${method}`;
  await app.evaluate(({ ipcMain }, held) => {
    const { _invokeHandlers: handlers } = ipcMain as unknown as { _invokeHandlers: Map<string, Answer> };
    const answer = handlers.get(held);
    const end = new Promise<void>((resolve) => {
      process.once(`held ${held}` as 'SIGUSR2', () => {
        if (answer !== undefined) handlers.set(held, answer);
        resolve();
      });
    });
    handlers.set(held, async (...args) => {
      const answered = await answer?.(...args);
      await end;
      return answered;
    });
  }, name);
  return () => app.evaluate((_, held) => void process.emit(`held ${held}` as 'SIGUSR2'), name);
}
