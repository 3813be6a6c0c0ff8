/** A session that is about to end, over real limits and the real server (SPEC A12). */
import { expect } from '@playwright/test';
import { badge, countCalls, note, openNote, openTab, test, untilWarning, warning } from '../support/limits';

test('A12, R3: “Stay signed in” by one key press extends both tabs, with one request', async ({ context }) => {
  const first = await openNote(context, 'one');
  const second = await openTab(context, 'two');
  for (const page of [first, second]) {
    await expect(warning(page)).toContainText(/You’ll be signed out in 0:\d\d/u, untilWarning);
    await expect(badge(page)).toHaveText('Ends soon');
  }
  const countdown = warning(first).getByRole('timer');
  const shown = await countdown.textContent();
  await expect(countdown).not.toHaveText(shown ?? '');

  const stay = warning(first).getByRole('button', { name: 'Stay signed in' });
  await stay.focus();
  const calls = countCalls(context);
  await first.keyboard.press('Enter');
  for (const page of [first, second]) {
    await expect(warning(page)).toContainText('You’re still signed in.');
    await expect(badge(page)).toHaveText('Signed in');
  }
  await expect(warning(first).getByRole('button')).toBeFocused();
  await expect(warning(second)).toHaveCount(0, { timeout: 10_000 });
  expect(calls('session.updateActivity')).toBe(1);
});

test('A12: typing in one tab takes the warning back in the other', async ({ context }) => {
  const first = await openNote(context, 'one');
  const second = await openTab(context, '');
  for (const page of [first, second]) await expect(warning(page)).toBeVisible(untilWarning);
  await note(first).press('x');
  for (const page of [first, second]) await expect(badge(page)).toHaveText('Signed in');
});
