/** Actions that wait for a confirmation (F10, F11; R71–R74): once, in time, this user's, from this tab, and nothing secret. */
import { describe, expect, it } from 'vitest';
import { pendingActionTtlMs, provenActionTtlMs } from '../../../src/engine/proof/createPendingActions';
import type { NewPendingAction } from '../../../src/engine/proof/PendingAction';
import { secretNames } from '../../support/secretNames';
import { simulatePendingTabs } from '../../support/engine/simulatePendingTabs';

const promote: NewPendingAction = {
  name: 'users.promote',
  actionType: 'role_change',
  parameters: { userId: 'usr_7', newRole: 'admin' },
  returnTo: '/admin/users?page=2',
  parametersDigest: 'd'.repeat(64),
  because: 'STEP_UP_TOKEN_EXPIRED',
};
/** After the step-up page has asked, there is no reason to ask any more. */
const answered: NewPendingAction = { ...promote, because: undefined };
const key = 'app:pending';

function setUp(options?: Parameters<typeof simulatePendingTabs>[0]) {
  const browser = simulatePendingTabs(options);
  const tab = browser.open();
  const token = { token: 'a'.repeat(64), expiresAt: browser.clock.now() + 60_000 };
  return { ...browser, ...tab, tab, token };
}

describe('a pending action', () => {
  it('comes back as it was put aside, once', async () => {
    const { pending } = setUp();
    const id = pending.put(promote);
    expect(pending.peek(id)).toEqual({ id, ...promote });
    await expect(pending.take(id)).resolves.toEqual({ action: { id, ...promote } });
    await expect(pending.take(id)).resolves.toBeUndefined();
    expect(pending.peek(id)).toBeUndefined();
  });

  it('is there after a reload of its tab', () => {
    const { pending, tab } = setUp();
    const id = pending.put(promote);
    expect(tab.reload().pending.peek(id)).toEqual({ id, ...promote });
  });

  it('is gone after ten minutes, and where the clock was set back behind it', async () => {
    const { pending, clock } = setUp();
    const id = pending.put(promote);
    clock.advance(pendingActionTtlMs - 1);
    expect(pending.peek(id)).toBeDefined();
    clock.advance(1);
    expect(pending.peek(id)).toBeUndefined();
    const other = pending.put(promote);
    clock.setNow(clock.now() - 1000);
    await expect(pending.take(other)).resolves.toBeUndefined();
  });

  it('waits from its proof on as long as its token and ten minutes more, so that who is late is asked again (F11)', () => {
    const { pending, clock, tab } = setUp();
    const id = pending.put(promote);
    clock.advance(pendingActionTtlMs - 1);
    pending.keepToken(id, { token: 'a'.repeat(64), expiresAt: clock.now() + pendingActionTtlMs });
    const lapsesAt = clock.now() + provenActionTtlMs;
    clock.advance(provenActionTtlMs - 1);
    expect(tab.reload().pending.list()).toMatchObject([{ id, lapsesAt }]);
    clock.advance(1);
    expect(pending.list()).toEqual([]);
  });

  it('keeps no target outside the origin (R70)', async () => {
    const { pending } = setUp();
    const taken = await pending.take(pending.put({ ...promote, returnTo: '//evil.com' }));
    expect(taken?.action.returnTo).toBe('/');
  });

  it('leaves nothing behind at sign-out, and touches nothing of others', () => {
    const { pending, items } = setUp();
    items.set('somebody:else', '1');
    pending.put(promote);
    pending.put(promote, 'prompt');
    pending.clear();
    expect([...items.keys()]).toEqual(['somebody:else']);
  });

  it('makes room for new ones: of nine the oldest is gone', () => {
    const { pending } = setUp();
    const ids = Array.from({ length: 9 }, () => pending.put(promote));
    expect(ids.map((id) => pending.peek(id) !== undefined)).toEqual([false, ...Array<boolean>(8).fill(true)]);
  });

  it.each<[object, string]>([
    ...[...secretNames, 'paymentToken', 'authorization', 'credentials', 'PassWord'].map((name): [object, string] => [
      { [name]: 'x' },
      `parameters.${name}`,
    ]),
    [{ nested: { newPassword: 'hunter2' } }, 'parameters.nested.newPassword'],
    [{ list: [{ stepUpToken: 'x' }] }, 'parameters.list.0.stepUpToken'],
  ])('is refused with a secret in it: %j', (parameters, path) => {
    const { pending, items } = setUp();
    expect(() => pending.put({ ...promote, parameters })).toThrow(path);
    expect(items.size).toBe(0);
  });

  it('is refused when it is too long, is no JSON, or has no name', () => {
    const { pending, items } = setUp();
    expect(() => pending.put({ ...promote, parameters: { text: 'x'.repeat(5000) } })).toThrow(/longer than 4096/);
    expect(() => pending.put({ ...promote, name: 'a b<script>' })).toThrow(TypeError);
    const circle: { self?: unknown } = {};
    circle.self = circle;
    for (const parameters of [{ ids: new Set(['a']) }, { run: () => 1 }, 1n, circle]) {
      expect(() => pending.put({ ...promote, parameters })).toThrow(TypeError);
    }
    expect(items.size).toBe(0);
  });
});

