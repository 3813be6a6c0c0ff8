/** Backup codes (R37): ten, shown once, each good once. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { ada, signIn, totpAt } from '../../support/server/accounts';
import type { Browser } from '../../support/server/createBrowser';
import { createTestServer, type TestServer } from '../../support/server/createTestServer';
import { codeOf, enrolTotp, stepUp } from '../../support/server/factors';

let test: TestServer;
let browser: Browser;
let factor: Awaited<ReturnType<typeof enrolTotp>>;
beforeAll(async () => {
  test = await createTestServer();
});
beforeEach(async () => {
  await test.reset();
  test.clock.setNow(Date.UTC(2026, 10, 21, 9, 0, 5));
  await test.server.users.createUser(ada);
  browser = test.browser();
  await signIn(test, browser);
  factor = await enrolTotp(test, browser, ada);
});
afterAll(() => test.close());

const first = () => factor.backupCodes[0] ?? '';
/** One with a digit that looks like a letter, if there is one among the ten. */
const ambiguous = () => factor.backupCodes.find((code) => /[01]/u.test(code)) ?? first();
const use = (code: string) => stepUp(browser, { method: 'backup_code', code });
const regenerate = async () => {
  const stepUpToken = await stepUp(browser, { method: 'totp', code: totpAt(test.clock.now(), factor.secret) });
  return browser.call('auth.regenerateBackupCodes', { stepUpToken });
};
const kept = async () => (await browser.call('auth.getSecondFactors')).data['backupCodes'];

describe('backup codes', () => {
  it('are ten different ones of 50 bits', () => {
    expect(new Set(factor.backupCodes).size).toBe(10);
    for (const code of factor.backupCodes) expect(code).toMatch(/^[0-9A-HJKMNP-TV-Z]{5}-[0-9A-HJKMNP-TV-Z]{5}$/u);
  });

  it('stand in for the second factor once each, and are counted', async () => {
    expect(await kept()).toMatchObject({ remaining: 10 });
    await use(first());
    expect(await kept()).toMatchObject({ remaining: 9 });
    await expect(use(first())).rejects.toThrow('INVALID_2FA_CODE');
    expect(await kept()).toMatchObject({ remaining: 9 });
  });

  it('are not used without their owner hearing of it (R41)', async () => {
    const heard = () => test.outbox.notices.filter(({ type }) => type === 'backup_code_used').length;
    await expect(use('AAAAA-AAAAA')).rejects.toThrow('INVALID_2FA_CODE');
    expect(heard()).toBe(0);
    await use(first());
    await expect.poll(heard).toBe(1);
  });

  it.each([
    ['in small letters', (code: string) => code.toLowerCase()],
    ['without the dash', (code: string) => code.replace('-', '')],
    ['with a space and a line break', (code: string) => ` ${code.replace('-', ' ')}\n`],
    ['with letters for the digits that look like them', (code: string) => code.replace(/0/gu, 'o').replace(/1/gu, 'l')],
    [
      'in full width',
      (code: string) => code.replace(/[0-9A-Z]/gu, (c) => String.fromCodePoint(c.charCodeAt(0) + 0xfee0)),
    ],
  ])('are read when they are typed %s', async (_, write) => {
    expect(await use(write(ambiguous()))).toMatch(/^[0-9a-f]{64}$/u);
  });

  it.each(['', '000000', 'AAAAA-AAAAA', 'A'.repeat(64), "' OR 1=1 --"])('are not accepted as %j', async (code) => {
    await expect(use(code)).rejects.toThrow(/INVALID/u);
  });

  it('of another user are worth nothing', async () => {
    await test.server.users.createUser({ ...ada, id: 'user-twin', email: 'twin@example.com', phone: '+442079460959' });
    const twin = test.browser();
    await signIn(test, twin, { ...ada, email: 'twin@example.com' } as unknown as typeof ada);
    await enrolTotp(test, twin, ada);
    await expect(stepUp(twin, { method: 'backup_code', code: first() })).rejects.toThrow('INVALID_2FA_CODE');
  });

  it('are made anew on request, and the old ones are void', async () => {
    const { data } = await regenerate();
    const fresh = data['backupCodes'] as string[];
    expect(fresh).toHaveLength(10);
    expect(fresh).not.toContain(first());
    expect(await test.rows('SELECT code_hash FROM session_security.backup_codes')).toHaveLength(10);
    await expect(use(first())).rejects.toThrow('INVALID_2FA_CODE');
    await use(fresh[0] ?? '');
  });

  it('made anew are not held responsible for what was guessed at the old ones, which were disabled by it', async () => {
    await test.rows(
      `INSERT INTO session_security.second_factor_states VALUES ('${ada.id}', 'backup_code', 100, NULL, NULL)`,
    );
    await expect(use(first())).rejects.toThrow('second_factor_locked');
    const { data } = await regenerate();
    await use((data['backupCodes'] as string[])[0] ?? '');
  });

  it('are kept as hashes with a salt, and leave no trace in logs', async () => {
    await use(first());
    const stored = JSON.stringify([
      await test.rows('SELECT * FROM session_security.backup_codes'),
      await test.rows('SELECT * FROM session_security.security_events'),
      test.logLines,
    ]);
    for (const code of factor.backupCodes) {
      expect(stored).not.toContain(code);
      expect(stored).not.toContain(code.replace('-', ''));
    }
    const salts = await test.rows<{ salt: string }>('SELECT DISTINCT salt FROM session_security.backup_codes');
    expect(salts).toHaveLength(1);
    await regenerate();
    expect(await test.rows('SELECT DISTINCT salt FROM session_security.backup_codes')).not.toEqual(salts);
  });

  it('are not for users without a second factor', async () => {
    const code = totpAt(test.clock.now(), factor.secret);
    await browser.call('auth.disableTwoFactor', { stepUpToken: await stepUp(browser, { method: 'totp', code }) });
    const answer = await browser.call('auth.regenerateBackupCodes', { stepUpToken: await stepUp(browser, ada) });
    expect(codeOf(answer)).toBe('TWO_FA_NOT_ENABLED');
    expect(await kept()).toEqual({ remaining: 0, generatedAt: null });
  });
});
