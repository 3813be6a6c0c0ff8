/** One person on three devices: what each sees, and what ending one does to the others. */
import AxeBuilder from '@axe-core/playwright';
import { type Browser, expect, type Locator, type Page, test } from '@playwright/test';
import { account, call, expectSignedIn, signIn } from './support/demo';

const windows =
  'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36';
const mac =
  'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36 Edg/142.0.0.0';
const iPhone =
  'Mozilla/5.0 (iPhone; CPU iPhone OS 18_6 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/26.1 Mobile/15E148 Safari/604.1';

test('three devices are listed, ended one by one and all at once', async ({ browser }) => {
  const ines = account('ines');
  const first = await openOn(browser, windows);
  await signIn(first, ines);
  await expectSignedIn(first, ines);
  await endOthers(first);

  const second = await openOn(browser, mac);
  await signIn(second, ines);
  await expectSignedIn(second, ines);
  const phone = await call('auth.signIn', {
    userAgent: iPhone,
    input: { identifier: ines.email, password: ines.password },
  });
  expect(phone.status).toBe(200);

  await first.reload();
  await expect(rows(first)).toHaveCount(3);
  await expect(current(first)).toContainText('Chrome on Windows');
  await expectDevice(current(first), 'Computer', ['Chrome', 'Windows']);
  await expectDevice(row(first, 'Edge on macOS'), 'Computer', ['Edge', 'macOS']);
  await expectDevice(row(first, 'Safari on iPhone'), 'Phone', ['Safari', 'iOS']);

  await row(first, 'Safari on iPhone')
    .getByRole('button', { name: /^Sign out/u })
    .click();
  const question = first.getByRole('alertdialog', { name: /Safari on iPhone/u });
  await expect(question.getByRole('button', { name: 'Cancel' })).toBeFocused();
  await question.getByRole('button', { name: 'Sign out' }).click();
  await expect(rows(first)).toHaveCount(2);
  await expect(first.getByRole('status').filter({ hasText: 'was signed out' })).toBeAttached();

  const refused = await call('session.getStatus', { userAgent: iPhone, cookie: phone.cookie });
  expect(refused).toMatchObject({ status: 401, errorCode: 'SESSION_REVOKED' });

  await endOthers(first);
  await expect(first.getByText('Only this device')).toBeVisible();
  await second.reload();
  await expect(second.getByRole('heading', { name: /^Sign in/u })).toBeVisible();

  await first.getByRole('region', { name: 'Who you are' }).getByRole('button', { name: 'Sign out' }).click();
  await expect(first.getByRole('heading', { name: /^Sign in/u })).toBeVisible();
  await first.goBack();
  await expect(first.getByRole('heading', { name: /^Sign in/u })).toBeVisible();
  await expect(rows(first)).toHaveCount(0);
});

test('a device that was signed out elsewhere says so as soon as it asks again', async ({ browser }) => {
  const ines = account('ines');
  const first = await openOn(browser, windows);
  const second = await openOn(browser, mac);
  await signIn(first, ines);
  await expectSignedIn(first, ines);
  await signIn(second, ines);
  await expectSignedIn(second, ines);
  await first.reload();
  await endOthers(first);

  await second.getByRole('button', { name: 'Sign out all others' }).click();
  await second
    .getByRole('alertdialog')
    .getByRole('button', { name: /^Sign out/u })
    .click();
  await expect(second.locator('[data-slot="session-ended"]')).toContainText('This device was signed out');
});

test('the connection breaks in the middle: the list stays, the row says so, and trying again works', async ({
  browser,
}) => {
  const ines = account('ines');
  const page = await openOn(browser, windows);
  await signIn(page, ines);
  await expectSignedIn(page, ines);
  await call('auth.signIn', { userAgent: iPhone, input: { identifier: ines.email, password: ines.password } });
  await page.reload();
  const phone = row(page, 'Safari on iPhone').first();
  await expect(phone).toBeVisible();

  await page.route(/revokeSession/u, (route) => route.abort('connectionreset'));
  await phone.getByRole('button', { name: /^Sign out/u }).click();
  await page.getByRole('alertdialog').getByRole('button', { name: 'Sign out' }).click();
  await expect(phone.getByRole('alert')).not.toBeEmpty();
  await expect(current(page)).toBeVisible();

  await page.unroute(/revokeSession/u);
  await phone.getByRole('button', { name: /^Try again/u }).click();
  await expect(row(page, 'Safari on iPhone')).toHaveCount(0);
});

