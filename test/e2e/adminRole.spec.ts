/** Changing a role where no dialog asks: over the step-up page and back, carried out once (SPEC F10, F11; R71, R72). */
import AxeBuilder from '@axe-core/playwright';
import { type BrowserContext, expect, type Locator, type Page, type Request, test } from '@playwright/test';
import { demoAccounts } from '../../demo/server/accounts';
import { createCodes, post, signInByCall } from './support/account';
import { standsIn } from './support/createSecretScan';
import { account } from './support/demo';
import {
  begin,
  confirm,
  expectDone,
  expectStepUpPage,
  goOn,
  offeredRole,
  outcome,
  password,
  question,
  row,
} from './support/roleChange';

const ines = account('ines');

test.describe.configure({ mode: 'serial' });

let context: BrowserContext;
let page: Page;
/** What the browser asked for, in all its tabs. */
let calls: Request[];

test.beforeAll(async ({ browser, baseURL }) => {
  context = await browser.newContext();
  await signInByCall(context.request, ines, { at: baseURL });
});
test.afterAll(() => context.close());

test.beforeEach(async () => {
  calls = [];
  context.on('request', (request) => void calls.push(request));
  page = await context.newPage();
});
test.afterEach(async () => {
  context.removeAllListeners('request');
  for (const open of context.pages()) await open.close();
});

test('F10: a role changes after the step-up page, once, and nothing secret is stored on the way', async () => {
  const newRole = await begin(page);
  await expect(password(page)).toBeFocused();
  await expectNoSecrets(page);
  await password(page).fill(ines.password);
  await expectNoSecrets(page);
  await page.keyboard.press('Enter');

  await expect(question(page, newRole)).toBeVisible();
  await expect(page).toHaveURL(/\/admin$/u);
  await expectNoSecrets(page);
  expect(await carriedOut()).toBe(0);
  await goOn(page).dblclick();
  await expectDone(page, newRole);
  await expectNoSecrets(page);
  expect(await carriedOut()).toBe(1);
  expect(callsTo('auth.createStepUpToken')).toHaveLength(1);
  expect(await pendingIn(page)).toBe('');

  await page.reload();
  await expect(row(page)).toContainText(newRole);
  await expect(goOn(page)).toHaveCount(0);
});

test('F10: a reload of the step-up page loses nothing; a reload after it asks once more', async () => {
  const newRole = await begin(page);
  await page.reload();
  await confirm(page, ines.password);
  await expect(question(page, newRole)).toBeVisible();

  await page.reload();
  await expect(question(page, newRole)).toBeVisible();
  await goOn(page).click();
  await expectStepUpPage(page);
  expect(await carriedOut()).toBe(0);
  await confirm(page, ines.password);
  await goOn(page).click();
  // The button is gone that had the focus.
  await expect(page.getByRole('heading', { name: 'People' })).toBeFocused();
  await expectDone(page, newRole);
  expect(await carriedOut()).toBe(1);
});

test('R71: a duplicated tab may confirm too, and still it is carried out once', async () => {
  const newRole = await begin(page);
  const twin = await context.newPage();
  await twin.goto('/outbox');
  const copied = await page.evaluate(() => Object.entries(sessionStorage) as [string, string][]);
  await twin.evaluate((entries) => {
    for (const [key, value] of entries) sessionStorage.setItem(key, value);
  }, copied);
  await twin.goto(page.url());
  for (const tab of [page, twin]) {
    await confirm(tab, ines.password);
    await expect(question(tab, newRole)).toBeVisible();
  }
  await Promise.all([page, twin].map((tab) => goOn(tab).click()));
  for (const tab of [page, twin]) {
    await expect(goOn(tab)).toHaveCount(0);
    await expect(tab.getByText('One moment …')).toHaveCount(0);
  }
  expect(await carriedOut()).toBe(1);
  expect((await outcome(page).count()) + (await outcome(twin).count())).toBe(1);
  await twin.goto('/admin');
  await expect(row(twin)).toContainText(newRole);
  await expect(goOn(twin)).toHaveCount(0);
});

