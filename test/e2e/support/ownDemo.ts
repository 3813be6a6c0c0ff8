/** Tests on a demo of their own, one for all of them: because they read what it prints, or move its clock. */
import { test as base } from '@playwright/test';
import { type StartedDemo, startDemo } from './startDemo';

export { expect } from '@playwright/test';

export const test = base.extend<object, { readonly demo: StartedDemo }>({
  demo: [
    // oxlint-disable-next-line no-empty-pattern -- Playwright reads the pattern.
    async ({}, provide) => {
      const demo = await startDemo(5179);
      await provide(demo);
      await demo.stop();
    },
    { scope: 'worker', timeout: 120_000 },
  ],
  baseURL: ({ demo }, provide) => provide(demo.origin),
});
