/** Time that a test moves: of the server and of all pages together, whose timers run as they fall due. */
import { expect } from '@playwright/test';
import type { World } from './test';

/** Resolves when nothing is under way any more, neither at the server nor under a lock. */
export async function settle({ backend, context }: World): Promise<void> {
  const isQuiet = async (): Promise<boolean> => {
    const [page] = context.pages();
    // `undefined` where a test took the locks away.
    const locks = await page?.evaluate(() => (navigator.locks as LockManager | undefined)?.query());
    return backend.isIdle() && (locks?.held?.length ?? 0) === 0;
  };
  const isStillQuiet = async (): Promise<boolean> => {
    if (!(await isQuiet())) return false;
    await new Promise((resolve) => setTimeout(resolve, 30));
    return isQuiet();
  };
  await expect.poll(isStillQuiet, { intervals: [10], timeout: 20_000 }).toBe(true);
}

/** Passes at once; a timer that fell due more than once meanwhile runs once. Needs `isClockMovable`. */
export async function pass(world: World, ms: number): Promise<void> {
  world.backend.pass(ms);
  await world.context.clock.fastForward(ms);
  await settle(world);
}
