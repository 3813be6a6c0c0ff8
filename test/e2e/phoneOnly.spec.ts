/** Somebody who has nothing but a phone is never asked for a password (R50): a text is what they confirm with. */
import { expect, type Page, test } from '@playwright/test';
import { demoPeople } from '../../demo/server/accounts';
import { card, openAccount, prompt } from './support/account';

const theo = demoPeople.find(({ id }) => id === 'theo');

test('R50: by a text, at the sign-in and before a change, and no password is asked for', async ({ page }) => {
  await page.goto('/sign-in');
  await page.getByRole('button', { name: /Theo Brandt/u }).click();
  await expect(page.getByLabel('Phone number')).toHaveValue(theo?.phone ?? '');
  await expect(page.locator('input[type="password"]')).toHaveCount(0);
  const signInCode = await codeAfter(page, () => page.getByRole('button', { name: 'Continue' }).click());
  await page.getByLabel('6-digit code').fill(signInCode);
  await page.getByRole('button', { name: 'Continue' }).click();
  await expect(page.getByRole('region', { name: 'Who you are' })).toContainText('Theo Brandt');

  await openAccount(page);
  const settings = card(page, 'Security settings');
  await expect(settings).toBeVisible();
  await expect(card(page, 'Password')).toHaveCount(0);
  await settings.getByRole('button', { name: 'Save security settings' }).click();
  // Texts come at least 30 seconds apart (R82), and one was sent for the sign-in.
  await expect(prompt(page).getByRole('timer')).toBeVisible();
  const again = prompt(page).getByRole('button', { name: 'Start again' });
  await expect(again).toBeVisible({ timeout: 45_000 });
  const code = await codeAfter(page, () => again.click());
  await expect(prompt(page).getByLabel('Code from the text message')).toBeFocused();
  await expect(prompt(page).locator('input[type="password"]')).toHaveCount(0);
  await expect(prompt(page).getByRole('button', { name: /password/iu })).toHaveCount(0);
  await prompt(page).getByLabel('Code from the text message').fill(code);
  await expect(settings.getByRole('status')).toHaveText('Saved.');
  await expect(prompt(page)).toHaveCount(0);
});

/** The code of the text that `ask` has sent. */
async function codeAfter(page: Page, ask: () => Promise<void>): Promise<string> {
  const before = await texts(page);
  await ask();
  await expect.poll(async () => (await texts(page)).length).toBe(before.length + 1);
  const [newest = ''] = await texts(page);
  return /\d{6}/u.exec(newest)?.[0] ?? '';
}

/** Newest first. */
async function texts(page: Page): Promise<readonly string[]> {
  const answer = await page.request.get('/api/demo/outbox');
  const { messages } = (await answer.json()) as {
    readonly messages: readonly { readonly channel: string; readonly to: string; readonly text: string }[];
  };
  return messages.filter(({ channel, to }) => channel === 'sms' && to === theo?.phone).map(({ text }) => text);
}
