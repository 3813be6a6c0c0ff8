/** What every walk under short limits needs (`limitsServer.ts`): tabs with a text in them, and the session's banners. */
import { type BrowserContext, expect, type Page, test as base } from '@playwright/test';
import { account, expectSignedIn, signIn } from './demo';
import { limitsOrigin } from './limitsServer';

/** Runs at the short limits, and leaves no session behind: these tests run side by side, and an account has room for five. */
export const test = base.extend<{ signedOutAtTheEnd: void }>({
  baseURL: limitsOrigin,
  signedOutAtTheEnd: [
    async ({ context }, use) => {
      await use();
      await context.request.post(`${limitsOrigin}/api/trpc/auth.signOut`, {
        headers: { origin: limitsOrigin, 'x-session-security': '1' },
        data: {},
      });
    },
    { auto: true },
  ],
});

/** From the last input to the end, and what a slow machine adds. */
export const untilEnd = { timeout: 85_000 };
/** From the last input to the warning, and what a slow machine adds. */
export const untilWarning = { timeout: 30_000 };

/** Signed in, on the note page, with a text that nobody has saved. */
export async function openNote(context: BrowserContext, text: string, who = account('ines')): Promise<Page> {
  const page = await context.newPage();
  await signIn(page, who);
  await expectSignedIn(page, who);
  await goToNote(page);
  await note(page).fill(text);
  return page;
}

/** Another tab of a browser that is signed in. */
export async function openTab(context: BrowserContext, text: string): Promise<Page> {
  const page = await context.newPage();
  await page.goto('/note');
  await expectSignedIn(page, account('ines'));
  await note(page).fill(text);
  return page;
}

async function goToNote(page: Page): Promise<void> {
  await page.getByRole('navigation').getByRole('link', { name: 'Note' }).click();
  await expect(note(page)).toBeVisible();
}

export function note(page: Page) {
  return page.getByLabel('Your note');
}

export function warning(page: Page) {
  return page.locator('[data-slot="session-timeout"]');
}

export function ended(page: Page) {
  return page.locator('[data-slot="session-ended"]');
}

export function badge(page: Page) {
  return page.getByRole('region', { name: 'Who you are' }).locator('[data-slot="session-status-badge"]');
}

/** Through the banner's own form. */
export async function signInInPlace(page: Page): Promise<void> {
  await ended(page).getByRole('button', { name: 'Sign in again' }).click();
  await ended(page).getByLabel('Email or phone').fill(account('ines').email);
  await ended(page).getByLabel('Password', { exact: true }).fill(account('ines').password);
  await ended(page).getByRole('button', { name: 'Continue' }).click();
  await expect(ended(page)).toHaveCount(0);
}

/** Paths of the calls that any page of `context` makes from now on. */
export function countCalls(context: BrowserContext): (path: string) => number {
  const urls: string[] = [];
  context.on('request', (request) => void urls.push(request.url()));
  return (path) => urls.filter((url) => url.includes(path)).length;
}