describe('what may go on', () => {
  it('is what the step-up page has confirmed, newest first; not what is still on the way there', () => {
    const { pending, token } = setUp();
    const first = pending.put(promote);
    const second = pending.put(promote);
    pending.put(promote);
    expect(pending.list()).toEqual([]);
    expect(pending.keepToken(first, token)).toBe(true);
    expect(pending.keepToken(second, token)).toBe(true);
    expect(pending.list().map(({ id, isProven }) => [id, isProven])).toEqual([
      [second, true],
      [first, true],
    ]);
  });

  it('is what was being asked about when the page was loaded anew, and not before', () => {
    const { pending, tab } = setUp();
    const id = pending.put(promote, 'prompt');
    expect(pending.list()).toEqual([]);
    expect(tab.reload().pending.list()).toMatchObject([{ id, ...promote, isProven: false }]);
  });

  it('is nothing that was discarded, in a duplicated tab either', () => {
    const { pending, tab } = setUp();
    const id = pending.put(promote, 'prompt');
    const other = tab.duplicate();
    pending.discard(id);
    expect(other.pending.list()).toEqual([]);
    expect(other.items.has(key)).toBe(false);
  });

  it('tells whoever listens of every change', () => {
    const { pending, token } = setUp();
    let told = 0;
    const stop = pending.subscribe(() => (told += 1));
    const id = pending.put(promote);
    pending.keepToken(id, token);
    pending.discard(id);
    pending.clear();
    stop();
    pending.put(promote);
    expect(told).toBe(4);
  });
});

