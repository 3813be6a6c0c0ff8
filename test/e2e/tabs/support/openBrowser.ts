/**
 * Chromium with real tabs: the ones that are not in front are hidden, throttled and can be frozen, and pages go into the
 * back/forward cache. Playwright keeps all of that from happening (every page is shown, focused and never slowed
 * down), except in the default context of a browser that it is connected to with `noDefaults`.
 */
import { createServer, type AddressInfo } from 'node:net';
import { type BrowserContext, chromium } from '@playwright/test';
import { chromiumLaunch } from '../../../support/chromium';

export interface OpenedBrowser {
  readonly context: BrowserContext;
  close(): Promise<void>;
}

export async function openBrowser(): Promise<OpenedBrowser> {
  const port = await freePort();
  const { args, ...options } = chromiumLaunch();
  const launched = await chromium.launch({
    ...options,
    args: [...args, `--remote-debugging-port=${String(port)}`],
    ignoreDefaultArgs: [
      '--disable-back-forward-cache',
      '--disable-background-timer-throttling',
      '--disable-backgrounding-occluded-windows',
      '--disable-renderer-backgrounding',
    ],
  });
  const connected = await chromium.connectOverCDP(`http://127.0.0.1:${String(port)}`, { noDefaults: true });
  const [context] = connected.contexts();
  if (context === undefined) throw new Error('The browser has no default context.');
  return {
    context,
    async close() {
      await connected.close();
      await launched.close();
    },
  };
}

async function freePort(): Promise<number> {
  const probe = createServer();
  await new Promise<void>((resolve) => probe.listen(0, '127.0.0.1', resolve));
  const { port } = probe.address() as AddressInfo;
  await new Promise((resolve) => probe.close(resolve));
  return port;
}
