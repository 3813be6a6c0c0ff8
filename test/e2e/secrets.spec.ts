/**
 * Shows 10: one run through everything that asks for proof, and not one password, code, token or cookie where it should not
 * be. On a demo of its own, because what the server prints is looked through too, and so that nobody waits for the next code.
 */
import type { APIRequestContext, Page } from '@playwright/test';
import type { DemoAccount } from '../../demo/server/accounts';
import { demoAccounts, demoPeople } from '../../demo/server/accounts';
import {
  card,
  createCodesAhead,
  dataOf,
  forgetProof,
  openAccount,
  openSecurity,
  post,
  prompt,
  signInByCall,
} from './support/account';
import { addAuthenticator } from './support/addAuthenticator';
import { createSecretScan } from './support/createSecretScan';
import { account, readOutbox } from './support/demo';
import { expect, test } from './support/ownDemo';
import * as roleChange from './support/roleChange';
import type { StartedDemo } from './support/startDemo';

const maya = account('maya');
const omar = account('omar');
const ines = account('ines');
const juno = demoAccounts.find(({ id }) => id === 'juno') as DemoAccount;
const theo = demoPeople.find(({ id }) => id === 'theo');
const newPassword = 'meadow-of-another-day-31';
const wrongPassword = 'harbour-that-never-was';

type Scan = ReturnType<typeof createSecretScan>;

interface Walk {
  readonly page: Page;
  readonly demo: StartedDemo;
  readonly scan: Scan;
  readonly administrator: APIRequestContext;
}

test('R84–R86: a run through all that asks for proof, by every method, leaves no secret behind', async ({
  context,
  page,
  demo,
  playwright,
}) => {
  test.setTimeout(360_000);
  const scan = createSecretScan();
  for (const { password, totpSecret } of demoAccounts) {
    scan.keep('a password', password);
    if (totpSecret !== undefined) scan.keep('a TOTP secret', totpSecret);
  }
  scan.keep('a wrong password', wrongPassword);
  scan.keep('a new password', newPassword);
  // What the demo shows beside its sign-in on purpose: passwords, texts, codes.
  await page.route('**/api/demo/accounts', (route) => route.fulfill({ json: [] }));
  await page.route('**/api/demo/outbox', (route) => route.fulfill({ json: { authenticators: [], messages: [] } }));
  scan.watch(page);
  const administrator = await playwright.request.newContext();
  await signInByCall(scan.through(administrator), ines, { at: demo.origin });
  const walk: Walk = { page, demo, scan, administrator };

  await test.step('a password, and a step-up by it', () => byPassword(walk));
  await test.step('another address', () => changeAddress(walk));
  await test.step('a passkey', () => byPasskey(walk));
  await test.step('a new authenticator app', () => enrol(walk));
  await test.step('a code by text, twice', () => byText(walk));
  await test.step('a code of an app, and another password', () => changePassword(walk));
  await test.step('a backup code', () => byBackupCode(walk));
  await test.step('a role, over the step-up page', () => changeRole(walk));
  await test.step('the end of an account', () => deleteAccount(walk));
  await administrator.dispose();

  const printed = demo.printed();
  scan.add('what the server printed', printed);
  expect(await scan.findings()).toEqual([]);
  for (const [name, least] of [
    ['a code', 6],
    ['a code by text', 2],
    ['a step-up token', 10],
    ['a backup code', 20],
    ['a new TOTP secret', 1],
    ['a passkey signature', 1],
    ['the cookie __Host-sid', 5],
  ] as const) {
    expect(scan.kept(name), name).toBeGreaterThanOrEqual(least);
  }
  const places = ['an address', 'answer to POST', 'localStorage', 'sessionStorage', 'an attribute', 'history.state'];
  for (const where of places) expect(scan.traced(where), where).toBeGreaterThan(15);
  const told = printed.split('\n').flatMap((line) => /"event":"(\w+)"/u.exec(line)?.[1] ?? []);
  expect(told.length).toBeGreaterThan(40);
  expect(told).toEqual(expect.arrayContaining(['email_change', 'password_change', 'role_change', 'account_deletion']));
  await context.close();
});

