import { defineConfig } from '@playwright/test';
import { limitsCommand, limitsOrigin } from './test/e2e/support/limitsServer.ts';
import { chromiumLaunch } from './test/support/chromium.ts';

const port = 5199;

/** The demo as a person uses it: the real server over an embedded database, in real Chromium. */
export default defineConfig({
  testDir: './test/e2e',
  outputDir: './node_modules/.cache/playwright',
  workers: 4,
  projects: [
    { name: 'demo', testIgnore: ['limits/**', 'tabs/**'], workers: 1 },
    /** These bring their own server and browsers, and count what throttled pages ask on a machine that may be busy. */
    { name: 'tabs', testMatch: 'tabs/*.spec.ts', workers: 2, retries: process.env['CI'] ? 1 : 0 },
    /** These mostly wait for sessions to end. */
    { name: 'limits', testMatch: 'limits/*.spec.ts', fullyParallel: true, workers: 3 },
  ],
  reporter: process.env['CI'] ? [['list'], ['./test/support/closingLinePlaywrightReporter.ts']] : [['line']],
  timeout: 60_000,
  /** A sign-in is work on purpose, and a busy machine takes its time. */
  expect: { timeout: 15_000 },
  use: { baseURL: `http://localhost:${port}`, browserName: 'chromium', launchOptions: chromiumLaunch(), trace: 'off' },
  webServer: [
    server(`node demo/start.mjs --port ${port} --memory --no-reload`, `http://localhost:${port}`),
    server(limitsCommand, limitsOrigin),
  ],
});

function server(command: string, origin: string) {
  return {
    command,
    url: `${origin}/api/health`,
    reuseExistingServer: !process.env['CI'],
    timeout: 90_000,
    gracefulShutdown: { signal: 'SIGTERM', timeout: 3000 },
  } as const;
}
