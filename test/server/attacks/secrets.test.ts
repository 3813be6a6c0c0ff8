/**
 * Attack (R8, R84–R86): read a secret where it should not be: in a log line, an answer, an error, a row. And forge log
 * lines by what a client sends.
 */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { ada, grace, signIn, totpAt } from '../../support/server/accounts';
import type { Answer } from '../../support/server/createBrowser';
import { createTestServer, type TestServer, testKey } from '../../support/server/createTestServer';

let test: TestServer;
beforeAll(async () => {
  test = await createTestServer();
});
beforeEach(async () => {
  await test.reset();
  await test.server.users.createUser(ada);
  await test.server.users.createUser(grace);
});
afterAll(() => test.close());

describe('a whole run', () => {
  it('leaves no secret in any log line, answer or row', async () => {
    const answers: Answer[] = [];
    const browser = test.browser();
    const secrets = new Set<string>([ada.password, grace.password, grace.totpSecret, testKey, 'wrong-password']);
    const keep = async (answer: Promise<Answer>) => {
      answers.push(await answer);
      for (const value of browser.cookies.values()) secrets.add(value);
      return answer;
    };
    await keep(browser.call('auth.signIn', { identifier: grace.email, password: 'wrong-password' }));
    await keep(signIn(test, browser, grace));
    const code = totpAt(test.clock.now() + 30_000);
    await keep(browser.call('auth.requestPhoneOtp', { phone: ada.phone }));
    const text = test.outbox.texts[0]?.code ?? '';
    await keep(browser.call('auth.verifyPhoneOtp', { phone: ada.phone, code: `${text}9` }));
    await keep(browser.call('auth.verifyPhoneOtp', { phone: ada.phone, code: text }));
    for (const path of [
      'session.getStatus',
      'session.getSessions',
      'session.updateActivity',
      'session.revokeAllOtherSessions',
    ]) {
      await keep(browser.call(path));
    }
    await keep(browser.call('session.getSessions', { cursor: 'broken' }));
    await keep(browser.call('auth.signOut'));
    secrets.add(text);
    secrets.add(code);

    const tables = ['users', 'sessions', 'sign_in_challenges', 'phone_otps', 'rate_limits', 'security_events'];
    const dump = JSON.stringify(
      await Promise.all(tables.map((table) => test.rows(`SELECT * FROM session_security.${table}`))),
    );
    const hashes = await test.rows<{ h: string }>(
      'SELECT secret_hash h FROM session_security.sessions UNION SELECT password_hash FROM session_security.users',
    );
    expect(secrets.size).toBeGreaterThan(9);
    // Six digits can stand in any timestamp or hash by accident; longer ones can't.
    for (const secret of [...secrets].filter(({ length }) => length > 6)) expect(dump).not.toContain(secret);
    for (const secret of secrets) {
      for (const line of test.logLines) expect(line).not.toContain(secret);
      for (const { text: body } of answers) expect(body).not.toContain(secret);
    }
    const outside = [...test.logLines, ...answers.map(({ text: body }) => body)].join('\n');
    for (const { h } of hashes) expect(outside).not.toContain(h);
    expect(test.logLines.length).toBeGreaterThan(5);
    // Public handles are hashed in logs: a log reader should not be able to name sessions.
    for (const { id } of await test.rows<{ id: string }>('SELECT id FROM session_security.sessions')) {
      for (const line of test.logLines) expect(line).not.toContain(id);
    }
  });
});

describe('an unexpected error', () => {
  it('is answered with a general sentence and logged without its words, which quote the input', async () => {
    const broken = test.variant({
      users: {
        ...test.server.users,
        findByIdentifier: ({ value }) =>
          Promise.reject(
            new Error(`no row for ${value}`, {
              cause: Object.assign(new Error(`params: ${value}`), { code: '42P01' }),
            }),
          ),
      },
    });
    const { status, text, error } = await broken
      .browser()
      .call('auth.signIn', { identifier: ada.email, password: ada.password });
    expect(status).toBe(500);
    expect(error).toBeUndefined();
    expect(JSON.parse(text)).toEqual({
      error: {
        message: 'Something went wrong.',
        code: -32603,
        data: { code: 'INTERNAL_SERVER_ERROR', httpStatus: 500, path: 'auth.signIn' },
      },
    });
    const line = test.logLines.find((entry) => entry.includes('unexpected_error')) ?? '';
    expect(line).not.toContain(ada.email);
    expect(JSON.parse(line)).toMatchObject({
      level: 'error',
      path: 'auth.signIn',
      hint: expect.stringContaining('server.migrate()') as string,
      error: [{ name: 'Error' }, { name: 'Error', code: '42P01' }],
    });
  });

  it('of the input is answered without what was put in', async () => {
    const { text } = await test
      .browser()
      .call('auth.signIn', { identifier: 7, password: 'hunter2-hunter2', hunter3: true });
    expect(text).not.toMatch(/hunter/u);
    expect(JSON.parse(text)).toEqual({
      error: {
        message: 'Something was wrong with this request. Reload the page and try again.',
        code: -32600,
        data: {
          code: 'BAD_REQUEST',
          httpStatus: 400,
          path: 'auth.signIn',
          cause: {
            errorCode: 'INVALID_REQUEST',
            message: 'Something was wrong with this request. Reload the page and try again.',
            reason: 'input',
          },
        },
      },
    });
  });

  it('never carries a stack', async () => {
    const browser = test.browser();
    const answers = [
      await browser.call('session.getStatus'),
      await browser.call('session.nothing'),
      await browser.fetch('/api/trpc/'),
      await browser.call('session.getSessions', { limit: 1e9 }),
      await browser.fetch('/api/trpc/auth.signIn', { method: 'POST', body: '{' }),
    ];
    for (const { text, status } of answers) {
      expect(status).toBeGreaterThanOrEqual(400);
      expect(text).not.toMatch(/stack|node_modules|\.ts:/u);
    }
  });
});

describe('what clients send', () => {
  it.each(['a\u001b[2Jb', 'a\u0085b', 'a\u202eb', 'a\u2028b', 'a\u200bb'])(
    'cannot forge a log line: %j',
    async (text) => {
      const browser = test.browser({ userAgent: 'placeholder' });
      // Header values can't hold most of these; labels of a device can.
      await browser
        .call('auth.signIn', { identifier: ada.email, password: 'wrong', device: { deviceName: text } })
        .catch(() => {});
      await browser.call('auth.signIn', {
        identifier: ada.email,
        password: ada.password,
        device: { deviceName: text },
      });
      // oxlint-disable-next-line no-control-regex -- controls are what must not be there
      for (const line of test.logLines) expect(line).not.toMatch(/[\u0000-\u001f\u007f-\u009f\u2028-\u202e\u200b]/u);
    },
  );
});
