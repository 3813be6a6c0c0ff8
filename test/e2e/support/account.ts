/** What every walk over the account page needs: its cards, the prompt, codes that were not used yet, and proof that is forgotten. */
import { type APIRequestContext, type APIResponse, expect, type Page } from '@playwright/test';
import { Secret, TOTP } from 'otpauth';
import type { DemoAccount } from '../../../demo/server/accounts';
import { account, origin } from './demo';
import type { StartedDemo } from './startDemo';

/** A browser's way to call the server by hand. */
export type Caller = Pick<APIRequestContext, 'get' | 'post'>;

export const prompt = (page: Page) => page.getByRole('dialog', { name: 'Confirm it’s you' });
export const card = (page: Page, title: string) => page.getByRole('region', { name: title, exact: true });

export async function openAccount(page: Page): Promise<void> {
  await page.goto('/account');
  await expect(page.getByRole('heading', { level: 1, name: 'Account' })).toBeVisible();
  await expect(page.locator('fieldset[disabled]')).toHaveCount(0);
  // What would change something is open to nobody before the session is known to live.
  await expect(page.locator('form [type="submit"][aria-disabled="true"]')).toHaveCount(0);
}

export async function openSecurity(page: Page): Promise<void> {
  await page.goto('/security');
  await expect(page.locator('[data-slot="two-factor-setup"]')).toHaveAttribute('data-state', 'ready');
}

/** Codes of one authenticator app: each step counts once, and the server takes the one after the present too (RFC 6238 §5.2). */
export function createCodes({ totpSecret = '' }: DemoAccount): () => Promise<string> {
  const totp = new TOTP({ secret: Secret.fromBase32(totpSecret) });
  let used = 0;
  return async () => {
    const step = Math.max(used + 1, stepNow());
    used = step;
    await expect.poll(stepNow, { timeout: 60_000 }).toBeGreaterThanOrEqual(step - 1);
    return totp.generate({ timestamp: step * stepMs });
  };
}

/** The same at a server whose clock can be moved: nobody waits for the next step. */
export function createCodesAhead(
  { totpSecret = '' }: Pick<DemoAccount, 'totpSecret'>,
  { now, moveClock }: Pick<StartedDemo, 'now' | 'moveClock'>,
): () => Promise<string> {
  const totp = new TOTP({ secret: Secret.fromBase32(totpSecret) });
  return async () => {
    await moveClock(stepMs);
    return totp.generate({ timestamp: now() });
  };
}

const stepMs = 30_000;
const stepNow = (): number => Math.floor(Date.now() / stepMs);

/** Calls one procedure as the page's browser would. */
export function post(browser: Caller, path: string, data: object, at = origin): Promise<APIResponse> {
  return browser.post(`${at}/api/trpc/${path}`, { headers: headersAt(at), data });
}

export async function dataOf<Data>(answer: APIResponse): Promise<Data> {
  const body = (await answer.json()) as { readonly result?: { readonly data: { readonly data: Data } } };
  if (body.result === undefined) throw new Error(`${answer.url()} answered ${JSON.stringify(body)}`);
  return body.result.data.data;
}

/** By password, and by a code where the account has an authenticator app. */
export async function signInByCall(
  browser: Caller,
  { email: identifier, password }: DemoAccount,
  { code = noCode, at = origin }: { readonly code?: () => Promise<string>; readonly at?: string | undefined } = {},
): Promise<void> {
  const signedIn = await post(browser, 'auth.signIn', { identifier, password }, at);
  const first = await dataOf<{ status: string; challengeId: string }>(signedIn);
  if (first.status === 'signed_in') return;
  const proof = { challengeId: first.challengeId, code: await code() };
  await dataOf(await post(browser, 'auth.verifySignIn2FA', proof, at));
}

function noCode(): never {
  throw new Error('This account has an authenticator app, and nobody said what it shows.');
}

/** An administrator sets the role, and what was proved before counts no more: nobody has to wait for 15 minutes. */
export async function forgetProof(user: Caller, administrator: Caller, at = origin): Promise<void> {
  const status = await user.get(`${at}/api/trpc/session.getStatus`, { headers: headersAt(at) });
  const { user: who } = await dataOf<{ user: { id: string } }>(status);
  const { password } = account('ines');
  const stepUp = await post(administrator, 'auth.createStepUpToken', { actionType: 'role_change', password }, at);
  const { token: stepUpToken } = await dataOf<{ token: string }>(stepUp);
  await dataOf(await post(administrator, 'admin.changeUserRole', { userId: who.id, newRole: 'user', stepUpToken }, at));
}

function headersAt(at: string) {
  return { 'x-session-security': '1', origin: at };
}
