/**
 * A page that has no dialog of the kit, or asks in its own way: how calls end there (SPEC F2, F3, E6). The demo has its
 * dialogs on every page, so a second client stands beside its own, in the same tab and at the same server.
 */
import { type BrowserContext, expect, type Page, test } from '@playwright/test';
import type { createSessionSecurity as Create, ProofKind, SessionSecurityClient } from 'react-session-security/client';
import { signInByCall } from './support/account';
import { account, origin } from './support/demo';

declare global {
  interface Window {
    own: SessionSecurityClient;
    abort: AbortController;
    /** How the call ended; `pending` until then. */
    outcome: string;
  }
}

let context: BrowserContext;
let page: Page;
/** What was asked for since the page was there. */
let calls: string[];

test.beforeEach(async ({ browser }) => {
  context = await browser.newContext({ baseURL: origin });
  await signInByCall(context.request, account('maya'));
  page = await context.newPage();
  await page.goto('/outbox');
  calls = [];
  page.on('request', (request) => void calls.push(new URL(request.url()).pathname));
});
test.afterEach(() => context.close());

test('E6: where nothing on the page can ask, the call ends at once, and says what was missing', async () => {
  await send([]);
  await expect.poll(outcome).toBe('CHALLENGE_UNAVAILABLE');
  expect(counts()).toEqual({ sent: 1, asked: 0 });
});

test('E6: a call that is aborted while its prompt is open ends with that, and takes the prompt with it', async () => {
  await send(['step_up']);
  await expect.poll(promptKind).toBe('step_up');
  await page.evaluate(() => window.abort.abort());
  await expect.poll(outcome).toBe('AbortError');
  expect(await promptKind()).toBeUndefined();
  expect(counts()).toEqual({ sent: 1, asked: 1 });
});

test('E6: a sign-out in another tab ends what waits for proof here', async () => {
  await send(['step_up']);
  await expect.poll(promptKind).toBe('step_up');
  const other = await context.newPage();
  await other.goto('/account');
  await other.getByRole('region', { name: 'Who you are' }).getByRole('button', { name: 'Sign out' }).click();
  await expect.poll(outcome).toBe('SESSION_ENDED');
  expect(await promptKind()).toBeUndefined();
  expect(counts()).toEqual({ sent: 1, asked: 1 });
});

test('E6: a prompt that is closed ends its call, and the next call opens another', async () => {
  await send(['step_up']);
  await expect.poll(promptKind).toBe('step_up');
  await page.evaluate(() => window.own.proofs.cancel());
  await expect.poll(outcome).toBe('CHALLENGE_CANCELLED');
  await send(['step_up']);
  await expect.poll(promptKind).toBe('step_up');
  await page.evaluate((password) => window.own.proofs.submit({ password }), account('maya').password);
  await expect.poll(outcome).toBe('done');
  expect(countOf('auth.updateSecuritySettings')).toBe(3);
});

/** A change that needs a step-up, by a client of its own. @param kinds that something on the page can ask for */
async function send(kinds: readonly ProofKind[]): Promise<void> {
  await page.evaluate(async (presented) => {
    const client = '/@id/react-session-security/client';
    const { createSessionSecurity } = (await import(client)) as { readonly createSessionSecurity: typeof Create };
    window.own ??= createSessionSecurity({ url: '/api/trpc' });
    window.own.engine.start();
    window.own.proofs.present(presented);
    window.abort = new AbortController();
    window.outcome = 'pending';
    window.own.call('auth.updateSecuritySettings', { notifyNewDevice: true }, { signal: window.abort.signal }).then(
      () => (window.outcome = 'done'),
      // tRPC wraps it.
      ({ cause, name }: Error & { readonly cause?: { readonly name: string; readonly code?: unknown } }) => {
        window.outcome = typeof cause?.code === 'string' ? cause.code : (cause?.name ?? name);
      },
    );
  }, kinds);
}

const outcome = () => page.evaluate(() => window.outcome);
const promptKind = () => page.evaluate(() => window.own.proofs.getSnapshot()?.need.kind);
const counts = () => ({ sent: countOf('auth.updateSecuritySettings'), asked: countOf('auth.getStepUpMethods') });
const countOf = (path: string) => calls.filter((pathname) => pathname.endsWith(path)).length;
