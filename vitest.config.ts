import path from 'node:path';
import { storybookTest } from '@storybook/addon-vitest/vitest-plugin';
import tailwindcss from '@tailwindcss/vite';
import react from '@vitejs/plugin-react';
import { playwright } from '@vitest/browser-playwright';
import { defineConfig } from 'vitest/config';
import { chromiumLaunch } from './test/support/chromium.ts';

/** `TEST_DIST=1` runs the same tests on the built package instead of the source. */
const conditions = process.env['TEST_DIST'] ? [] : ['react-session-security/source'];
const resolve = { conditions: [...conditions, 'module', 'browser', 'development|production'] };
/** Handed on to Node, where `module` or `import` would make `require` of a CommonJS package load its ES module. */
const ssr = { resolve: { conditions: [...conditions, 'node', 'development|production'] } };

/** Made anew for each project, because Vitest writes the project's name into it. */
const browser = () => ({
  enabled: true,
  headless: true,
  screenshotFailures: false,
  provider: playwright({ launchOptions: chromiumLaunch() }),
  instances: [{ browser: 'chromium' as const }],
});

export default defineConfig({
  resolve,
  ssr,
  test: {
    /** PGlite holds some 0.3 GB in each worker. */
    maxWorkers: 2,
    reporters: process.env['CI'] ? ['default', './test/support/closingLineReporter.ts'] : ['default'],
    /** Groups run one after the other: races and pages are measured on a machine that does nothing else. */
    projects: [
      {
        extends: true,
        test: {
          name: 'node',
          environment: 'node',
          include: ['test/{contract,engine,client,server,testing,packaging,demo}/**/*.test.ts', 'test/*.test.ts'],
          testTimeout: 30_000,
          hookTimeout: 60_000,
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
        plugins: [react(), tailwindcss()],
        /** Found only when the long list asks for it; a reload then would load React twice. */
        optimizeDeps: { include: ['@tanstack/react-virtual', '@simplewebauthn/browser', 'lean-qr'] },
        test: {
          name: 'browser',
          include: ['test/browser/**/*.test.{ts,tsx}'],
          browser: browser(),
          sequence: { groupOrder: 2 },
        },
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
          sequence: { groupOrder: 1 },
        },
      },
      {
        extends: true,
        plugins: [storybookTest({ configDir: path.join(import.meta.dirname, '.storybook') })],
        test: { name: 'stories', browser: browser(), sequence: { groupOrder: 3 } },
      },
    ],
  },
});