test('the scan finds a secret in each of the places that it looks at', async ({ page }) => {
  const scan = createSecretScan();
  scan.watch(page);
  await page.goto('/');
  await expect(page.getByRole('heading', { name: /^Sign in/u })).toBeVisible();
  const secret = scan.keep('a secret', 'planted-here-7741');
  await page.evaluate(async (planted) => {
    localStorage.setItem('a', planted);
    sessionStorage.setItem('a', `{"b":"${planted}"}`);
    document.cookie = `a=${planted}`;
    history.replaceState({ a: planted }, '', `#${planted}`);
    document.body.dataset['a'] = planted;
    document.body.append(planted);
    console.log(planted);
    setTimeout(() => {
      throw new Error(planted);
    });
    await fetch(`/api/health?a=${encodeURIComponent(planted)}`, { headers: { 'x-a': planted } });
  }, secret);
  await page.route('**/api/echo', (route) => route.fulfill({ body: secret, headers: { 'x-a': secret } }));
  await page.evaluate(() => fetch('/api/echo').then((answer) => answer.text()));
  await scan.look(page, 'now');
  scan.add('what the server printed', `{"path":"${secret}"}`);
  const places = (await scan.findings()).map((finding) => finding.replace('a secret in ', '')).toSorted();
  expect(places).toEqual(
    [
      'an address',
      'an attribute now',
      'an uncaught error',
      'answer to GET /api/echo',
      'document.cookie now',
      'headers of GET /api/echo',
      'headers of GET /api/health',
      'history.state now',
      'localStorage now',
      'sessionStorage now',
      'the address bar now',
      'the console',
      'the text now',
      'what the server printed',
    ].toSorted(),
  );
});

async function byPassword({ page, scan }: Walk): Promise<void> {
  await enterPassword(page, maya.email, wrongPassword);
  await expect(page.getByRole('alert')).not.toBeEmpty();
  await scan.look(page, 'after a wrong password');
  await enterPassword(page, maya.email, maya.password);
  await expectWho(page, maya);
  await scan.look(page, 'after the sign-in');

  await openAccount(page);
  await save(page).click();
  const field = prompt(page).getByLabel('Your password', { exact: true });
  await field.fill(wrongPassword);
  await scan.look(page, 'while a password stands in the field');
  await field.press('Enter');
  await expect(prompt(page).getByRole('alert').filter({ hasText: /\w/u })).toBeVisible();
  await confirmByPassword(page);
  await expectSaved(page);
  await scan.look(page, 'after a step-up');
}

async function changeAddress({ page, scan }: Walk): Promise<void> {
  const form = card(page, 'Email address');
  await form.getByLabel('New email address').fill('maya.l@demo.test');
  await form.getByRole('button', { name: 'Change address' }).click();
  await prompt(page).locator('input[type="password"]').fill(maya.password);
  await scan.look(page, 'while an action is kept for a reload');
  await page.keyboard.press('Enter');
  await expect(form.getByRole('status')).toContainText('Your address is now');
  await scan.look(page, 'after the change of the address');
}

async function byPasskey({ page, scan }: Walk): Promise<void> {
  await addAuthenticator(page);
  page.on('request', (request) => {
    const signature = /"signature":"([^"]+)"/u.exec(request.postData() ?? '')?.[1];
    if (signature !== undefined) scan.keep('a passkey signature', signature);
  });
  await openSecurity(page);
  await page.getByRole('button', { name: 'Add a passkey' }).click();
  await confirmByPassword(page);
  await expect(page.getByText('Passkey added.')).toBeAttached();
  await scan.look(page, 'after a passkey was made');
  await openAccount(page);
  await save(page).click();
  await prompt(page).getByRole('button', { name: 'Use a passkey' }).click();
  await prompt(page).getByRole('button', { name: 'Use passkey' }).click();
  await expectSaved(page);
  await scan.look(page, 'after a passkey was used');
}

