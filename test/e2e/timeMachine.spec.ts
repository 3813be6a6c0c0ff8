/** The time machine on a running server: short limits for the session that asks, and the usual ones again. */
import { expect, test } from '@playwright/test';
import { account, expectSignedIn, origin, signIn } from './support/demo';

const header = { 'x-session-security': '1' };

test.afterEach(async ({ request }) => {
  await request.post(`${origin}/api/demo/limits`, { headers: header, data: { limits: 'usual' } });
});

test('K9: short limits hold at once, without ending the session that asked, and can be taken back', async ({
  page,
}) => {
  await signIn(page, account('ines'));
  await expectSignedIn(page, account('ines'));
  await page.getByRole('navigation').getByRole('link', { name: 'Time machine' }).click();
  const end = page.locator('dl > div').filter({ hasText: 'Signed out' }).locator('dd');
  await expect(end).toHaveText(/20\d\d/u);

  await page.getByRole('radio', { name: 'Short' }).check();
  await expect(end).toHaveText(/^(?:2:00|[01]:\d\d)$/u);
  await page.getByRole('radio', { name: 'As the demo was started' }).check();
  await expect(end).toHaveText(/20\d\d/u);
  await expectSignedIn(page, account('ines'));
});
