/**
 * Attack (T33, T35): text that means something to the language behind the form. A platform hint named `__proto__`
 * turned right passwords into a 500 that left no record, and wrong ones into a 401: an oracle. Lone surrogates are
 * all one in UTF-8, so that one password would stand for many.
 */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { ada } from '../../support/server/accounts';
import { createTestServer, type TestServer } from '../../support/server/createTestServer';

let test: TestServer;
beforeAll(async () => {
  test = await createTestServer();
});
beforeEach(async () => {
  await test.reset();
  await test.server.users.createUser(ada);
});
afterAll(() => test.close());

describe('a name that every JavaScript object answers to', () => {
  it.each(['__proto__', 'constructor', 'toString', 'valueOf', 'hasOwnProperty'])(
    'as client hint or registration is only text at sign-in: %s',
    async (name) => {
      const { status, error } = await test
        .browser()
        .call(
          'auth.signIn',
          { identifier: ada.email, password: ada.password, device: { platform: name, deviceName: name } },
          { 'sec-ch-ua-platform': `"${name}"`, 'sec-ch-ua': `"${name}";v="1"`, 'sec-ch-ua-model': `"${name}"` },
        );
      expect([status, error]).toEqual([200, undefined]);
    },
  );

  it.each(['__proto__', 'constructor', 'session.__proto__', 'session.constructor', 'session.getStatus.toString'])(
    'is no procedure: %s',
    async (path) => {
      const { status, error } = await test.browser().fetch(`/api/trpc/${path}`, { method: 'POST', body: '{}' });
      expect(status).toBe(404);
      expect(error).toMatchObject({ errorCode: 'INVALID_REQUEST', reason: 'path' });
    },
  );
});

describe('a password with half a character', () => {
  it.each(['\ud800', '\udc00', `${ada.password}\ud83d`, '\udd8a\ud83e'])('is refused unread: %j', async (password) => {
    const { status, error } = await test.browser().call('auth.signIn', { identifier: ada.email, password });
    expect(status).toBe(400);
    expect(error).toMatchObject({ errorCode: 'INVALID_REQUEST', reason: 'input' });
    expect(test.hasher.verified).toBe(0);
  });

  it('is not one with a whole character outside the basic plane', async () => {
    const { status } = await test.browser().call('auth.signIn', { identifier: ada.email, password: 'fox 🦊 fox' });
    expect(status).toBe(401);
  });
});
