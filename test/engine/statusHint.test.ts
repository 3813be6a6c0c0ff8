/** What is known before anything is loaded or asked (SPEC A3, A14; ENGINE T-34, T-71). */
import { describe, expect, it } from 'vitest';
import { getStatusHint } from '../../src/engine/statusHint';
import { simulateSession } from '../support/engine/simulateSession';

const second = 1000;
const minute = 60 * second;
const hour = 60 * minute;
const recordName = 'react-session-security:session';
const nothing = { status: 'unknown', reason: undefined, userId: undefined, sessionId: undefined };

/** A browser in which somebody has signed in, and a page that has just been opened there. */
async function opened(policy = {}, offsetMs = 0) {
  const world = simulateSession({ policy, offsetMs });
  world.backend.signIn();
  const [tab] = await world.openMany(1);
  if (tab === undefined) throw new Error('There is no tab.');
  const { ports } = world.browser.openTab();
  return { ...world, tab, hint: () => getStatusHint({ ports }) };
}

describe('the hint', () => {
  it('A3: says at once who was signed in, without a request, a timer or a write', async () => {
    const { browser, backend, hint } = await opened();
    const { timersMade } = browser;
    const { writes } = browser.storage;
    const { total } = backend;
    expect(hint()).toEqual({ status: 'active', reason: undefined, userId: 'maya', sessionId: 's1' });
    expect([browser.timersMade, browser.storage.writes, backend.total]).toEqual([timersMade, writes, total]);
  });

  it('knows nothing in a browser where nobody has signed in, and under another name', async () => {
    const { browser, hint, backend } = await opened();
    const { ports } = browser.openTab();
    expect(getStatusHint({ ports, name: 'another' })).toEqual(nothing);
    browser.storage.items.clear();
    expect(hint()).toEqual(nothing);
    expect(backend.calls.validate).toBe(1);
  });

  it('says how it ended, in the words of the snapshot', async () => {
    const { browser, backend, tab, hint } = await opened();
    if (backend.current !== undefined) backend.current.ended = 'revoked';
    void tab.engine.validate();
    await browser.advance(second);
    expect(hint()).toMatchObject({ status: 'revoked', reason: 'revoked' });
    backend.signIn();
    void tab.engine.validate();
    await browser.advance(second);
    expect(hint().status).toBe('active');
    void tab.engine.signOut();
    await browser.advance(second);
    expect(hint()).toMatchObject({ status: 'signedOut', reason: 'signedOut' });
  });

  it.each([0, 3 * hour, -3 * hour])(
    'never says active once the time is up, with a clock wrong by %i ms',
    async (offsetMs) => {
      const { browser, tab, hint } = await opened({}, offsetMs);
      tab.crash();
      await browser.advance(15 * minute - 10 * second);
      expect(hint().status).toBe('active');
      await browser.advance(20 * second);
      expect(hint()).toEqual(nothing);
    },
  );

  it('never says active after the absolute limit, whatever was typed', async () => {
    const { browser, tab, hint } = await opened({ absoluteTimeoutMs: 20 * minute });
    await browser.advance(10 * minute);
    tab.input();
    await browser.advance(5 * minute);
    tab.crash();
    await browser.advance(4 * minute);
    expect(hint().status).toBe('active');
    await browser.advance(2 * minute);
    expect(hint().status).toBe('unknown');
  });

  it('T-34: counts input that the server could not be told of', async () => {
    const { browser, backend, tab, hint } = await opened();
    backend.fault = 'offline';
    for (let passed = 0; passed < 30; passed += 1) {
      tab.input();
      await browser.advance(minute);
    }
    expect(hint().status).toBe('active');
  });

  it('a clock that was set back says nothing', async () => {
    const { browser, hint } = await opened();
    browser.setClock(-second);
    expect(hint().status).toBe('active');
    browser.setClock(-hour);
    expect(hint()).toEqual(nothing);
  });

  it.each([
    ['truncated', '{"version":1,"epoch":9'],
    ['null', 'null'],
    ['of another version', '{"version":2,"userId":"maya","sessionId":"s1"}'],
    ['with an end that nobody knows', '"ended":{"reason":"__proto__","at":1}'],
    ['with an end that is none', '"ended":5'],
    ['with a text for a number', '"generation":"0"'],
    ['with a number beyond all', '"generation":1e300'],
    ['longer than we write', `"x":"${'x'.repeat(9000)}"`],
    ['of five megabytes', 'x'.repeat(5_000_000)],
  ])('T-71: what lies there is %s: it says nothing', async (_, text) => {
    const { browser, hint } = await opened();
    const good = browser.storage.items.get(recordName) ?? '';
    browser.storage.items.set(recordName, text.startsWith('"') ? good.replace(/\}$/, `,${text}}`) : text);
    expect(hint()).toEqual(nothing);
  });

  it('T-71: an activity of the future keeps nothing alive', async () => {
    const { browser, tab, hint } = await opened();
    tab.crash();
    browser.storage.items.set('react-session-security:activity', '1,999999999999999');
    expect(hint().status).toBe('active');
    await browser.advance(16 * minute);
    expect(hint()).toEqual(nothing);
  });

  it('storage that throws, and none: it says nothing', async () => {
    const { browser, hint } = await opened();
    browser.storage.fail('onUse');
    expect(hint()).toEqual(nothing);
    const { clock } = browser.openTab().ports;
    expect(getStatusHint({ ports: { clock, storage: () => undefined } })).toEqual(nothing);
  });

  it('T-73: on a server it says nothing and touches nothing', () => {
    expect(getStatusHint()).toEqual(nothing);
  });
});