describe('the token that the step-up page earned (F11)', () => {
  it('goes along with the action, and is nowhere afterwards (R43)', async () => {
    const { pending, items, shared, token } = setUp();
    const id = pending.put(promote);
    pending.keepToken(id, token);
    expect([...items.values(), ...shared.items.values()].join()).not.toContain(token.token);
    await expect(pending.take(id)).resolves.toEqual({ action: { id, ...answered }, stepUpToken: token });
    expect([...items.values(), ...shared.items.values()].join()).not.toContain(token.token);
  });

  it('is in memory: another document has the action without it', async () => {
    const { pending, tab, token } = setUp();
    const id = pending.put(promote);
    pending.keepToken(id, token);
    const { pending: next } = tab.reload();
    expect(next.list()).toMatchObject([{ id, isProven: false }]);
    await expect(next.take(id)).resolves.toEqual({ action: { id, ...answered } });
  });

  it('outlives the document where the application chose so, until it is taken', async () => {
    const { pending, tab, items, token } = setUp({ keepsTokensInStorage: true });
    const id = pending.put(promote);
    pending.keepToken(id, token);
    const { pending: next } = tab.reload();
    expect(next.list()).toMatchObject([{ id, isProven: true }]);
    await expect(next.take(id)).resolves.toMatchObject({ stepUpToken: token });
    expect([...items.values()].join()).not.toContain(token.token);
  });

  it.each([false, true])('is dropped when it expires, and at sign-out (in the storage: %s)', async (inStorage) => {
    const { pending, items, clock, token } = setUp({ keepsTokensInStorage: inStorage });
    const id = pending.put(promote);
    pending.keepToken(id, token);
    expect(items.get(key)?.includes(token.token)).toBe(inStorage);
    clock.advance(60_000);
    expect(pending.list()).toMatchObject([{ isProven: false, because: 'STEP_UP_TOKEN_EXPIRED' }]);
    expect(items.get(key)).toContain('STEP_UP_TOKEN_EXPIRED');
    expect(items.get(key)).not.toContain(token.token);
    const taken = await pending.take(id);
    expect(taken).toEqual({ action: { id, ...promote, because: 'STEP_UP_TOKEN_EXPIRED' } });
    const other = pending.put(promote);
    pending.keepToken(other, { ...token, expiresAt: clock.now() + 60_000 });
    pending.clear();
    expect(items.size).toBe(0);
    expect(pending.list()).toEqual([]);
  });

  it('is taken for an action that waits, and of the right form, only', () => {
    const { pending, clock, token } = setUp();
    const id = pending.put(promote);
    expect(pending.keepToken('id-that-nobody-made', token)).toBe(false);
    expect(pending.keepToken(id, { ...token, token: 'short' })).toBe(false);
    expect(pending.keepToken(id, { ...token, expiresAt: clock.now() })).toBe(false);
    expect(pending.list()).toEqual([]);
  });
});

describe('taking', () => {
  it('succeeds once of two at once in a tab, as StrictMode and a double click have it', async () => {
    const { pending } = setUp();
    const id = pending.put(promote);
    const both = await Promise.all([pending.take(id), pending.take(id)]);
    expect(both.filter((taken) => taken !== undefined)).toHaveLength(1);
  });

  it('succeeds once of a tab and its duplicates, which have a copy of everything', async () => {
    const { pending, tab, token } = setUp({ keepsTokensInStorage: true });
    const id = pending.put(promote);
    pending.keepToken(id, token);
    const tabs = [tab, tab.duplicate(), tab.duplicate()];
    const all = await Promise.all(tabs.map((one) => one.pending.take(id)));
    expect(all.filter((taken) => taken !== undefined)).toHaveLength(1);
    expect(tabs.map((one) => one.pending.peek(id))).toEqual([undefined, undefined, undefined]);
    expect(tabs.flatMap(({ items }) => [...items.values()]).join()).not.toContain(token.token);
  });

  it('waits for a tab that is at it, five seconds at most, and then leaves it: later is better than twice', async () => {
    const { pending, locks, clock } = setUp();
    const id = pending.put(promote);
    let letGo = (): void => {};
    const held = locks.managerOf({}).request(`app:pending.${id}`, {}, () => new Promise((done) => (letGo = done)));
    const taken = pending.take(id);
    clock.advance(5000);
    await expect(taken).resolves.toBeUndefined();
    letGo();
    await held;
    await expect(pending.take(id)).resolves.toBeDefined();
  });

  it('succeeds never later, in a duplicate that slept through it', async () => {
    const { pending, tab, clock, token } = setUp();
    const id = pending.put(promote);
    pending.keepToken(id, token);
    const sleeper = tab.duplicate();
    await pending.take(id);
    for (let more = 0; more < 10; more += 1) await pending.take(pending.put(promote));
    clock.advance(provenActionTtlMs - 1);
    await expect(sleeper.pending.take(id)).resolves.toBeUndefined();
  });
});

describe('another user', () => {
  it('finds nothing of the one before, and it is gone then', () => {
    const { pending, user, items } = setUp();
    const id = pending.put(promote);
    user.id = 'usr_eve';
    expect(pending.peek(id)).toBeUndefined();
    expect(items.has(key)).toBe(false);
    user.id = 'usr_ada';
    expect(pending.peek(id)).toBeUndefined();
  });

  it('is shown nothing while nobody can tell who is signed in; it waits', () => {
    const { pending, user } = setUp();
    const id = pending.put(promote);
    user.id = undefined;
    expect(pending.peek(id)).toBeUndefined();
    user.id = 'usr_ada';
    expect(pending.peek(id)).toBeDefined();
  });

  it('gets nothing that was put aside by nobody knows whom', () => {
    const { pending, user } = setUp();
    user.id = undefined;
    const id = pending.put(promote);
    expect(pending.peek(id)).toBeDefined();
    user.id = 'usr_eve';
    expect(pending.peek(id)).toBeUndefined();
  });
});

