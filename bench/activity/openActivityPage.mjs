/** Builds the page as an app would and opens it in a tab that has fine timers, without any server. */
import { rmSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { build } from 'esbuild';
import { cacheFolder } from '../lib/paths.mjs';

const origin = 'http://localhost';
/** Timers of 5 µs are for pages that nothing else can look into. */
const isolated = {
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-embedder-policy': 'require-corp',
};

/** @returns {Promise<string>} the folder */
export async function buildActivityPage() {
  const folder = cacheFolder('activity');
  rmSync(folder, { recursive: true, force: true });
  await build({
    entryPoints: [path.join(import.meta.dirname, 'page', 'main.ts')],
    outdir: folder,
    bundle: true,
    splitting: true,
    minify: true,
    format: 'esm',
    target: 'es2022',
    jsx: 'automatic',
    define: { 'process.env.NODE_ENV': '"production"' },
    logLevel: 'error',
  });
  return folder;
}

/**
 * @param {import('playwright-core').Browser} browser
 * @param {{ folder: string, countTimers: boolean, onError: (message: string) => void }} options `countTimers` costs some time itself
 * @returns {Promise<import('playwright-core').Page>}
 */
export async function openActivityPage(browser, { folder, countTimers, onError }) {
  const tab = await browser.newPage({ viewport: { width: 1280, height: 800 } });
  tab.on('pageerror', (error) => onError(error.message));
  if (countTimers) await tab.addInitScript(countTimersSet);
  await tab.route('**/*', async (route) => {
    const file = path.basename(new URL(route.request().url()).pathname);
    if (file.endsWith('.js')) {
      await route.fulfill({
        contentType: 'text/javascript',
        headers: isolated,
        body: await readFile(path.join(folder, file)),
      });
    } else {
      await route.fulfill({
        contentType: 'text/html',
        headers: isolated,
        body: '<!doctype html><title>activity bench</title><link rel="icon" href="data:," /><body><script type="module" src="/main.js"></script>',
      });
    }
  });
  await tab.goto(`${origin}/`);
  await tab.waitForFunction(() => 'activityBench' in window);
  return tab;
}

/** Runs in the page, before all else. */
function countTimersSet() {
  const set = window.setTimeout.bind(window);
  let count = 0;
  Object.assign(window, {
    timersSet: () => count,
    setTimeout: (/** @type {TimerHandler} */ task, /** @type {number} */ delayMs) => {
      count += 1;
      return set(task, delayMs);
    },
  });
}
