/**
 * Shows 10: one run through everything that asks for proof, and not one password, code, token or cookie where it should not
 * be. On a demo of its own, because what the server prints is looked through too.
 */
import { type APIRequestContext, expect, type Page, test } from '@playwright/test';
import { card, createCodes, dataOf, forgetProof, openAccount, post, prompt, signInByCall } from './support/account';
import { createSecretScan } from './support/createSecretScan';
import { account, readOutbox } from './support/demo';
import { type StartedDemo, startDemo } from './support/startDemo';

test.setTimeout(240_000);

let demo: StartedDemo;
let administrator: APIRequestContext;
test.beforeAll(async ({ playwright }) => {
  test.setTimeout(120_000);
  demo = await startDemo(5179);
  administrator = await playwright.request.newContext();
  await signInByCall(administrator, account('ines'), { at: demo.origin });
});
test.afterAll(async () => {
  await administrator.dispose();
  await demo.stop();
});

test('R84–R86: a run through sign-in, both prompts and every method leaves no secret behind', async ({ browser }) => {
  const [maya, omar] = [account('maya'), account('omar')];
  const nextCode = createCodes(omar);
  const scan = createSecretScan();
  for (const { password } of [maya, omar]) scan.keep('a password', password);
  scan.keep('a TOTP secret', omar.totpSecret ?? '');
  const wrongPassword = scan.keep('a wrong password', 'harbour-that-never-was');
  const newPassword = scan.keep('a new password', 'meadow-of-another-day-31');
  const code = async (): Promise<string> => scan.keep('a code', await nextCode());

  const context = await browser.newContext({ baseURL: demo.origin });
  const page = await context.newPage();
  // What the demo shows beside its sign-in on purpose: passwords, texts, codes.
  await page.route('**/api/demo/accounts', (route) => route.fulfill({ json: [] }));
  await page.route('**/api/demo/outbox', (route) => route.fulfill({ json: { authenticators: [], messages: [] } }));
  scan.watch(page);

  await test.step('a password, and a step-up by it', async () => {
    await enterPassword(page, maya.email, wrongPassword);
    await expect(page.getByRole('alert')).not.toBeEmpty();
    await scan.look(page, 'after a wrong password');
    await enterPassword(page, maya.email, maya.password);
    await expectWho(page, maya.displayName);
    await scan.look(page, 'after the sign-in');

    await openAccount(page);
    await save(page).click();
    const field = prompt(page).getByLabel('Your password', { exact: true });
    await field.fill(wrongPassword);
    await scan.look(page, 'while a password stands in the field');
    await field.press('Enter');
    await expect(prompt(page).getByRole('alert').filter({ hasText: /\w/u })).toBeVisible();
    await field.fill(maya.password);
    await field.press('Enter');
    await expectSaved(page);
    await scan.look(page, 'after a step-up');
    await signOut(page);
    await scan.look(page, 'after the sign-out');
  });

  await test.step('a code to the phone', async () => {
    await page.goto('/sign-in');
    await page.getByRole('button', { name: 'Use a code sent to my phone' }).click();
    await page.getByLabel('Phone number').fill(maya.phone);
    await page.getByRole('button', { name: 'Continue' }).click();
    await expect(page.getByLabel('6-digit code')).toBeVisible();
    const text = async () => (await readOutbox(demo.origin)).messages.find(({ to }) => to === maya.phone)?.text ?? '';
    await expect.poll(text).toMatch(/\d{6}/u);
    const sent = scan.keep('a code by text', /\d{6}/u.exec(await text())?.[0] ?? '');
    await page.getByLabel('6-digit code').fill(sent);
    await page.getByRole('button', { name: 'Continue' }).click();
    await expectWho(page, maya.displayName);
    await scan.look(page, 'after a code by text');
    await signOut(page);
  });

  await test.step('a password and a code, and a password change behind the second factor', async () => {
    await enterPassword(page, omar.email, omar.password);
    await page.getByLabel('Code from your authenticator app').fill(await code());
    await page.getByRole('button', { name: 'Continue' }).click();
    await expectWho(page, omar.displayName);
    await forgetProof(context.request, administrator, demo.origin);
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
  });

  await test.step('a backup code', async () => {
    const proof = { actionType: 'security_settings', method: 'totp', code: await code() };
    const granted = await post(context.request, 'auth.createStepUpToken', proof, demo.origin);
    const { token: stepUpToken } = await dataOf<{ token: string }>(granted);
    scan.keep('a step-up token', stepUpToken);
    const made = await post(context.request, 'auth.regenerateBackupCodes', { stepUpToken }, demo.origin);
    const { backupCodes } = await dataOf<{ backupCodes: string[] }>(made);
    for (const backupCode of backupCodes) scan.keep('a backup code', backupCode);
    await forgetProof(context.request, administrator, demo.origin);
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
    await expectWho(page, omar.displayName);
    await scan.look(page, 'after a reload');
    await signOut(page);
    await scan.look(page, 'at the end');
  });

  scan.add('what the server printed', demo.printed());
  expect(await scan.findings()).toEqual([]);
  const names = ['a code', 'a code by text', 'a step-up token', 'a backup code', 'the cookie __Host-sid'];
  for (const name of names) expect(scan.kept(name), name).toBeGreaterThan(0);
  for (const where of [
    'an address',
    'answer to POST',
    'localStorage',
    'sessionStorage',
    'an attribute',
    'history.state',
  ]) {
    expect(scan.traced(where), where).toBeGreaterThan(5);
  }
  await context.close();
});

test('the scan finds a secret in each of the places that it looks at', async ({ page }) => {
  const scan = createSecretScan();
  scan.watch(page);
  await page.goto(demo.origin);
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

const save = (page: Page) => card(page, 'Security settings').getByRole('button', { name: 'Save security settings' });

async function enterPassword(page: Page, identifier: string, password: string): Promise<void> {
  await page.goto('/sign-in');
  await page.getByLabel('Email or phone').fill(identifier);
  await page.getByLabel('Password', { exact: true }).fill(password);
  await page.getByRole('button', { name: 'Continue' }).click();
}

async function expectWho(page: Page, name: string): Promise<void> {
  await expect(page.getByRole('region', { name: 'Who you are' })).toContainText(name);
}

async function expectSaved(page: Page): Promise<void> {
  await expect(card(page, 'Security settings').getByRole('status')).toHaveText('Saved.');
  await expect(prompt(page)).toHaveCount(0);
}

async function signOut(page: Page): Promise<void> {
  await page.getByRole('region', { name: 'Who you are' }).getByRole('button', { name: 'Sign out' }).click();
  await expect(page.getByRole('heading', { name: /^Sign in/u })).toBeVisible();
}