async function enrol({ page, demo, scan }: Walk): Promise<void> {
  await openSecurity(page);
  await page.getByRole('button', { name: 'Set up' }).click();
  await confirmByPassword(page);
  await page.getByRole('button', { name: 'Can’t scan it?' }).click();
  const key = page.locator('[data-slot="setup-key"] [dir="ltr"]');
  const totpSecret = ((await key.textContent()) ?? '').replaceAll(/\s/gu, '');
  await scan.look(page, 'while the key is shown', ['a new TOTP secret']);
  const code = scan.keep('a code', await createCodesAhead({ totpSecret }, demo)());
  await page.getByLabel('Then enter the code that the app shows').fill(code);
  await expect(page.locator('[data-slot="new-backup-codes"]').getByRole('listitem')).toHaveCount(10);
  await scan.look(page, 'while backup codes are shown', ['a backup code']);
  await page.getByRole('button', { name: 'I’ve saved them' }).click();
  await expect(page.getByText('10 left')).toBeVisible();
  await scan.look(page, 'after an authenticator app was set up');
  await signOut(page);
  await scan.look(page, 'after the sign-out');
}

async function byText({ page, demo, scan }: Walk): Promise<void> {
  const texts = async () => (await readOutbox(demo.origin)).messages.filter(({ to }) => to === theo?.phone);
  const nthCode = async (count: number): Promise<string> => {
    await expect.poll(async () => (await texts()).length).toBe(count);
    const [newest] = await texts();
    return scan.keep('a code by text', /\d{6}/u.exec(newest?.text ?? '')?.[0] ?? '');
  };
  await page.goto('/sign-in');
  await page.getByRole('button', { name: 'Use a code sent to my phone' }).click();
  await page.getByLabel('Phone number').fill(theo?.phone ?? '');
  await page.getByRole('button', { name: 'Continue' }).click();
  await page.getByLabel('6-digit code').fill(await nthCode(1));
  await page.getByRole('button', { name: 'Continue' }).click();
  await expect(page.getByRole('region', { name: 'Who you are' })).toContainText('Theo Brandt');
  await scan.look(page, 'after a code by text');

  // Texts come at least 30 seconds apart (R82).
  await demo.moveClock(31_000);
  await openAccount(page);
  await save(page).click();
  await prompt(page)
    .getByLabel('Code from the text message')
    .fill(await nthCode(2));
  await expectSaved(page);
  await scan.look(page, 'after a step-up by text');
  await signOut(page);
}

async function changePassword({ page, demo, scan, administrator }: Walk): Promise<void> {
  const nextCode = createCodesAhead(omar, demo);
  const code = async (): Promise<string> => scan.keep('a code', await nextCode());
  await enterPassword(page, omar.email, omar.password);
  await page.getByLabel('Code from your authenticator app').fill(await code());
  await page.getByRole('button', { name: 'Continue' }).click();
  await expectWho(page, omar);
  await forgetProof(scan.through(page.request), scan.through(administrator), demo.origin);
  await openAccount(page);
  await scan.look(page, 'after the sign-in with a code');

  const form = card(page, 'Password');
  await form.getByLabel('Current password').fill(omar.password);
  await form.getByLabel('New password').fill(newPassword);
  await form.getByRole('button', { name: 'Change password' }).click();
  await prompt(page).getByRole('textbox').fill('000000');
  await expect(prompt(page).getByRole('alert').filter({ hasText: '4 attempts left' })).toBeVisible();
  await scan.look(page, 'after a wrong code');
  await prompt(page)
    .getByRole('textbox')
    .fill(await code());
  await expect(form.getByRole('status')).toContainText('Your password is changed.');
  await expect(prompt(page)).toHaveCount(0);
  await scan.look(page, 'after the password change');
}

