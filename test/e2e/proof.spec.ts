/** Proof in a real page: one prompt for what waits, no call that never settles, and no need of a mouse (SPEC F2–F7; R103–R107). */
import AxeBuilder from '@axe-core/playwright';
import { type APIRequestContext, type BrowserContext, expect, type Page, type Request, test } from '@playwright/test';
import { card, createCodes, dataOf, forgetProof, openAccount, post, prompt, signInByCall } from './support/account';
import { account, origin } from './support/demo';

const omar = account('omar');

test.describe.serial('with a second factor', () => {
  const nextCode = createCodes(omar);
  let context: BrowserContext;
  let administrator: APIRequestContext;
  let backupCodes: string[];
  let page: Page;
  /** What the page asked for, in order. */
  let calls: Request[];

  test.beforeAll(async ({ browser, playwright }) => {
    test.setTimeout(120_000);
    context = await browser.newContext({ baseURL: origin });
    administrator = await playwright.request.newContext();
    await signInByCall(administrator, account('ines'));
    await signInByCall(context.request, omar, { code: nextCode });
    await dataOf(await post(context.request, 'auth.updateSecuritySettings', { protectPaymentSettings: true }));
    const proof = { actionType: 'security_settings', method: 'totp', code: await nextCode() };
    const { token: stepUpToken } = await dataOf<{ token: string }>(
      await post(context.request, 'auth.createStepUpToken', proof),
    );
    const made = await post(context.request, 'auth.regenerateBackupCodes', { stepUpToken });
    backupCodes = (await dataOf<{ backupCodes: string[] }>(made)).backupCodes;
  });
  test.afterAll(() => Promise.all([context.close(), administrator.dispose()]));

  test.beforeEach(async () => {
    await forgetProof(context.request, administrator);
    page = await context.newPage();
    await openAccount(page);
    calls = [];
    page.on('request', (request) => void calls.push(request));
  });
  test.afterEach(() => page.close());

  const callsTo = (path: string) => calls.filter((request) => request.url().includes(path));
  async function confirmByBackupCode(): Promise<void> {
    await prompt(page).getByRole('button', { name: 'Use a backup code' }).click();
    await prompt(page)
      .getByLabel('Backup code')
      .fill(backupCodes.pop() ?? '');
    await prompt(page).getByRole('button', { name: 'Confirm', exact: true }).click();
  }

  test('F2: two forms that are sent at once share one prompt, and each has its own result', async () => {
    const payment = card(page, 'Payment settings');
    await payment.getByLabel('Name on the bill').fill('Quay & Sons');
    await settings(page).getByLabel('Write to me when somebody signs in on a new device').uncheck();
    await page.evaluate(() => {
      for (const form of document.querySelectorAll('form')) {
        if (form.querySelector('[name="billingName"], [name="notifyNewDevice"]')) form.requestSubmit();
      }
    });
    await confirmByBackupCode();
    await expect(settings(page).getByRole('status')).toHaveText('Saved.');
    await expect(payment.getByRole('status')).toHaveText('Saved.');
    await expect(prompt(page)).toHaveCount(0);
    expect(callsTo('auth.create2FAChallenge')).toHaveLength(1);
    expect(callsTo('auth.verify2FAChallenge')).toHaveLength(1);
    expect(callsTo('auth.updateSecuritySettings')).toHaveLength(2);
    expect(callsTo('auth.updatePaymentSettings')).toHaveLength(2);
    await page.reload();
    await expect(payment.getByLabel('Name on the bill')).toHaveValue('Quay & Sons');
    await expect(settings(page).getByLabel('Write to me when somebody signs in on a new device')).not.toBeChecked();
  });

  test('F3: what is refused again after the proof ends there, with one prompt', async () => {
    await page.route('**/api/trpc/auth.updateSecuritySettings*', (route) =>
      route.fulfill({ status: 403, json: refusal('2FA_REQUIRED', { action: 'security_settings' }) }),
    );
    await save(page).click();
    await confirmByBackupCode();
    await expect(settings(page).getByRole('alert')).toContainText('yet the server refused again');
    await expect(prompt(page)).toHaveCount(0);
    await expect(save(page)).toHaveAttribute('aria-disabled', 'false');
    expect(callsTo('auth.updateSecuritySettings')).toHaveLength(2);
    expect(callsTo('auth.create2FAChallenge')).toHaveLength(1);
  });

  test('E6: cancelling and Escape end the call, and the focus is where it was', async () => {
    const leaving = [
      () => prompt(page).getByRole('button', { name: 'Cancel' }).click(),
      () => page.keyboard.press('Escape'),
    ];
    for (const leave of leaving) {
      await save(page).click();
      await expect(codeField(page)).toBeFocused();
      await leave();
      await expect(settings(page).getByRole('status')).toHaveText('Nothing was changed.');
      await expect(prompt(page)).toHaveCount(0);
      await expect(save(page)).toBeFocused();
      await expect(save(page)).toHaveAttribute('aria-disabled', 'false');
    }
    expect(callsTo('auth.updateSecuritySettings')).toHaveLength(2);
  });

  test('F6: a prompt outlives the page that opened it, and is left without a trace', async () => {
    const faults: Error[] = [];
    page.on('pageerror', (error) => void faults.push(error));
    await page.getByRole('navigation').getByRole('link', { name: 'Note' }).click();
    await page.getByRole('navigation').getByRole('link', { name: 'Account', exact: true }).click();
    const form = card(page, 'Password');
    const send = form.getByRole('button', { name: 'Change password' });
    await expect(send).toHaveAttribute('aria-disabled', 'false');
    await form.getByLabel('Current password').fill(omar.password);
    await form.getByLabel('New password').fill(`${omar.password}, again`);
    await send.click();
    await expect(codeField(page)).toBeFocused();
    await page.goBack();
    await expect(page).toHaveURL(/\/note$/u);
    await expect(codeField(page)).toBeVisible();
    await page.keyboard.press('Escape');
    await expect(prompt(page)).toHaveCount(0);
    await page.goForward();
    await expect(send).toHaveAttribute('aria-disabled', 'false');
    expect(callsTo('auth.create2FAChallenge')).toHaveLength(1);
    expect(callsTo('auth.changePassword')).toHaveLength(1);
    expect(faults).toEqual([]);
  });

  test('E6: a form of a hook takes its prompt with it when it goes, and sends nothing more', async () => {
    const faults: string[] = [];
    page.on('pageerror', (error) => void faults.push(String(error)));
    page.on('console', (message) => void (message.type() === 'error' && faults.push(message.text())));
    await page.getByRole('navigation').getByRole('link', { name: 'Note' }).click();
    await page.goBack();
    const form = card(page, 'Email address');
    const send = form.getByRole('button', { name: 'Change address' });
    await expect(send).toHaveAttribute('aria-disabled', 'false');
    await form.getByLabel('New email address').fill('omar.h@demo.test');
    await send.click();
    await expect(codeField(page)).toBeFocused();
    await page.goForward();
    await expect(page).toHaveURL(/\/note$/u);
    await expect(prompt(page)).toHaveCount(0);
    // Nor is it offered by the next visit: it was left, not reloaded.
    await page.goBack();
    await expect(send).toHaveAttribute('aria-disabled', 'false');
    await expect(page.getByText('Go on changing your address')).toHaveCount(0);
    expect(callsTo('auth.changeEmail')).toHaveLength(1);
    expect(faults.filter((text) => !text.includes('403 (Forbidden)'))).toEqual([]);
  });

  test('E6: a prompt that nobody answers gives up by itself, and the form is free again', async () => {
    await page.clock.install();
    await openAccount(page);
    calls.length = 0;
    await save(page).click();
    await expect(codeField(page)).toBeFocused();
    await page.clock.fastForward('14:00');
    await expect(prompt(page)).toBeVisible();
    await page.clock.fastForward('01:01');
    await expect(prompt(page)).toHaveCount(0);
    await expect(settings(page).getByRole('status')).toHaveText('Nothing was changed.');
    await expect(save(page)).toHaveAttribute('aria-disabled', 'false');
    expect(callsTo('auth.updateSecuritySettings')).toHaveLength(1);
  });

  for (const [title, path] of [
    ['Security settings', 'auth.updateSecuritySettings'],
    ['Payment settings', 'auth.updatePaymentSettings'],
  ] as const) {
    test(`F10: ${title}: a reload while a code is asked for offers to go on, asks anew, and saves once`, async () => {
      const form = card(page, title);
      const notify = form.getByLabel('Write to me when somebody signs in on a new device');
      const name = form.getByLabel('Name on the bill');
      const isNotified = title === 'Security settings' && (await notify.isChecked());
      if (title === 'Security settings') await notify.setChecked(!isNotified);
      else await name.fill('Lantern & Daughters');
      await form.getByRole('button', { name: /^Save/u }).click();
      await expect(codeField(page)).toBeFocused();

      await page.reload();
      const question = page.getByText(`Go on saving your ${title.toLowerCase()}?`);
      await expect(question).toBeVisible();
      await expect(prompt(page)).toHaveCount(0);
      calls.length = 0;
      await page.getByRole('button', { name: 'Continue' }).click();
      await confirmByBackupCode();
      await expect(page.getByText(`Your ${title.toLowerCase()} are saved.`)).toBeVisible();
      // The form shows what it is now.
      if (title === 'Security settings') await expect(notify).toBeChecked({ checked: !isNotified });
      else await expect(name).toHaveValue('Lantern & Daughters');
      expect(await Promise.all(callsTo(path).map(statusOf))).toEqual([403, 200]);

      await page.reload();
      await expect(name.or(notify)).toBeVisible();
      await expect(question).toHaveCount(0);
    });
  }

  test('R104, R105: a code may be pasted as it comes, is filled in by the browser, and axe finds nothing', async () => {
    await context.grantPermissions(['clipboard-read', 'clipboard-write'], { origin });
    const given: unknown[] = [];
    await page.route('**/api/trpc/auth.verify2FAChallenge*', (route) => {
      given.push((route.request().postDataJSON() as { readonly code?: unknown }).code);
      return route.fulfill({ status: 400, json: refusal('INVALID_2FA_CODE', { attemptsRemaining: 4 }) });
    });
    await save(page).click();
    await expect(codeField(page)).toHaveAttribute('autocomplete', 'one-time-code');
    await expect(codeField(page)).toHaveAttribute('inputmode', 'numeric');
    expect((await new AxeBuilder({ page }).analyze()).violations).toEqual([]);
    const forms = ['123 456', '123-456', ' 123456\n', '１２３４５６'];
    for (const [index, text] of forms.entries()) {
      await page.evaluate((pasted) => navigator.clipboard.writeText(pasted), text);
      await codeField(page).focus();
      await page.keyboard.press('ControlOrMeta+a');
      await page.keyboard.press('ControlOrMeta+v');
      await expect.poll(() => given.length).toBe(index + 1);
      await expect(prompt(page).getByRole('alert').filter({ hasText: '4 attempts left' })).toBeVisible();
      // The same digits once more are no change: the field has to be empty first.
      await codeField(page).fill('');
    }
    expect(given).toEqual(forms.map(() => '123456'));
    expect((await new AxeBuilder({ page }).analyze()).violations).toEqual([]);
  });

  test('R103, F7: the keyboard alone is enough: the focus goes in, stays in, and comes back', async () => {
    await save(page).focus();
    await page.keyboard.press('Enter');
    await expect(codeField(page)).toBeFocused();
    for (const key of [...Array<string>(6).fill('Tab'), ...Array<string>(7).fill('Shift+Tab')]) {
      await page.keyboard.press(key);
      expect(await prompt(page).evaluate((dialog) => dialog.contains(document.activeElement))).toBe(true);
    }
    await codeField(page).focus();
    await page.keyboard.type('000000');
    await expect(prompt(page).getByRole('alert').filter({ hasText: '4 attempts left' })).toBeVisible();
    await expect(codeField(page)).toBeFocused();
    // What was wrong is selected: typing replaces it.
    await page.keyboard.type(await nextCode());
    await expect(settings(page).getByRole('status')).toHaveText('Saved.');
    await expect(prompt(page)).toHaveCount(0);
    await expect(save(page)).toBeFocused();

    calls.length = 0;
    await page.keyboard.press('Enter');
    await expect.poll(() => callsTo('auth.updateSecuritySettings').length).toBe(1);
    await expect(settings(page).getByRole('status')).toHaveText('Saved.');
    expect(callsTo('auth.create2FAChallenge')).toEqual([]);
  });

  test('E6: signing out in another tab closes the prompt, and nothing goes on in the name of the next', async () => {
    const other = await context.newPage();
    await openAccount(other);
    await save(page).click();
    await expect(codeField(page)).toBeVisible();
    await other.getByRole('region', { name: 'Who you are' }).getByRole('button', { name: 'Sign out' }).click();
    await expect(prompt(page)).toHaveCount(0);
    await expect(page.getByRole('heading', { name: /^Sign in/u })).toBeVisible();
    expect(callsTo('auth.updateSecuritySettings')).toHaveLength(1);
    await other.close();
  });
});

