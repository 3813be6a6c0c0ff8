/** What every walk through the demo needs: accounts, the outbox, a client that is no browser, and signing in as a person. */
import { expect, type Page } from '@playwright/test';
import { demoAccounts, type DemoAccount } from '../../../demo/server/accounts';

export const origin = 'http://localhost:5199';

export function account(name: 'maya' | 'omar' | 'ines'): DemoAccount {
  const found = demoAccounts.find(({ email }) => email.startsWith(name));
  if (found === undefined) throw new Error(`The demo has no account ${name}.`);
  return found;
}

export async function signIn(page: Page, { email, password }: DemoAccount): Promise<void> {
  await page.goto('/sign-in');
  await page.getByLabel('Email or phone').fill(email);
  await page.getByLabel('Password', { exact: true }).fill(password);
  await page.getByRole('button', { name: 'Continue' }).click();
}

export async function expectSignedIn(page: Page, { displayName }: DemoAccount): Promise<void> {
  await expect(page.getByRole('region', { name: 'Who you are' })).toContainText(displayName);
}

interface Outbox {
  readonly authenticators: readonly { readonly displayName: string; readonly code: string }[];
  readonly messages: readonly { readonly channel: string; readonly to: string; readonly text: string }[];
}

export async function readOutbox(at = origin): Promise<Outbox> {
  return (await fetch(`${at}/api/demo/outbox`)).json() as Promise<Outbox>;
}

export interface HttpAnswer {
  readonly status: number;
  readonly errorCode: string | undefined;
  readonly cookie: string;
}

/** A client that is no browser: plain HTTP, its own user agent, its own cookie. */
export async function call(
  path: string,
  { userAgent, cookie = '', input, at = origin }: { userAgent: string; cookie?: string; input?: unknown; at?: string },
): Promise<HttpAnswer> {
  const response = await fetch(`${at}/api/trpc/${path}`, {
    method: input === undefined ? 'GET' : 'POST',
    headers: {
      origin: at,
      cookie,
      'user-agent': userAgent,
      'x-session-security': '1',
      ...(input !== undefined && { 'content-type': 'application/json' }),
    },
    ...(input !== undefined && { body: JSON.stringify(input) }),
  });
  const body = (await response.json()) as { error?: { data?: { cause?: { errorCode?: string } } } };
  return {
    status: response.status,
    errorCode: body.error?.data?.cause?.errorCode,
    cookie: response.headers
      .getSetCookie()
      .map((line) => line.split(';')[0])
      .join('; '),
  };
}
