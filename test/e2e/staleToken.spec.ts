/** A confirmation that the server doesn't count any more: it is asked for once more, with the reason (SPEC F10; R44). */
import { signInByCall } from './support/account';
import { account } from './support/demo';
import { expect, test } from './support/ownDemo';
import { begin, confirm, expectDone, expectStepUpPage, goOn, question } from './support/roleChange';

const ines = account('ines');
const minute = 60_000;

for (const [who, isKnownHere, calls] of [
  ['only the server knows of', false, ['STEP_UP_TOKEN_EXPIRED', 200]],
  ['the page knows of too', true, [200]],
] as const) {
  test(`F10, F11: an end of the confirmation that ${who} is told, asked about once more, and the role changes once`, async ({
    page,
    demo,
  }) => {
    await signInByCall(page.request, ines, { at: demo.origin });
    if (isKnownHere) await page.clock.install({ time: demo.now() });
    const newRole = await begin(page);
    await confirm(page, ines.password);
    await expect(question(page, newRole)).toBeVisible();

    await demo.moveClock(11 * minute);
    if (isKnownHere) await page.clock.fastForward(11 * minute);
    const answers: (number | string)[] = [];
    page.on('response', async (response) => {
      if (!response.url().includes('admin.changeUserRole')) return;
      answers.push(response.ok() ? 200 : (/STEP_UP\w+/u.exec(await response.text())?.[0] ?? response.status()));
    });
    await goOn(page).click();
    await expectStepUpPage(page);
    await expect(page.getByText('Your confirmation has expired.')).toBeVisible();

    await confirm(page, ines.password);
    await goOn(page).click();
    await expectDone(page, newRole);
    expect(answers).toEqual(calls);
  });
}