test('R103, F9: a step-up by password needs no mouse either, and axe finds nothing', async ({ browser }) => {
  const maya = account('maya');
  const own = await browser.newContext({ baseURL: origin });
  await signInByCall(own.request, maya);
  const page = await own.newPage();
  await openAccount(page);
  await save(page).focus();
  await page.keyboard.press('Enter');
  const field = prompt(page).getByLabel('Your password', { exact: true });
  await expect(field).toBeFocused();
  await expect(field).toHaveAttribute('autocomplete', 'current-password');
  expect((await new AxeBuilder({ page }).analyze()).violations).toEqual([]);
  await page.keyboard.type('not the password');
  await page.keyboard.press('Enter');
  await expect(prompt(page).getByRole('alert').filter({ hasText: /\w/u })).toBeVisible();
  await expect(field).toBeFocused();
  await field.fill('');
  await page.keyboard.type(maya.password);
  await page.keyboard.press('Enter');
  await expect(settings(page).getByRole('status')).toHaveText('Saved.');
  await expect(save(page)).toBeFocused();
  await own.close();
});

test('E6: a sign-out from elsewhere ends the prompt, and the form that waits for it says so', async ({ browser }) => {
  const own = await browser.newContext({ baseURL: origin });
  await signInByCall(own.request, account('maya'));
  const page = await own.newPage();
  await openAccount(page);
  const calls: string[] = [];
  page.on('request', (request) => void calls.push(request.url()));
  await save(page).click();
  const field = prompt(page).getByLabel('Your password', { exact: true });
  await expect(field).toBeFocused();
  const headers = { 'x-session-security': '1', origin };
  expect((await own.request.post('/api/demo/sign-out-from-elsewhere', { headers })).status()).toBe(200);
  await field.fill(account('maya').password);
  await field.press('Enter');
  await expect(prompt(page)).toHaveCount(0);
  await expect(settings(page).getByRole('alert')).toHaveText('Your session has ended. Sign in again to continue.');
  await expect(save(page)).toHaveText('Save security settings');
  expect(calls.filter((url) => url.includes('auth.updateSecuritySettings'))).toHaveLength(1);
  await own.close();
});

const statusOf = async (request: Request) => (await request.response())?.status();
const settings = (page: Page) => card(page, 'Security settings');
const save = (page: Page) => settings(page).getByRole('button', { name: 'Save security settings' });
const codeField = (page: Page) => prompt(page).getByRole('textbox');

function refusal(errorCode: string, facts: object) {
  const cause = { errorCode, message: 'Refused.', ...facts };
  return { error: { message: cause.message, code: -32_600, data: { code: 'FORBIDDEN', httpStatus: 403, cause } } };
}