test('keyboard only: to a device, into its question, out with Escape, and back on the button', async ({ browser }) => {
  const maya = account('maya');
  const page = await openOn(browser, windows);
  await call('auth.signIn', { userAgent: iPhone, input: { identifier: maya.email, password: maya.password } });
  await signIn(page, maya);
  await expectSignedIn(page, maya);
  const button = row(page, 'Safari on iPhone')
    .first()
    .getByRole('button', { name: /^Sign out/u });
  await expect(button).toBeVisible();
  await page.locator('body').press('Home');
  await expect
    .poll(
      async () => {
        await page.keyboard.press('Tab');
        return button.evaluate((element) => element === document.activeElement);
      },
      { intervals: [20] },
    )
    .toBe(true);
  await page.keyboard.press('Enter');
  await expect(page.getByRole('alertdialog').getByRole('button', { name: 'Cancel' })).toBeFocused();
  await page.keyboard.press('Escape');
  await expect(page.getByRole('alertdialog')).toHaveCount(0);
  await expect(button).toBeFocused();
});

for (const [name, options] of [
  ['light', { colorScheme: 'light' }],
  ['dark', { colorScheme: 'dark' }],
  ['320 px', { viewport: { width: 320, height: 800 } }],
] as const) {
  test(`${name}: axe finds nothing and nothing scrolls sideways`, async ({ browser }) => {
    // Colours on their way from one to the next are nobody's design.
    const page = await openOn(browser, windows, { reducedMotion: 'reduce', ...options });
    await signIn(page, account('maya'));
    await expectSignedIn(page, account('maya'));
    await expect(current(page)).toBeVisible();
    for (const path of ['/', '/note', '/time-machine', '/outbox', '/sign-in']) {
      await page.goto(path);
      await expect(
        page
          .getByRole('heading', { level: 1 })
          .or(page.getByRole('heading', { level: 2 }))
          .first(),
      ).toBeVisible();
      expect((await new AxeBuilder({ page }).analyze()).violations).toEqual([]);
      expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(0);
    }
  });
}

type ContextOptions = Parameters<Browser['newContext']>[0];

async function openOn(browser: Browser, userAgent: string, options: ContextOptions = {}): Promise<Page> {
  const context = await browser.newContext({ userAgent, ...options });
  return context.newPage();
}

function rows(page: Page) {
  return page.locator('[data-slot="session-row"]');
}

function row(page: Page, device: string) {
  return rows(page).filter({ hasText: device });
}

function current(page: Page) {
  return page.locator('[data-slot="session-row"][data-current]');
}

/** Device type, browser and operating system, as the row and its details say them. */
async function expectDevice(device: Locator, type: string, software: readonly [string, string]): Promise<void> {
  await expect(device.locator('[data-slot="device-icon"]')).toHaveText(type);
  await device.getByRole('button', { name: /^Details of/u }).click();
  const fact = device
    .locator('dl > div')
    .filter({ has: device.page().getByText('Browser and system', { exact: true }) });
  // Each name is isolated, so that one in another direction can't turn the sentence around.
  const [browser, os] = software.map((name) => `\u2068?${name}\u2069?`);
  await expect(fact.locator('dd')).toHaveText(new RegExp(`^${browser} on ${os}$`, 'u'));
}

async function endOthers(page: Page): Promise<void> {
  const all = page.getByRole('button', { name: 'Sign out all others' });
  await expect(current(page)).toBeVisible();
  if (!(await all.isVisible())) return;
  await all.click();
  await page
    .getByRole('alertdialog')
    .getByRole('button', { name: /^Sign out/u })
    .click();
  await expect(rows(page)).toHaveCount(1);
}
