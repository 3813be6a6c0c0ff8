/** A sign-in while the token of the session before is being refreshed: neither goes on in the other's name (A7, A9). */
import { describe, expect, it } from 'vitest';
import type { RefreshAnswer } from '../../src/engine/SessionTransport';
import { createRequestGate } from '../../src/engine/createRequestGate';
import { simulateSession } from '../support/engine/simulateSession';

const second = 1000;
const minute = 60 * second;
const policy = { idleTimeoutMs: 24 * 60 * minute };

function watch<Value>(promise: Promise<Value> | undefined) {
  const seen: { value?: Value; error?: unknown } = {};
  promise?.then(
    (value) => (seen.value = value),
    (error: unknown) => (seen.error = error),
  );
  return seen;
}

/** A tab with a good token of the session `s1`. */
async function signedIn(tabs = 1) {
  const world = simulateSession({ policy, bearer: {} });
  const { browser, backend } = world;
  backend.signIn();
  const [tab, other = tab] = await world.openMany(tabs);
  if (tab?.engine.tokens === undefined || other === undefined) throw new Error('The bearer transport has tokens.');
  const { tokens } = tab.engine;
  void tokens.get();
  await browser.advance(second);
  /** What the server answers to a sign-in, with its token. */
  const signIn = (userId: string): RefreshAnswer => {
    const { id: sessionId } = backend.signIn(userId);
    const accessToken = `${sessionId}.1.${String(backend.now() + 15 * minute)}`;
    return { serverTime: backend.now(), userId, sessionId, expiresInMs: 15 * minute, accessToken };
  };
  /** The server has renewed the token, and the answer is on its way for two more seconds. */
  const refreshSlowly = async () => {
    backend.latencyMs = 4 * second;
    const waiting = [watch(tokens.get(tokens.usable())), watch(tokens.get())];
    await browser.advance(2 * second + 50);
    backend.latencyMs = 20;
    return waiting;
  };
  /** The server has refused to renew a token that is still good, and the answer is on its way. */
  const refuseRenewal = async () => {
    backend.latencyMs = 4 * second;
    backend.refusesRefresh = 'SESSION_EXPIRED';
    while (!tokens.isRefreshing()) await browser.advance(second);
    await browser.advance(2 * second + 50);
    backend.latencyMs = 20;
    backend.refusesRefresh = undefined;
  };
  const codes = (waiting: readonly { error?: unknown }[]) =>
    waiting.map(({ error }) => (error as { code?: string } | undefined)?.code);
  return { ...world, tab, other, tokens, signIn, refreshSlowly, refuseRenewal, codes };
}

describe('a sign-in while a refresh is under way', () => {
  it('keeps its token, whatever the refresh still brings', async () => {
    const { browser, tokens, signIn, refreshSlowly } = await signedIn();
    await refreshSlowly();
    const answer = signIn('omar');
    tokens.keep(answer);
    await browser.advance(10 * second);
    expect(tokens.usable()?.value).toBe(answer.accessToken);
  });

  it('ends the waiting of those who asked in the session before: they get nobody else’s token', async () => {
    const { browser, tokens, signIn, refreshSlowly, codes } = await signedIn();
    const waiting = await refreshSlowly();
    tokens.keep(signIn('omar'));
    await browser.advance(10 * second);
    expect(codes(waiting)).toEqual(['SESSION_ENDED', 'SESSION_ENDED']);
  });

  it('lets whoever asks after it go on at once', async () => {
    const { browser, tokens, signIn, refreshSlowly } = await signedIn();
    await refreshSlowly();
    const answer = signIn('omar');
    tokens.keep(answer);
    const after = watch(tokens.get());
    await browser.advance(0);
    expect([tokens.isRefreshing(), after.value?.value]).toEqual([false, answer.accessToken]);
  });

  it('of the same session serves those who wait with the newer token', async () => {
    const { browser, backend, tokens, refreshSlowly } = await signedIn();
    const waiting = await refreshSlowly();
    const { id: sessionId = '', userId = '' } = backend.current ?? {};
    tokens.keep({ serverTime: backend.now(), userId, sessionId, expiresInMs: 15 * minute, accessToken: 'newer' });
    await browser.advance(10 * second);
    expect(waiting.map(({ value }) => value?.value)).toEqual(['newer', 'newer']);
    expect(tokens.usable()?.value).toBe('newer');
  });

  it('does not end because the session before is refused its refresh', async () => {
    const { browser, backend, tab, tokens, signIn } = await signedIn();
    backend.latencyMs = 4 * second;
    backend.refusesRefresh = 'SESSION_REVOKED';
    const waiting = watch(tokens.get(tokens.usable()));
    await browser.advance(2 * second + 50);
    backend.latencyMs = 20;
    const answer = signIn('omar');
    tokens.keep(answer);
    backend.refusesRefresh = undefined;
    await browser.advance(4 * second);
    expect(waiting.error).toMatchObject({ code: 'SESSION_ENDED' });
    expect(tokens.usable()?.value).toBe(answer.accessToken);
    expect(tab.notices.filter(({ type }) => type === 'ended')).toEqual([]);
  });

  it('is not undone by an answer about the session before', async () => {
    const { browser, backend, tab, tokens, signIn } = await signedIn();
    backend.latencyMs = 4 * second;
    void tab.engine.validate();
    await browser.advance(2 * second + 50);
    const answer = signIn('omar');
    tokens.keep(answer);
    await browser.advance(3 * second);
    expect(tab.engine.getSnapshot().userId).toBe('maya');
    expect(tokens.usable()?.value).toBe(answer.accessToken);
  });

  it('in another tab: the late token of the session before is nobody’s', async () => {
    const { browser, tab, other, tokens, signIn, refreshSlowly, codes } = await signedIn(2);
    const waiting = await refreshSlowly();
    // The same user, so that nothing under way is given up.
    signIn('maya');
    void other.engine.validate();
    const held: (string | undefined)[] = [];
    for (let steps = 0; steps < 100; steps += 1) {
      await browser.advance(50);
      held.push(tokens.usable()?.sessionId);
    }
    expect(codes(waiting)).toEqual(['SESSION_ENDED', 'SESSION_ENDED']);
    expect(tab.engine.getSnapshot().sessionId).toBe('s2');
    expect(held.slice(2)).not.toContain('s1');
  });

  it('in another tab, while a good token is renewed in vain: that token is nobody’s either', async () => {
    const { browser, other, tokens, signIn, refuseRenewal } = await signedIn(2);
    await refuseRenewal();
    signIn('maya');
    void other.engine.validate();
    await browser.advance(4 * second);
    expect(tokens.usable()?.sessionId).not.toBe('s1');
  });
});

it('A8: a call that was refused for the token of one session is not sent again with that of the next', async () => {
  const { browser, tab, tokens, signIn } = await signedIn();
  const gate = createRequestGate({ tokens, clock: tab.ports.clock });
  const sent: string[] = [];
  const call = watch(
    gate.run({
      send: async (token) => {
        sent.push(token?.sessionId ?? '');
        return tab.arrive(second, () => 'refused');
      },
      isTokenRefused: () => true,
    }),
  );
  await browser.advance(500);
  tokens.keep(signIn('omar'));
  await browser.advance(second);
  expect(call.error).toMatchObject({ code: 'SESSION_ENDED', cause: 'refused' });
  expect(sent).toEqual(['s1']);
});
