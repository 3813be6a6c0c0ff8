/** Changing an account: the forms make ordinary calls, and proof is asked for in the page, in place (SPEC F1, F4, K9). */
import AxeBuilder from '@axe-core/playwright';
import { expect, type Page, test } from '@playwright/test';
import { type DemoAccount, demoAccounts } from '../../demo/server/accounts';
import { card, createCodes, forgetProof, openAccount, prompt, signInByCall } from './support/account';
import { account, expectSignedIn, signIn } from './support/demo';

test.describe.serial('with a second factor', () => {
  const juno = demoAccounts.find(({ id }) => id === 'juno') as DemoAccount;
  const nextCode = createCodes(juno);
  const newPassword = 'loose-compass-8847';
  let page: Page;

  test.beforeAll(async ({ browser, request }) => {
    page = await browser.newPage();
    await signIn(page, juno);
    await page.getByLabel('Code from your authenticator app').fill(await nextCode());
    await page.getByRole('button', { name: 'Continue' }).click();
    await expectSignedIn(page, juno);
    await signInByCall(request, account('ines'));
    await forgetProof(page.request, request);
    await openAccount(page);
  });
  test.afterAll(() => page.close());

  test('K9: the password changes after a code; closing the prompt keeps what was typed, a wrong code keeps the prompt', async () => {
    const form = card(page, 'Password');
    await form.getByLabel('Current password').fill(juno.password);
    await form.getByLabel('New password').fill(newPassword);
    await form.getByRole('button', { name: 'Change password' }).click();
    await prompt(page).getByRole('button', { name: 'Cancel' }).click();
    await expect(form.getByRole('status')).toHaveText('Nothing was changed.');
    await expect(form.getByLabel('New password')).toHaveValue(newPassword);

    await form.getByRole('button', { name: 'Change password' }).click();
    await prompt(page).getByRole('textbox').fill('000000');
    await expect(prompt(page).getByRole('alert').filter({ hasText: '4 attempts left' })).toBeVisible();
    await prompt(page)
      .getByRole('textbox')
      .fill(await nextCode());
    await expect(form.getByRole('status')).toContainText('Your password is changed.');
    await expect(prompt(page)).toHaveCount(0);
    await expect(form.getByLabel('New password')).toHaveValue('');
  });

  test('K9: for a quarter of an hour nothing more is asked, and the badge says so', async () => {
    await expect(page.locator('[data-slot="verified-badge"]')).toContainText(/Verified · 1[45] min left/u);
    const settings = card(page, 'Security settings');
    await settings.getByLabel('Write to me when somebody signs in on a new device').uncheck();
    await settings.getByRole('button', { name: 'Save security settings' }).click();
    await expect(settings.getByRole('status')).toHaveText('Saved.');

    const form = card(page, 'Password');
    await form.getByLabel('Current password').fill(juno.password);
    await form.getByLabel('New password').fill(`${newPassword}, again`);
    await form.getByRole('button', { name: 'Change password' }).click();
    await expect(form.getByLabel('Current password')).toBeFocused();
    await expect(form).toContainText('That isn’t your current password.');
    await form.getByLabel('Current password').fill(newPassword);
    await form.getByRole('button', { name: 'Change password' }).click();
    await expect(form.getByRole('status')).toContainText('Your password is changed.');
  });

  test('K9: deleting the account asks twice and signs out', async () => {
    const form = card(page, 'Delete account');
    await form.getByRole('button', { name: /^Delete my account/u }).click();
    await expect(form.getByRole('button', { name: 'Keep my account' })).toBeFocused();
    await form.getByRole('button', { name: 'Keep my account' }).click();
    await form.getByRole('button', { name: /^Delete my account/u }).click();
    const isKnownToAllTabs = page.waitForResponse((answer) => answer.status() === 401);
    await form.getByRole('button', { name: 'Delete for good' }).click();
    await isKnownToAllTabs;
    await expect(page).toHaveURL(/reason=deleted/u);
    await expect(page.getByText('Your account is deleted.')).toBeVisible();
    await page.goBack();
    await expect(page.getByRole('heading', { name: /^Sign in/u })).toBeVisible();
  });
});

test('K9: without a second factor the password is asked for, each time anew', async ({ page }) => {
  const ines = account('ines');
  await signIn(page, ines);
  await expectSignedIn(page, ines);
  await openAccount(page);
  await expect(page.locator('[data-slot="verified-badge"]')).toHaveAttribute('data-state', 'unverified');
  const settings = card(page, 'Security settings');
  await settings.getByRole('button', { name: 'Save security settings' }).click();
  await prompt(page).getByLabel('Your password').fill('not the password');
  await prompt(page).getByRole('button', { name: 'Confirm' }).click();
  await expect(prompt(page).getByRole('alert').filter({ hasText: /./u })).toBeVisible();
  await prompt(page).getByLabel('Your password').fill(ines.password);
  await prompt(page).getByRole('button', { name: 'Confirm' }).click();
  await expect(settings.getByRole('status')).toHaveText('Saved.');
  await expect(prompt(page)).toHaveCount(0);

  await settings.getByRole('button', { name: 'Save security settings' }).click();
  await prompt(page).getByRole('button', { name: 'Cancel' }).click();
  await expect(settings.getByRole('status')).toHaveText('Nothing was changed.');
});

test('payment settings are saved without a question, and kept', async ({ page }) => {
  const maya = account('maya');
  await signIn(page, maya);
  await expectSignedIn(page, maya);
  await openAccount(page);
  const form = card(page, 'Payment settings');
  await form.getByLabel('Name on the bill').fill('Harbour Lights AB');
  await form.getByRole('button', { name: 'Save payment settings' }).click();
  await expect(form.getByRole('status')).toHaveText('Saved.');
  await page.reload();
  await expect(form.getByLabel('Name on the bill')).toHaveValue('Harbour Lights AB');
});

for (const [name, options] of [
  ['dark', { colorScheme: 'dark' }],
  ['320 px', { viewport: { width: 320, height: 800 } }],
  ['Arabic', { locale: 'ar' }],
] as const) {
  test(`${name}: axe finds nothing on the account page and nothing scrolls sideways`, async ({ browser }) => {
    const context = await browser.newContext({ reducedMotion: 'reduce', ...options });
    const page = await context.newPage();
    await signInByCall(page.request, account('maya'));
    await page.goto('/account');
    await expect(page.locator('[data-slot="verified-badge"]')).toHaveAttribute('data-state', 'unverified');
    await expect(page.locator('fieldset[disabled]')).toHaveCount(0);
    expect((await new AxeBuilder({ page }).analyze()).violations).toEqual([]);
    expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(0);
    await context.close();
  });
}
