/** Actions that wait for a confirmation on another page (F10; R71–R73): once, in time, from this tab, and nothing secret. */
import { createManualClock } from 'react-session-security/testing';
import { describe, expect, it } from 'vitest';
import { createPendingActions, pendingActionTtlMs } from '../../../src/engine/proof/createPendingActions';
import type { NewPendingAction } from '../../../src/engine/proof/createPendingActions';

function createArea() {
  const entries = new Map<string, string>();
  return {
    entries,
    get length() {
      return entries.size;
    },
    key: (index: number) => [...entries.keys()][index] ?? null,
    getItem: (name: string) => entries.get(name) ?? null,
    setItem: (name: string, text: string) => void entries.set(name, text),
    removeItem: (name: string) => void entries.delete(name),
  };
}

function setUp(area: ReturnType<typeof createArea> | null = createArea()) {
  const clock = createManualClock();
  let ids = 0;
  const pending = createPendingActions({
    area: () => area ?? undefined,
    prefix: 'app',
    clock,
    newId: () => `id-of-this-tab-${String((ids += 1)).padStart(4, '0')}`,
  });
  return { pending, clock, area };
}

const promote: NewPendingAction = {
  name: 'users.promote',
  actionType: 'role_change',
  parameters: { userId: 'usr_7', newRole: 'admin' },
  returnTo: '/admin/users?page=2',
};

describe('a pending action', () => {
  it('comes back as it was put aside, once', () => {
    const { pending } = setUp();
    const id = pending.put(promote);
    expect(pending.peek(id)).toEqual({ id, ...promote });
    expect(pending.take(id)).toEqual({ id, ...promote });
    expect(pending.take(id)).toBeUndefined();
    expect(pending.peek(id)).toBeUndefined();
  });

  it('is gone after ten minutes, and where the clock was set back behind it', () => {
    const { pending, clock } = setUp();
    const id = pending.put(promote);
    clock.advance(pendingActionTtlMs - 1);
    expect(pending.peek(id)).toBeDefined();
    clock.advance(1);
    expect(pending.peek(id)).toBeUndefined();
    const other = pending.put(promote);
    clock.setNow(clock.now() - 1000);
    expect(pending.take(other)).toBeUndefined();
  });

  it('keeps no target outside the origin', () => {
    const { pending } = setUp();
    expect(pending.take(pending.put({ ...promote, returnTo: '//evil.com' }))?.returnTo).toBe('/');
  });

  it('leaves nothing behind at sign-out, and touches nothing of others', () => {
    const { pending, area } = setUp();
    area?.setItem('somebody:else', '1');
    pending.put(promote);
    pending.put(promote);
    pending.clear();
    expect([...(area?.entries.keys() ?? [])]).toEqual(['somebody:else']);
  });

  it.each([
    [{ password: 'hunter2' }, 'parameters.password'],
    [{ nested: { newPassword: 'hunter2' } }, 'parameters.nested.newPassword'],
    [{ list: [{ stepUpToken: 'x' }] }, 'parameters.list.0.stepUpToken'],
    [{ code: '123456' }, 'parameters.code'],
    [{ clientSecret: 'x' }, 'parameters.clientSecret'],
  ])('is refused with a secret in it: %j', (parameters, path) => {
    const { pending, area } = setUp();
    expect(() => pending.put({ ...promote, parameters })).toThrow(path);
    expect(area?.entries.size).toBe(0);
  });

  it('is refused when it is too long, or has no name', () => {
    const { pending } = setUp();
    expect(() => pending.put({ ...promote, parameters: { text: 'x'.repeat(5000) } })).toThrow(/longer than 4096/);
    expect(() => pending.put({ ...promote, name: 'a b<script>' })).toThrow(TypeError);
  });
});

describe('what was planted', () => {
  const at = createManualClock().now();
  it.each([
    ['an id of another form', 'x', JSON.stringify({ ...promote, at })],
    ['no JSON', 'planted-by-somebody-1', '{'],
    ['a list', 'planted-by-somebody-1', '[]'],
    ['an action that nobody knows', 'planted-by-somebody-1', JSON.stringify({ ...promote, actionType: 'rm_rf', at })],
    ['a name that is code', 'planted-by-somebody-1', JSON.stringify({ ...promote, name: 'alert(1)', at })],
    ['no time', 'planted-by-somebody-1', JSON.stringify(promote)],
    ['a time to come', 'planted-by-somebody-1', JSON.stringify({ ...promote, at: at + 60_000 })],
    ['too much', 'planted-by-somebody-1', JSON.stringify({ ...promote, parameters: 'x'.repeat(5000), at })],
  ])('is dropped: %s', (_, id, text) => {
    const { pending, area } = setUp();
    area?.setItem(`app:pending.${id}`, text);
    expect(pending.take(id)).toBeUndefined();
  });

  it.each([
    undefined,
    null,
    7,
    '',
    '../../etc',
    '__proto__',
    'x'.repeat(65),
    { toString: () => 'id-of-this-tab-0001' },
  ])('is not found under %j', (id) => {
    const { pending } = setUp();
    pending.put(promote);
    expect(pending.take(id)).toBeUndefined();
  });

  it('reaches no prototype (R73)', () => {
    const { pending, area } = setUp();
    const text = `{"name":"a","actionType":"role_change","returnTo":"/","at":${String(at)},"parameters":{"__proto__":{"isAdmin":true},"x":{"constructor":{"prototype":{"isAdmin":true}}}}}`;
    area?.setItem('app:pending.planted-by-somebody-1', text);
    const { parameters } = pending.take('planted-by-somebody-1') ?? {};
    expect(parameters).toEqual({ x: {} });
    expect(Object.assign({}, parameters as object)).not.toHaveProperty('isAdmin');
  });
});

describe('where the storage is missing, blocked or full', () => {
  it('forgets, and throws nothing', () => {
    const { pending } = setUp(null);
    const blocked = createPendingActions({
      area: () => {
        throw new DOMException('blocked', 'SecurityError');
      },
      prefix: 'app',
      clock: createManualClock(),
      newId: () => 'id-of-this-tab-0001',
    });
    for (const store of [pending, blocked]) {
      expect(store.take(store.put(promote))).toBeUndefined();
      expect(() => store.clear()).not.toThrow();
    }
  });
});
