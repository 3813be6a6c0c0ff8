import path from 'node:path';
import { storybookTest } from '@storybook/addon-vitest/vitest-plugin';
import react from '@vitejs/plugin-react';
import { playwright } from '@vitest/browser-playwright';
import { defineConfig } from 'vitest/config';
import { chromiumLaunch } from './test/support/chromium.ts';

/** `TEST_DIST=1` runs the same tests on the built package instead of the source. */
const conditions = process.env['TEST_DIST'] ? [] : ['react-session-security/source'];
const resolve = { conditions: [...conditions, 'module', 'browser', 'development|production', 'import', 'default'] };
const ssr = {
  resolve: { conditions: [...conditions, 'module', 'node', 'development|production', 'import', 'default'] },
};

const browser = {
  enabled: true,
  headless: true,
  screenshotFailures: false,
  provider: playwright({ launchOptions: chromiumLaunch() }),
  instances: [{ browser: 'chromium' as const }],
};

export default defineConfig({
  resolve,
  ssr,
  test: {
    reporters: process.env['CI'] ? ['default', './test/support/closingLineReporter.ts'] : ['default'],
    projects: [
      {
        extends: true,
        test: {
          name: 'node',
          environment: 'node',
          include: ['test/{contract,client,server,testing,packaging}/**/*.test.ts', 'test/*.test.ts'],
          testTimeout: 30_000,
          hookTimeout: 60_000,
          maxWorkers: 2,
        },
      },
      {
        extends: true,
        plugins: [react()],
        test: {
          name: 'dom',
          environment: 'jsdom',
          include: ['test/react/**/*.test.tsx'],
          setupFiles: ['test/support/setupDom.ts'],
          testTimeout: 15_000,
        },
      },
      {
        extends: true,
        plugins: [react()],
        test: { name: 'browser', include: ['test/browser/**/*.test.{ts,tsx}'], browser },
      },
      {
        extends: true,
        test: {
          name: 'pg',
          environment: 'node',
          include: ['test/pg/**/*.test.ts'],
          globalSetup: ['test/support/pg.ts'],
          testTimeout: 120_000,
          hookTimeout: 60_000,
        },
      },
      {
        extends: true,
        plugins: [storybookTest({ configDir: path.join(import.meta.dirname, '.storybook') })],
        test: { name: 'stories', browser },
      },
    ],
  },
});