describe('what was planted (R72)', () => {
  const id = 'planted-by-somebody-1';
  const { clock, user } = setUp();
  const sound = { id, ...promote, stage: 'proven', userId: user.id, at: clock.now() };

  it('is taken for what it says where it is sound: the tests below differ from it by one thing each', () => {
    const { pending, items } = setUp();
    items.set(key, JSON.stringify([sound]));
    expect(pending.peek(id)).toEqual({ id, ...promote });
  });

  it.each([
    ['an id of another form', [{ ...sound, id: 'x' }]],
    ['no list', sound],
    ['an action that nobody knows', [{ ...sound, actionType: 'rm_rf' }]],
    ['a name that is code', [{ ...sound, name: 'alert(1)' }]],
    ['a stage that nobody knows', [{ ...sound, stage: 'approved' }]],
    ['no time', [{ ...sound, at: undefined }]],
    ['a time to come', [{ ...sound, at: clock.now() + 60_000 }]],
    ['a user who is no text', [{ ...sound, userId: { id: 'usr_ada' } }]],
    ['another user', [{ ...sound, userId: 'usr_eve' }]],
    ['nobody', [{ ...sound, userId: undefined }]],
    ['too much', [{ ...sound, parameters: 'x'.repeat(40_000) }]],
    ['after eight others', [{}, {}, {}, {}, {}, {}, {}, {}, sound]],
  ])('is dropped: %s', async (_, planted) => {
    const { pending, items } = setUp();
    items.set(key, JSON.stringify(planted));
    expect(pending.peek(id)).toBeUndefined();
    expect(pending.list()).toEqual([]);
    await expect(pending.take(id)).resolves.toBeUndefined();
  });

  it('is dropped where it is no JSON', () => {
    const { pending, items } = setUp();
    items.set(key, '[{');
    expect(pending.list()).toEqual([]);
  });

  it('brings no token of another form, and no target of another origin', async () => {
    const { pending, items } = setUp();
    const expiresAt = clock.now() + 60_000;
    items.set(key, JSON.stringify([{ ...sound, returnTo: 'https://evil.com', token: { token: 'x', expiresAt } }]));
    const taken = await pending.take(id);
    expect(taken).not.toHaveProperty('stepUpToken');
    expect(taken?.action.returnTo).toBe('/');
  });

  it.each([undefined, null, 7, '', '../../etc', '__proto__', 'x'.repeat(65), { toString: () => id }])(
    'is not found under %j',
    async (asked) => {
      const { pending, items } = setUp();
      items.set(key, JSON.stringify([sound]));
      expect(pending.peek(asked)).toBeUndefined();
      await expect(pending.take(asked)).resolves.toBeUndefined();
    },
  );

  it('reaches no prototype (R73)', async () => {
    const { pending, items } = setUp();
    const hostile = '{"__proto__":{"isAdmin":true},"x":{"constructor":{"prototype":{"isAdmin":true}}}}';
    items.set(key, JSON.stringify([{ ...sound, parameters: '?' }]).replace('"?"', hostile));
    const { parameters } = (await pending.take(id))?.action ?? {};
    expect(parameters).toEqual({ x: {} });
    expect(Object.assign({}, parameters as object)).not.toHaveProperty('isAdmin');
  });
});

describe('where the storage is blocked (R74)', () => {
  it('keeps actions until the page is left, and throws nothing', async () => {
    const { pending, tab } = setUp({ isBlocked: true });
    const id = pending.put(promote);
    expect(tab.reload().pending.peek(id)).toBeUndefined();
    await expect(pending.take(id)).resolves.toEqual({ action: { id, ...promote } });
    expect(() => pending.clear()).not.toThrow();
  });
});
