/** Passkeys with an authenticator of the browser's own: made, used for proof, not given, and removed (SPEC F12, F13). */
import AxeBuilder from '@axe-core/playwright';
import { type BrowserContext, type CDPSession, expect, type Page, type Request, test } from '@playwright/test';
import { card, dataOf, openAccount, openSecurity, post, prompt } from './support/account';
import { addAuthenticator } from './support/addAuthenticator';
import { account } from './support/demo';

const ines = account('ines');

test.describe.configure({ mode: 'serial' });

let context: BrowserContext;
let page: Page;
let cdp: CDPSession;
let authenticatorId: string;
/** What was sent to earn a token. */
let proofs: Request[];

test.beforeAll(async ({ browser, baseURL }) => {
  context = await browser.newContext();
  const { email: identifier, password } = ines;
  await dataOf(await post(context.request, 'auth.signIn', { identifier, password }, baseURL));
  page = await context.newPage();
  ({ cdp, authenticatorId } = await addAuthenticator(page));
});
test.afterAll(() => context.close());
test.beforeEach(() => {
  proofs = [];
  context.removeAllListeners('request');
  context.on('request', (request) => {
    if (request.url().includes('auth.createStepUpToken')) proofs.push(request);
  });
});

const passkeys = () => page.getByRole('list', { name: 'Passkeys' }).getByRole('listitem');
const settings = () => card(page, 'Security settings');
const save = () => settings().getByRole('button', { name: 'Save security settings' });

async function confirmByPassword(): Promise<void> {
  await prompt(page).locator('input[type="password"]').fill(ines.password);
  await prompt(page).getByRole('button', { name: 'Confirm', exact: true }).click();
}
const methodsOf = (sent: readonly Request[]) =>
  sent.map((request) => (request.postDataJSON() as { readonly method?: unknown }).method);

test('F13: a passkey is made on the security page, after proof, for this site', async () => {
  await openSecurity(page);
  await expect(passkeys()).toHaveCount(0);
  await page.getByRole('button', { name: 'Add a passkey' }).click();
  await confirmByPassword();
  await expect(passkeys()).toHaveCount(1);
  await expect(page.getByText('Passkey added.')).toBeAttached();
  expect(methodsOf(proofs)).toEqual(['password']);
  const { credentials } = await cdp.send('WebAuthn.getCredentials', { authenticatorId });
  expect(credentials.map(({ rpId }) => rpId)).toEqual(['localhost']);
});

test('F12: the passkey confirms an action, and no password is sent', async () => {
  await openAccount(page);
  await save().click();
  await usePasskey();
  await expect(settings().getByRole('status')).toHaveText('Saved.');
  await expect(prompt(page)).toHaveCount(0);
  expect(methodsOf(proofs)).toEqual(['passkey']);
  expect(proofs[0]?.postData()).not.toContain(ines.password);
});

test('R107: a passkey that is not given is said in words, and another way is open', async () => {
  await cdp.send('WebAuthn.setUserVerified', { authenticatorId, isUserVerified: false });
  await openAccount(page);
  await save().click();
  await usePasskey();
  await expect(prompt(page).getByRole('alert').filter({ hasText: 'No passkey was used.' })).toBeVisible();
  expect(proofs).toEqual([]);
  await prompt(page).getByRole('button', { name: 'Use your password' }).click();
  await confirmByPassword();
  await expect(settings().getByRole('status')).toHaveText('Saved.');
  await cdp.send('WebAuthn.setUserVerified', { authenticatorId, isUserVerified: true });
});

for (const [name, media, width, language] of [
  ['dark', 'dark', 1280, 'en'],
  ['320 px', 'light', 320, 'en'],
  ['Arabic', 'light', 1280, 'ar'],
] as const) {
  test(`${name}: axe finds nothing on the security page and nothing scrolls sideways`, async () => {
    await page.emulateMedia({ colorScheme: media, reducedMotion: 'reduce' });
    await page.setViewportSize({ width, height: 800 });
    await openSecurity(page);
    const languages = page.locator('.header-end select').last();
    await languages.selectOption(language);
    expect((await new AxeBuilder({ page }).analyze()).violations).toEqual([]);
    expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(0);
    await languages.selectOption('en');
    await page.setViewportSize({ width: 1280, height: 800 });
  });
}

test('F13: it is removed after proof, and then nobody is asked for it', async () => {
  await openSecurity(page);
  await page.getByRole('button', { name: /^Remove passkey/u }).click();
  await page.getByRole('alertdialog').getByRole('button', { name: 'Remove', exact: true }).click();
  await confirmByPassword();
  await expect(page.getByText('Passkey removed.')).toBeAttached();
  await expect(passkeys()).toHaveCount(0);
  await openAccount(page);
  await save().click();
  await expect(prompt(page).locator('input[type="password"]')).toBeFocused();
  await expect(prompt(page).getByRole('button', { name: 'Use a passkey' })).toHaveCount(0);
  await prompt(page).getByRole('button', { name: 'Cancel' }).click();
  await expect(prompt(page)).toHaveCount(0);
});

async function usePasskey(): Promise<void> {
  await prompt(page).getByRole('button', { name: 'Use a passkey' }).click();
  await prompt(page).getByRole('button', { name: 'Use passkey' }).click();
}
