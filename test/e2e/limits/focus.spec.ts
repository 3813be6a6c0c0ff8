/** Banners and whoever works with the keyboard: nothing is covered, and the focus goes nowhere by itself (SPEC A12; WCAG 2.4.11). */
import { expect, type Page } from '@playwright/test';
import { ended, note, openNote, test, untilEnd, untilWarning, warning } from '../support/limits';

test.use({ viewport: { width: 320, height: 640 } });
test.setTimeout(110_000);

test('A12: at 320 px no banner covers what has the focus, and the focus stays where it was', async ({ context }) => {
  const page = await openNote(context, 'a text with a caret in it');
  await note(page).evaluate((element: HTMLTextAreaElement) => element.setSelectionRange(7, 7));
  await watchFocus(page);

  await expect(warning(page)).toBeVisible(untilWarning);
  // Keys would take the warning back, so here each is given the focus.
  expect(await coveredByGivenFocus(page)).toEqual([]);
  await expect(note(page)).toBeFocused();

  await expect(ended(page)).toBeVisible(untilEnd);
  await expect(note(page)).toBeFocused();
  expect(await movedFocus(page)).toEqual([]);
  expect(await note(page).evaluate((element: HTMLTextAreaElement) => element.selectionStart)).toBe(7);

  const visited = await tabThrough(page);
  expect(visited.covered).toEqual([]);
  expect(visited.names).toContain('Sign in again');
  expect(visited.names).toContain('Sign out');
  expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(0);
});

declare global {
  interface Window {
    focusMoves: string[];
    isCovered(element: Element): boolean;
  }
}

/** Notes every move of the focus, and knows whether another element lies over one. */
function watchFocus(page: Page): Promise<void> {
  return page.evaluate(() => {
    window.focusMoves = [];
    document.addEventListener('focusin', ({ target }) => window.focusMoves.push((target as Element).tagName));
    window.isCovered = (element) => {
      const { left, right, top, bottom } = element.getBoundingClientRect();
      const points = [0.1, 0.5, 0.9].map(
        (part) => [left + (right - left) * part, top + (bottom - top) * part] as const,
      );
      return !points.some(([x, y]) => {
        const found = document.elementFromPoint(x, y);
        return found !== null && (element.contains(found) || found.contains(element));
      });
    };
  });
}

function movedFocus(page: Page): Promise<string[]> {
  return page.evaluate(() => window.focusMoves);
}

async function coveredByGivenFocus(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const before = document.activeElement as HTMLElement;
    const all = [...document.querySelectorAll<HTMLElement>('a[href], button, input, select, textarea')];
    const covered = all.filter((element) => {
      element.focus();
      return window.isCovered(element);
    });
    before.focus();
    window.focusMoves = [];
    return covered.map(({ textContent }) => textContent);
  });
}

/** Once around, from the start of the page to its end. */
async function tabThrough(page: Page): Promise<{ readonly names: string[]; readonly covered: string[] }> {
  const names: string[] = [];
  const covered: string[] = [];
  await page.locator('.brand').focus();
  for (;;) {
    const { name, isCovered, isOver } = await page.evaluate(() => {
      const element = document.activeElement ?? document.body;
      return { name: element.textContent, isCovered: window.isCovered(element), isOver: element === document.body };
    });
    if (isOver) return { names, covered };
    names.push(name);
    if (isCovered) covered.push(name);
    await page.keyboard.press('Tab');
  }
}
