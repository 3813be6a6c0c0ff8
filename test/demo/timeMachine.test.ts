/** The demo's own routes over the real server: other limits for everybody, and a sign-out from elsewhere. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { definePolicy, policyPresets } from 'react-session-security/contract';
import { createOutbox } from 'react-session-security/server';
import { pgliteDriver } from 'react-session-security/server/pglite';
import { demoPolicy, shortLimits, withIdleLimits } from '../../demo/policy';
import { demoAccounts, type DemoAccount } from '../../demo/server/accounts';
import { createDemoRoutes } from '../../demo/server/createDemoRoutes';
import { createTimeMachine } from '../../demo/server/createTimeMachine';
import { seed } from '../../demo/server/seed';
import { signOutFromElsewhere } from '../../demo/server/signOutFromElsewhere';

const origin = 'http://localhost:5199';
const outbox = createOutbox();
const options = {
  database: pgliteDriver(),
  encryptionKey: Buffer.alloc(32, 'only for this test').toString('base64'),
  origins: [origin],
  policy: demoPolicy,
  sms: outbox.sms,
  notify: outbox.notify,
  log: { write: () => {} },
};
const timeMachine = createTimeMachine(options);
const routes = createDemoRoutes({ timeMachine, outbox, origin });

beforeAll(async () => {
  await timeMachine.server().migrate();
  await seed(timeMachine.server(), options, origin);
});
beforeEach(() => timeMachine.travel('usual'));
afterAll(() => timeMachine.server().close());

interface Sending {
  readonly cookie?: string;
  readonly body?: unknown;
  readonly method?: string;
  readonly header?: string;
}

function send(path: string, { cookie = '', body, method, header = '1' }: Sending = {}): Promise<Response> {
  return routes(
    new Request(`${origin}/api/${path}`, {
      method: method ?? (body === undefined ? 'GET' : 'POST'),
      headers: { origin, cookie, 'content-type': 'application/json', 'x-session-security': header },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    }),
    { remoteAddress: '127.0.0.1' },
  );
}

async function signIn(name: DemoAccount['id']): Promise<string> {
  const account = demoAccounts.find(({ id }) => id === name);
  const body = { identifier: account?.email, password: account?.password };
  const answer = await send('trpc/auth.signIn', { body });
  expect(answer.status).toBe(200);
  return answer.headers
    .getSetCookie()
    .map((line) => line.split(';')[0])
    .join('; ');
}

async function policyFor(cookie: string): Promise<unknown> {
  const answer = await send('trpc/session.getStatus', { cookie });
  const { result } = (await answer.json()) as { result: { data: { data: { policy: unknown } } } };
  return result.data.data.policy;
}

describe('the time machine', () => {
  it('holds everybody to short limits, sessions from before too, and to the usual ones again', async () => {
    const cookie = await signIn('ines');
    expect(await policyFor(cookie)).toMatchObject({ idleTimeoutMs: demoPolicy.session.idleTimeoutMs });
    expect(await (await send('demo/limits', { body: { limits: 'short' } })).json()).toEqual({ limits: 'short' });
    expect(await policyFor(cookie)).toMatchObject({
      idleTimeoutMs: shortLimits.idleMs,
      warnBeforeMs: shortLimits.warnMs,
    });
    await send('demo/limits', { body: { limits: 'usual' } });
    expect(await policyFor(cookie)).toMatchObject({ idleTimeoutMs: demoPolicy.session.idleTimeoutMs });
  });

  it('knows no other limits', async () => {
    expect((await send('demo/limits', { body: { limits: 'none' } })).status).toBe(400);
    expect(timeMachine.limits()).toBe('usual');
  });

  it('changes the idle limit and the heartbeat, and no other figure', () => {
    const before = definePolicy(demoPolicy);
    const after = definePolicy(withIdleLimits(demoPolicy, shortLimits));
    const { session, heartbeat } = after;
    expect({ ...after, session: before.session, heartbeat: before.heartbeat }).toEqual(before);
    expect({ ...session, idleTimeoutMs: 0, warnBeforeMs: 0 }).toEqual({
      ...before.session,
      idleTimeoutMs: 0,
      warnBeforeMs: 0,
    });
    expect(heartbeat.intervalMs).toBeLessThan(shortLimits.idleMs - shortLimits.warnMs);
    expect(heartbeat.minIntervalMs).toBeLessThan(policyPresets.consumer.heartbeat.minIntervalMs);
  });
});

describe('signing this device out from elsewhere', () => {
  it('is done by a real session, which leaves again', async () => {
    const cookie = await signIn('ines');
    expect((await send('demo/sign-out-from-elsewhere', { cookie, body: {} })).status).toBe(200);
    const refused = await send('trpc/session.getStatus', { cookie });
    expect(await refused.text()).toContain('SESSION_REVOKED');
    const after = await signIn('ines');
    const list = (await (await send('trpc/session.getSessions', { cookie: after })).json()) as {
      result: { data: { data: { sessions: { browser: string }[] } } };
    };
    expect(list.result.data.data.sessions.map(({ browser }) => browser)).not.toContain('Edge');
  });

  it('is not possible where a second factor would be asked for there', async () => {
    const userId = (await timeMachine.server().users.findByIdentifier({ kind: 'email', value: 'omar@demo.test' }))?.id;
    await expect(
      signOutFromElsewhere(timeMachine.server(), { sessionId: 'any', userId: userId ?? '' }, origin),
    ).rejects.toMatchObject({ errorCode: '2FA_REQUIRED' });
  });
});

describe('the note', () => {
  it('is kept for whoever is signed in, and for nobody else', async () => {
    const [ines, maya] = [await signIn('ines'), await signIn('maya')];
    await send('demo/note', { cookie: ines, method: 'PUT', body: { text: 'hers' } });
    expect(await (await send('demo/note', { cookie: ines })).json()).toEqual({ text: 'hers' });
    expect(await (await send('demo/note', { cookie: maya })).json()).toEqual({ text: '' });
    expect((await send('demo/note')).status).toBe(401);
  });

  it.each(['demo/note', 'demo/limits', 'demo/sign-out-from-elsewhere'])(
    '%s refuses who lacks the header that no cross-site page can send (R62)',
    async (path) => {
      const cookie = await signIn('ines');
      const answer = await send(path, { cookie, header: '', body: {} });
      expect(answer.status).toBe(403);
      expect(await answer.text()).toContain('CSRF_REJECTED');
    },
  );
});