test('R72: the address means nothing in another tab, nor does one that somebody made up', async () => {
  await begin(page);
  await expect(password(page)).toBeVisible();
  const userId = '00000000-0000-4000-8000-000000000000';
  const madeUp = new URLSearchParams({
    action: 'role_change',
    id: 'f'.repeat(32),
    returnTo: 'https://evil.example',
    context: JSON.stringify({ userId, newRole: 'admin' }),
  });
  const other = await context.newPage();
  for (const address of [page.url(), `/step-up?${madeUp}`, '/step-up?action=role_change&returnTo=//evil.example']) {
    calls.length = 0;
    await other.goto(address);
    await expect(other.getByRole('heading', { name: 'This confirmation is no longer valid' })).toBeVisible();
    await expect(other.locator('input[type="password"]')).toHaveCount(0);
    await other.getByRole('button', { name: 'Go back' }).click();
    await expect(other.getByRole('heading', { name: 'People' })).toBeVisible();
    await expect(row(other)).toBeVisible();
    expect(new URL(other.url()).pathname).toBe('/admin');
    await expect(goOn(other)).toHaveCount(0);
    for (const path of ['auth.createStepUpToken', 'auth.getStepUpMethods', 'trpc/admin.'])
      expect(callsTo(path)).toEqual([]);
    const hosts = new Set(calls.map((request) => new URL(request.url()).hostname));
    expect([...hosts]).toEqual(['localhost']);
  }
});

test('F10: who turns back, or discards it, has changed nothing', async () => {
  const newRole = await begin(page);
  await page.getByRole('button', { name: 'Cancel' }).click();
  await expect(page).toHaveURL(/\/admin$/u);
  await expect(row(page)).not.toContainText(newRole);
  await expect(goOn(page)).toHaveCount(0);

  await begin(page);
  await confirm(page, ines.password);
  await page.getByRole('button', { name: 'Discard' }).click();
  await expect(question(page, newRole)).toHaveCount(0);
  expect(await pendingIn(page)).toBe('');
  await page.reload();
  await expect(row(page)).not.toContainText(newRole);
  await expect(goOn(page)).toHaveCount(0);
  expect(await carriedOut()).toBe(0);
});

test('R71: what was not gone on with for 20 minutes is over, and that is said', async () => {
  await page.clock.install();
  const newRole = await begin(page);
  await confirm(page, ines.password);
  await expect(question(page, newRole)).toBeVisible();
  await page.clock.fastForward('20:01');
  await goOn(page).click();
  await expect(page.getByText('That was too long ago, so nothing was changed.')).toBeVisible();
  await expect(goOn(page)).toHaveCount(0);
  expect(await carriedOut()).toBe(0);
  expect(await pendingIn(page)).toBe('');
});

test('R50: an administrator with an authenticator app is asked for a code, and never for the password', async ({
  browser,
  baseURL,
}) => {
  const vera = demoAccounts.find(({ id }) => id === 'vera') ?? ines;
  const nextCode = createCodes(vera);
  const own = await browser.newContext();
  await signInByCall(own.request, vera, { code: nextCode, at: baseURL });
  const tab = await own.newPage();
  const newRole = await begin(tab);
  await expect(tab.getByLabel('Code from your authenticator app')).toBeFocused();
  await expect(tab.locator('input[type="password"]')).toHaveCount(0);
  await expect(tab.getByRole('button', { name: 'Use your password' })).toHaveCount(0);
  const code = await nextCode();
  await tab.getByLabel('Code from your authenticator app').fill(code);
  await expect(question(tab, newRole)).toBeVisible();
  await expectNoSecrets(tab, [vera.password, code]);
  await goOn(tab).click();
  await expectDone(tab, newRole);
  await expectNoSecrets(tab, [vera.password, code]);
  await own.close();
});

test('R103: there and back needs no mouse, and whoever comes back hears where they are', async () => {
  const newRole = await offeredRole(page);
  await tabTo(row(page).getByRole('button'));
  await page.keyboard.press('Enter');
  await expectStepUpPage(page);
  await expect(password(page)).toBeFocused();
  await page.keyboard.type('not the password');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('alert').filter({ hasText: /\w/u })).toBeVisible();
  await expect(password(page)).toBeFocused();
  await page.keyboard.press('ControlOrMeta+a');
  await page.keyboard.type(ines.password);
  await page.keyboard.press('Enter');
  await expect(question(page, newRole)).toBeVisible();
  await expect(page.getByRole('heading', { name: 'People' })).toBeFocused();
  await tabTo(goOn(page), 3);
  await page.keyboard.press('Enter');
  await expectDone(page, newRole);
  expect(await carriedOut()).toBe(1);
});

