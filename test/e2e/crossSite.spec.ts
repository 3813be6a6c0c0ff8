/**
 * The attack: a page on another site makes the victim's browser post to the session API. A form can send multipart,
 * text and urlencoded bodies without asking first; tRPC alone would run input-less mutations from them (T3).
 */
import { expect, test } from '@playwright/test';
import { account, expectSignedIn, origin, signIn } from './support/demo';

for (const enctype of ['multipart/form-data', 'text/plain', 'application/x-www-form-urlencoded']) {
  test(`a cross-site ${enctype} form ends no session`, async ({ page, context }) => {
    await signIn(page, account('maya'));
    await expectSignedIn(page, account('maya'));
    const before = await liveSessions(page);

    await context.route('https://attacker.example/**', (route) =>
      route.fulfill({
        contentType: 'text/html',
        body: `<form method="post" enctype="${enctype}" action="${origin}/api/trpc/session.revokeAllOtherSessions"><input name="a" value="b"></form>`,
      }),
    );
    const attacker = await context.newPage();
    await attacker.goto('https://attacker.example/');
    const answered = attacker.waitForResponse(/revokeAllOtherSessions/u);
    await attacker.evaluate('document.forms[0].submit()');
    expect((await answered).status()).toBe(403);

    expect(await liveSessions(page)).toBe(before);
    expect(before).toBeGreaterThan(1);
  });
}

async function liveSessions(page: import('@playwright/test').Page): Promise<number> {
  return page.evaluate(async () => {
    const answer = await fetch('/api/trpc/session.getSessions', { headers: { 'x-session-security': '1' } });
    const body = (await answer.json()) as { result: { data: { data: { totalCount: number } } } };
    return body.result.data.data.totalCount;
  });
}
