/** What tests do in tabs, and read from them. */
import type { Page } from '@playwright/test';
import type { EngineNotice, SessionPhase, SessionSnapshot } from 'react-session-security/client';

interface Account {
  readonly email: string;
  readonly password: string;
}

export function signIn(page: Page, { email, password }: Account): Promise<unknown> {
  return page.evaluate((input) => window.tab.client.call('auth.signIn', input), { identifier: email, password });
}

/** Resolves when all tabs know of it; the back end may still be being told. */
export function signOut(page: Page): Promise<void> {
  return page.evaluate(() => {
    void window.tab.client.engine.signOut();
  });
}

interface Refusal extends Error {
  readonly data?: { readonly cause?: { readonly errorCode?: string } } | null;
}

/** A call of the application. Resolves to how many sessions there are, or to what it failed with. */
export function getSessions(page: Page): Promise<number | string> {
  return page.evaluate(() =>
    window.tab.client.call('session.getSessions').then(
      ({ sessions }) => sessions.length,
      (error: Refusal) => error.data?.cause?.errorCode ?? error.message,
    ),
  );
}

export const snapshot = (page: Page): Promise<SessionSnapshot> =>
  page.evaluate(() => window.tab.client.engine.getSnapshot());

export const statuses = (pages: readonly Page[]): Promise<SessionPhase[]> =>
  Promise.all(pages.map(async (page) => (await snapshot(page)).status));

export const notices = (page: Page): Promise<EngineNotice[]> => page.evaluate(() => [...window.tab.notices]);

export async function countNotices(page: Page, type: EngineNotice['type']): Promise<number> {
  return (await notices(page)).filter((notice) => notice.type === type).length;
}

/** When each tab last came to be `status`, epoch milliseconds. */
export const reached = (pages: readonly Page[], status: SessionPhase): Promise<number[]> =>
  Promise.all(
    pages.map((page) =>
      page.evaluate((wanted) => window.tab.statuses.findLast((seen) => seen.status === wanted)?.at ?? NaN, status),
    ),
  );

/** Input as a person makes it: the browser trusts it. */
export async function moveMouse(page: Page): Promise<void> {
  await page.mouse.move(Math.random() * 300, Math.random() * 300);
}

/** Stops a tab as the browser stops one in the background: neither timers nor answers nor messages reach it. */
export const freeze = (page: Page): Promise<void> => setLifecycle(page, 'frozen');

export const thaw = (page: Page): Promise<void> => setLifecycle(page, 'active');

async function setLifecycle(page: Page, state: 'frozen' | 'active'): Promise<void> {
  const devtools = await page.context().newCDPSession(page);
  await devtools.send('Page.setWebLifecycleState', { state });
  await devtools.detach();
}

/** Ends the tab's process at once: no event runs in it any more. */
export async function crash(page: Page): Promise<void> {
  const devtools = await page.context().newCDPSession(page);
  const crashed = page.waitForEvent('crash');
  // It never answers, because nobody is left to.
  devtools.send('Page.crash').catch(() => undefined);
  await crashed;
}

/** How many listeners stand on the window and the document, by type. */
export async function listenersOf(page: Page): Promise<Readonly<Record<string, number>>> {
  const devtools = await page.context().newCDPSession(page);
  const counts: Record<string, number> = {};
  for (const expression of ['window', 'document']) {
    const { result } = await devtools.send('Runtime.evaluate', { expression });
    if (result.objectId === undefined) throw new Error(`There is no ${expression}.`);
    const { listeners } = await devtools.send('DOMDebugger.getEventListeners', { objectId: result.objectId });
    for (const { type } of listeners) counts[`${expression} ${type}`] = (counts[`${expression} ${type}`] ?? 0) + 1;
  }
  await devtools.detach();
  return counts;
}
