/** An authenticator app from its picture to its end: set up, asked for, helped out by a backup code, turned off (SPEC F13; R37). */
import { expect, test } from '@playwright/test';
import { card, createCodes, dataOf, openAccount, openSecurity, post, prompt } from './support/account';
import { account, readOutbox } from './support/demo';

const ines = account('ines');

test('F13, R37: set up on the security page, asked for from then on, and turned off again', async ({
  page,
  baseURL,
}) => {
  test.setTimeout(150_000);
  const { email: identifier, password, displayName } = ines;
  await dataOf(await post(page.request, 'auth.signIn', { identifier, password }, baseURL));
  await openSecurity(page);
  await page.getByRole('button', { name: 'Set up' }).click();
  await prompt(page).locator('input[type="password"]').fill(password);
  await page.keyboard.press('Enter');
  await expect(page.getByRole('img', { name: /^QR code/u })).toBeVisible();
  await page.getByRole('button', { name: 'Can’t scan it?' }).click();
  const totpSecret = (await page.locator('[data-slot="setup-key"] [dir="ltr"]').textContent()) ?? '';
  const nextCode = createCodes({ ...ines, totpSecret });
  await page.getByLabel('Then enter the code that the app shows').fill(await nextCode());
  const shown = page.locator('[data-slot="new-backup-codes"]').getByRole('listitem');
  await expect(shown).toHaveCount(10);
  const [backupCode = ''] = await shown.allTextContents();
  await page.getByRole('button', { name: 'I’ve saved them' }).click();
  await expect(page.getByText('10 left')).toBeVisible();
  const { authenticators } = await readOutbox(baseURL);
  expect(authenticators.map((app) => app.displayName)).toContain(displayName);

  await openAccount(page);
  const settings = card(page, 'Security settings');
  await settings.getByRole('button', { name: 'Save security settings' }).click();
  await expect(prompt(page).getByRole('button', { name: 'Use your password' })).toHaveCount(0);
  await prompt(page).getByRole('button', { name: 'Use a backup code' }).click();
  await prompt(page).getByLabel('Backup code').fill(backupCode);
  await prompt(page).getByRole('button', { name: 'Confirm', exact: true }).click();
  await expect(settings.getByRole('status')).toHaveText('Saved.');

  await openSecurity(page);
  await expect(page.getByText('9 left')).toBeVisible();
  await page.getByRole('button', { name: 'Turn off' }).click();
  await page.getByRole('alertdialog').getByRole('button', { name: 'Turn off' }).click();
  await prompt(page)
    .getByLabel('Code from your authenticator app')
    .fill(await nextCode());
  await expect(page.getByRole('button', { name: 'Set up' })).toBeVisible();
  expect((await readOutbox(baseURL)).authenticators.map((app) => app.displayName)).not.toContain(displayName);
});