test('R51: whoever is no administrator reads so, and the server shows them nobody', async ({ browser, baseURL }) => {
  const own = await browser.newContext();
  await signInByCall(own.request, account('maya'), { at: baseURL });
  const tab = await own.newPage();
  const answered = tab.waitForResponse('**/api/demo/people');
  await tab.goto('/admin');
  expect((await answered).status()).toBe(403);
  await expect(tab.getByText('This page is for administrators.')).toBeVisible();
  await expect(tab.getByRole('listitem')).toHaveCount(0);
  await expect(tab.getByRole('navigation').getByRole('link', { name: 'Admin' })).toHaveCount(0);
  await own.close();
});

test('axe finds nothing on both pages, in the dark, on 320 px and in Arabic, and nothing scrolls sideways', async () => {
  await begin(page);
  await expectFitToRead(password(page));
  await confirm(page, ines.password);
  await expectFitToRead(page.getByRole('main').locator('button.primary'));
});

test('A13: a session that is over leads to the sign-in and back, and the action is begun anew', async ({ baseURL }) => {
  await begin(page);
  await post(context.request, 'auth.signOut', {}, baseURL);
  await page.reload();
  await expect(page.getByRole('heading', { name: 'Sign in to Harbour' })).toBeVisible();
  await page.getByLabel('Email or phone').fill(ines.email);
  await password(page).fill(ines.password);
  await goOn(page).click();
  await expect(page.getByRole('heading', { name: 'This confirmation is no longer valid' })).toBeVisible();
  await page.getByRole('button', { name: 'Go back' }).click();
  await expect(row(page)).toBeVisible();
  expect(await carriedOut()).toBe(0);
});

const callsTo = (path: string) => calls.filter((request) => request.url().includes(path));

/** How often the server really changed a role. */
async function carriedOut(): Promise<number> {
  const answers = await Promise.all(callsTo('admin.changeUserRole').map((request) => request.response()));
  return answers.filter((answer) => answer?.status() === 200).length;
}

/** By the key alone. @param most how often it may have to be pressed */
async function tabTo(target: Locator, most = 40): Promise<void> {
  const isThere = () => target.evaluate((element) => element === document.activeElement);
  for (let pressed = 0; pressed < most && !(await isThere()); pressed += 1) await target.page().keyboard.press('Tab');
  await expect(target).toBeFocused();
}

function pendingIn(tab: Page): Promise<string> {
  return tab.evaluate(() => Object.values(sessionStorage).join());
}

/** What a script could read is the action and its digest, and neither what was typed nor a token. */
async function expectNoSecrets(tab: Page, typed: readonly string[] = [ines.password]): Promise<void> {
  const readable = await tab.evaluate(() =>
    [
      JSON.stringify(sessionStorage),
      JSON.stringify(localStorage),
      JSON.stringify(history.state),
      document.cookie,
      location.href,
    ].join('\n'),
  );
  for (const secret of typed) expect(standsIn(readable, secret)).toBe(false);
  expect(readable.replaceAll(/parametersDigest\\":\\"[0-9a-f]{64}/gu, '')).not.toMatch(/[0-9a-f]{64}/u);
}

/** @param shown what the page is there for */
async function expectFitToRead(shown: Locator): Promise<void> {
  const tab = shown.page();
  await tab.emulateMedia({ reducedMotion: 'reduce' });
  for (const [colorScheme, width, language] of [
    ['dark', 1280, 'en'],
    ['light', 320, 'en'],
    ['light', 1280, 'ar'],
    ['light', 1280, 'en'],
  ] as const) {
    await tab.emulateMedia({ colorScheme });
    await tab.setViewportSize({ width, height: 800 });
    await tab.locator('.header-end select').last().selectOption(language);
    await expect(shown).toBeVisible();
    expect((await new AxeBuilder({ page: tab }).analyze()).violations).toEqual([]);
    expect(await tab.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(0);
  }
}