async function byBackupCode({ page, demo, scan, administrator }: Walk): Promise<void> {
  const browser = scan.through(page.request);
  const code = scan.keep('a code', await createCodesAhead(omar, demo)());
  const proof = { actionType: 'security_settings', method: 'totp', code };
  const granted = await post(browser, 'auth.createStepUpToken', proof, demo.origin);
  const { token: stepUpToken } = await dataOf<{ token: string }>(granted);
  const made = await post(browser, 'auth.regenerateBackupCodes', { stepUpToken }, demo.origin);
  const { backupCodes } = await dataOf<{ backupCodes: string[] }>(made);
  await forgetProof(browser, scan.through(administrator), demo.origin);
  await openAccount(page);
  await save(page).click();
  await prompt(page).getByRole('button', { name: 'Use a backup code' }).click();
  await prompt(page)
    .getByLabel('Backup code')
    .fill(backupCodes[0] ?? '');
  await prompt(page).getByRole('button', { name: 'Confirm', exact: true }).click();
  await expectSaved(page);
  await scan.look(page, 'after a backup code');
  await page.reload();
  await expectWho(page, omar);
  await scan.look(page, 'after a reload');
  await signOut(page);
}

async function changeRole({ page, scan }: Walk): Promise<void> {
  await enterPassword(page, ines.email, ines.password);
  await expectWho(page, ines);
  const newRole = await roleChange.begin(page);
  await roleChange.password(page).fill(ines.password);
  await scan.look(page, 'on the step-up page');
  await page.keyboard.press('Enter');
  await expect(roleChange.question(page, newRole)).toBeVisible();
  await scan.look(page, 'before a confirmed action goes on');
  await roleChange.goOn(page).click();
  await roleChange.expectDone(page, newRole);
  await scan.look(page, 'after the change of a role');
  await signOut(page);
}

async function deleteAccount({ page, demo, scan, administrator }: Walk): Promise<void> {
  const nextCode = createCodesAhead(juno, demo);
  const code = async (): Promise<string> => scan.keep('a code', await nextCode());
  await enterPassword(page, juno.email, juno.password);
  await page.getByLabel('Code from your authenticator app').fill(await code());
  await page.getByRole('button', { name: 'Continue' }).click();
  await expectWho(page, juno);
  await forgetProof(scan.through(page.request), scan.through(administrator), demo.origin);
  await openAccount(page);
  const form = card(page, 'Delete account');
  await form.getByRole('button', { name: /^Delete my account/u }).click();
  await form.getByRole('button', { name: 'Delete for good' }).click();
  await prompt(page)
    .getByRole('textbox')
    .fill(await code());
  await expect(page.getByText('Your account is deleted.')).toBeVisible();
  await scan.look(page, 'at the end');
}

const save = (page: Page) => card(page, 'Security settings').getByRole('button', { name: 'Save security settings' });

async function enterPassword(page: Page, identifier: string, password: string): Promise<void> {
  await page.goto('/sign-in');
  await page.getByLabel('Email or phone').fill(identifier);
  await page.getByLabel('Password', { exact: true }).fill(password);
  await page.getByRole('button', { name: 'Continue' }).click();
}

async function expectWho(page: Page, { displayName }: DemoAccount): Promise<void> {
  await expect(page.getByRole('region', { name: 'Who you are' })).toContainText(displayName);
}

async function confirmByPassword(page: Page): Promise<void> {
  await prompt(page).locator('input[type="password"]').fill(maya.password);
  await page.keyboard.press('Enter');
}

async function expectSaved(page: Page): Promise<void> {
  await expect(card(page, 'Security settings').getByRole('status')).toHaveText('Saved.');
  await expect(prompt(page)).toHaveCount(0);
}

async function signOut(page: Page): Promise<void> {
  await page.getByRole('region', { name: 'Who you are' }).getByRole('button', { name: 'Sign out' }).click();
  await expect(page.getByRole('heading', { name: /^Sign in/u })).toBeVisible();
}
