import { defineConfig } from '@playwright/test';
import { chromiumLaunch } from './test/support/chromium.ts';

const port = 5199;

/** The demo as a person uses it: the real server over an embedded database, in real Chromium. */
export default defineConfig({
  testDir: './test/e2e',
  outputDir: './node_modules/.cache/playwright',
  workers: 1,
  reporter: process.env['CI'] ? [['list'], ['./test/support/closingLinePlaywrightReporter.ts']] : [['line']],
  timeout: 60_000,
  use: { baseURL: `http://localhost:${port}`, browserName: 'chromium', launchOptions: chromiumLaunch(), trace: 'off' },
  webServer: {
    command: `node demo/start.mjs --port ${port} --memory`,
    url: `http://localhost:${port}/api/health`,
    reuseExistingServer: !process.env['CI'],
    timeout: 90_000,
    gracefulShutdown: { signal: 'SIGTERM', timeout: 3000 },
  },
});
