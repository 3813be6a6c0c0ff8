/** A reload in the middle of a prompt loses nothing: the page offers to go on, and asks anew (SPEC F10; PEERS D 3). */
import { expect, type Page, test } from '@playwright/test';
import { card, dataOf, openAccount, post, prompt } from './support/account';
import { account, expectSignedIn, signIn } from './support/demo';

const maya = account('maya');
const newEmail = 'maya.l@demo.test';

/** Other specs sign in with the address of before. */
test.afterEach(async ({ page }) => {
  const actionType = 'email_change';
  const stepUp = await post(page.request, 'auth.createStepUpToken', { actionType, password: maya.password });
  const { token: stepUpToken } = await dataOf<{ token: string }>(stepUp);
  await post(page.request, 'auth.changeEmail', { newEmail: maya.email, stepUpToken });
});

/** Before that there is nothing yet that a reload could lose. */
const expectPutAside = (page: Page) =>
  expect.poll(() => page.evaluate(() => JSON.stringify(sessionStorage))).toContain(newEmail);

test('F10: a reload while the password is asked for offers to go on, keeps no secret, and the change is made once', async ({
  page,
}) => {
  await signIn(page, maya);
  await expectSignedIn(page, maya);
  await openAccount(page);
  const form = card(page, 'Email address');
  await form.getByLabel('New email address').fill(newEmail);
  await form.getByRole('button', { name: 'Change address' }).click();
  await prompt(page).getByLabel('Your password').fill(maya.password);
  await expectPutAside(page);
  const stored = await page.evaluate(() => JSON.stringify(sessionStorage) + JSON.stringify(localStorage));
  expect(stored).not.toContain(maya.password);

  await page.reload();
  const question = page.getByText(`Go on changing your address to`);
  await expect(question).toContainText(newEmail);
  await expect(prompt(page)).toHaveCount(0);
  const changes: number[] = [];
  page.on('response', (response) => {
    if (response.url().includes('auth.changeEmail')) changes.push(response.status());
  });
  await page.getByRole('button', { name: 'Continue' }).click();
  await prompt(page).getByLabel('Your password').fill(maya.password);
  await page.keyboard.press('Enter');
  await expect(page.getByRole('status').filter({ hasText: `Your address is now` })).toContainText(newEmail);
  expect(changes).toEqual([403, 200]);
  expect(await page.evaluate(() => JSON.stringify(sessionStorage))).not.toContain(newEmail);

  await page.reload();
  await expect(form.getByLabel('New email address')).toBeVisible();
  await expect(question).toHaveCount(0);
});

test('F10: what is discarded after a reload is gone', async ({ page }) => {
  await signIn(page, maya);
  await expectSignedIn(page, maya);
  await openAccount(page);
  const form = card(page, 'Email address');
  await form.getByLabel('New email address').fill(newEmail);
  await form.getByRole('button', { name: 'Change address' }).click();
  await expect(prompt(page)).toBeVisible();
  await expectPutAside(page);
  await page.reload();
  await page.getByRole('button', { name: 'Discard' }).click();
  await expect(page.getByText('Go on changing your address to')).toHaveCount(0);
  await page.reload();
  await expect(form.getByLabel('New email address')).toBeVisible();
  await expect(page.getByText('Go on changing your address to')).toHaveCount(0);
});
