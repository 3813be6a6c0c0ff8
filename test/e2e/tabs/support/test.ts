/** Tests with a server of their worker's own, and a fresh Chromium each. */
import { test as base, type BrowserContext, type Page } from '@playwright/test';
import { openBrowser } from './openBrowser';
import { startBackend, type StartedBackend } from './startBackend';
import type { BeginOptions } from './createBackend';

export { expect } from '@playwright/test';

export interface World {
  readonly context: BrowserContext;
  readonly backend: StartedBackend;
  /** A new tab in front, with an engine that has started. */
  open(name: string): Promise<Page>;
  openMany(count: number): Promise<readonly [Page, ...Page[]]>;
  /** A page of the same origin without an engine. */
  openPlain(): Promise<Page>;
  /** Page errors of all tabs so far. */
  readonly errors: readonly Error[];
}

export interface WorldOptions extends BeginOptions {
  /** Of the pages. `bearer` at a server that has cookies is "the access token lies in a cookie". */
  readonly client?: 'cookie' | 'bearer';
  /** The pages' time is moved by `pass`, and goes on by itself as usual. */
  readonly isClockMovable?: boolean;
  /** Runs in each page before anything else. */
  readonly init?: () => void;
}

/** Sets up the server and the browser's surroundings. Once in each test. */
export type Begin = (options?: WorldOptions) => Promise<World>;

export const test = base.extend<{ begin: Begin }, { backend: StartedBackend }>({
  backend: [
    // oxlint-disable-next-line no-empty-pattern -- Playwright reads the pattern.
    async ({}, provide) => {
      const backend = await startBackend();
      await provide(backend);
      await backend.close();
    },
    { scope: 'worker' },
  ],
  begin: async ({ backend }, provide) => {
    const { context, close } = await openBrowser();
    const errors: Error[] = [];
    context.on('weberror', (error) => errors.push(error.error()));
    await provide(async ({ client, init, isClockMovable, ...options } = {}) => {
      await backend.begin(options);
      if (isClockMovable === true) await context.clock.install();
      if (init !== undefined) await context.addInitScript(init);
      const transport = client ?? (options.transport === 'bearer' ? 'bearer' : 'cookie');
      const open = async (name: string): Promise<Page> => {
        const page = await context.newPage();
        await page.goto(`${backend.origin}/tab?name=${name}&transport=${transport}`);
        await page.bringToFront();
        return page;
      };
      return {
        context,
        backend,
        errors,
        open,
        async openMany(count) {
          const pages: Page[] = [];
          for (let index = 0; index < count; index += 1) pages.push(await open(String.fromCodePoint(97 + index)));
          const [first, ...others] = pages;
          if (first === undefined) throw new Error('At least one tab is needed.');
          return [first, ...others];
        },
        async openPlain() {
          const page = await context.newPage();
          await page.goto(backend.origin);
          return page;
        },
      };
    });
    await close();
  },
});
