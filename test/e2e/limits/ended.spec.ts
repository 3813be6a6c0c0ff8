/** Sessions that end while the page is open, and the way back without losing it (SPEC A4, A5, A9, A13). */
import { type Browser, expect } from '@playwright/test';
import { account, call, expectSignedIn, signIn } from '../support/demo';
import {
  badge,
  countCalls,
  ended,
  note,
  openNote,
  openTab,
  signInInPlace,
  test,
  untilEnd,
  untilWarning,
  warning,
} from '../support/limits';
import { limitsOrigin } from '../support/limitsServer';

test.setTimeout(110_000);

test('A13: both tabs keep their page after the end, one signs in again in place, and the other recovers by itself', async ({
  context,
}) => {
  const first = await openNote(context, 'written in the first tab');
  const second = await openTab(context, 'written in the second tab');
  for (const page of [first, second]) {
    await expect(ended(page)).toContainText('You were signed out after a while without activity', untilEnd);
    await expect(warning(page)).toHaveCount(0);
    await expect(badge(page)).toHaveText('Session ended');
    await expect(page.getByRole('button', { name: 'Save' })).toHaveAttribute('aria-disabled', 'true');
  }
  await note(first).press('End');
  await note(first).pressSequentially(', and more');

  await signInInPlace(first);
  await expect(note(first)).toHaveValue('written in the first tab, and more');
  await expect(ended(second)).toHaveCount(0);
  await expect(note(second)).toHaveValue('written in the second tab');
  for (const page of [first, second]) await expect(badge(page)).toHaveText('Signed in');

  await second.getByRole('button', { name: 'Save' }).click();
  await expect(second.getByText('Saved.')).toBeVisible();
});

test('A4, A9: signed out from another browser is noticed, and is not called an expiry', async ({
  browser,
  context,
}) => {
  const maya = account('maya');
  const page = await openNote(context, 'still here', maya);
  const elsewhere = await (await browser.newContext({ baseURL: limitsOrigin })).newPage();
  await signIn(elsewhere, maya);
  await expectSignedIn(elsewhere, maya);
  await elsewhere.getByRole('button', { name: 'Sign out all others' }).click();
  await elsewhere
    .getByRole('alertdialog')
    .getByRole('button', { name: /^Sign out/u })
    .click();
  await expect(elsewhere.getByText('Only this device')).toBeVisible();

  await note(page).press('End');
  await expect(ended(page)).toContainText('This device was signed out', untilWarning);
  await expect(ended(page)).not.toContainText('without activity');
  await expect(badge(page)).toHaveText('Signed out elsewhere');
  await expect(note(page)).toHaveValue('still here');
});

test('A13: the time machine signs this device out from another browser, for real', async ({ context }) => {
  const page = await openNote(context, '');
  await page.getByRole('navigation').getByRole('link', { name: 'Time machine' }).click();
  await page.getByRole('button', { name: 'Sign this device out from another browser' }).click();
  await expect(page.getByText('Done. This page learns of it')).toBeVisible();
  await expect(ended(page)).toContainText('This device was signed out', untilWarning);
});

test('A11, T-22: a page that slept past the end wakes up ended: nobody is asked to stay, and no input counts', async ({
  browser,
  context,
}) => {
  const page = await openNote(context, 'before the sleep');
  await expect(warning(page)).toBeVisible(untilWarning);
  const cookie = (await context.cookies()).map(({ name, value }) => `${name}=${value}`).join('; ');
  const askServer = () => call('session.getStatus', { userAgent: 'a witness', cookie, at: limitsOrigin });
  const calls = countCalls(context);

  const wakeUp = await sendToSleep(browser);
  await expect.poll(async () => (await askServer()).errorCode, untilEnd).toBe('SESSION_EXPIRED');
  const pressed = note(page).press('x');
  wakeUp();
  await pressed;
  await expect(ended(page)).toContainText('without activity');
  expect(calls('session.updateActivity')).toBe(0);
});

test('A11, T-20: a clock that is set two hours on signs nobody out, and costs one question', async ({ context }) => {
  // `page.clock` is the only way to set one page's clock. Its timers and its monotonic clock go on as they were.
  const page = await context.newPage();
  await page.clock.install();
  await signIn(page, account('ines'));
  await expectSignedIn(page, account('ines'));
  await page.getByRole('navigation').getByRole('link', { name: 'Note' }).click();
  await expect(badge(page)).toHaveText('Signed in');
  const calls = countCalls(context);
  await page.clock.setSystemTime(Date.now() + 2 * 60 * 60_000);
  // Input is looked at once in a while, and with it the clock.
  await expect
    .poll(async () => {
      await note(page).press('x');
      return calls('session.getStatus');
    }, untilWarning)
    .toBe(1);
  await expect(badge(page)).toHaveText('Signed in');
  await expect(ended(page)).toHaveCount(0);
  expect(calls('session.getStatus')).toBe(1);
  // By the server's clock the limit is where it was: the warning comes when it is due.
  await expect(warning(page)).toContainText(/0:[45]\d/u, untilWarning);
});

test('A14: offline, the page stays and says so; back online it recovers, and nobody was signed out', async ({
  context,
}) => {
  const page = await openNote(context, 'kept');
  await page.getByRole('navigation').getByRole('link', { name: 'Devices' }).click();
  const own = page.locator('[data-slot="session-row"][data-current]');
  await expect(own).toBeVisible();
  await context.setOffline(true);
  await expect(badge(page)).toHaveText('Offline');
  await expect(own).toBeVisible();
  await expect(page.getByText('You’re offline. This is the list from your last connection.')).toBeVisible();
  await expect(ended(page)).toHaveCount(0);

  await context.setOffline(false);
  await expect(badge(page)).toHaveText(/Signed in|Ends soon/u);
  await expect(page.getByText('You’re offline.')).toHaveCount(0);
  await expect(own).toBeVisible();
});

/** Stops every page's process as a sleeping laptop does: no timer runs, and the clocks go on. */
async function sendToSleep(browser: Browser): Promise<() => void> {
  const devtools = await browser.newBrowserCDPSession();
  const { processInfo } = await devtools.send('SystemInfo.getProcessInfo');
  const renderers = processInfo.filter(({ type }) => type === 'renderer');
  const signal = (name: 'SIGSTOP' | 'SIGCONT') => renderers.forEach(({ id }) => process.kill(id, name));
  signal('SIGSTOP');
  return () => signal('SIGCONT');
}
