/** Every way in, walked without a phone: the outbox has the texts and the codes. */
import { expect, test } from '@playwright/test';
import { account, expectSignedIn, readOutbox, signIn } from './support/demo';

test('by password, and a reload keeps the session', async ({ page }) => {
  await signIn(page, account('maya'));
  await expectSignedIn(page, account('maya'));
  await page.reload();
  await expectSignedIn(page, account('maya'));
});

test('a wrong password is refused in words, and what was typed stays', async ({ page }) => {
  await signIn(page, { ...account('ines'), password: 'not-the-password' });
  await expect(page.getByRole('alert')).not.toBeEmpty();
  await expect(page.getByLabel('Email or phone')).toHaveValue(account('ines').email);
});

test('by password and authenticator code', async ({ page }) => {
  const omar = account('omar');
  await signIn(page, omar);
  const { authenticators } = await readOutbox();
  const code = authenticators.find(({ displayName }) => displayName === omar.displayName)?.code ?? '';
  await page.getByLabel('Code from your authenticator app').fill(`${code.slice(0, 3)} ${code.slice(3)}`);
  await page.getByRole('button', { name: 'Continue' }).click();
  await expectSignedIn(page, omar);
});

test('by a code to the phone', async ({ page }) => {
  const ines = account('ines');
  await page.goto('/sign-in');
  await page.getByRole('button', { name: 'Use a code sent to my phone' }).click();
  await page.getByLabel('Phone number').fill(ines.phone);
  await page.getByRole('button', { name: 'Continue' }).click();
  await expect(page.getByLabel('6-digit code')).toBeVisible();
  await expect
    .poll(
      async () => (await readOutbox()).messages.find(({ channel, to }) => channel === 'sms' && to === ines.phone)?.text,
    )
    .toMatch(/\d{6}/);
  const text =
    (await readOutbox()).messages.find(({ channel, to }) => channel === 'sms' && to === ines.phone)?.text ?? '';
  await page.getByLabel('6-digit code').fill(/\d{6}/.exec(text)?.[0] ?? '');
  await page.getByRole('button', { name: 'Continue' }).click();
  await expectSignedIn(page, ines);
});
