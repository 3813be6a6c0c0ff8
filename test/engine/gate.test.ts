/** Calls that wait for a token, are sent once more, and never hang (ENGINE T-38 … T-46). */
import { describe, expect, it } from 'vitest';
import { SessionSecurityError } from '../../src/contract/errors';
import { createRequestGate, queueLimit } from '../../src/engine/createRequestGate';
import type { GatedCall } from '../../src/engine/createRequestGate';
import type { AccessToken } from '../../src/engine/AccessToken';
import { simulateSession } from '../support/engine/simulateSession';

const second = 1000;
const minute = 60 * second;

async function gated(options: Parameters<typeof simulateSession>[0] = {}) {
  const world = simulateSession({ policy: { idleTimeoutMs: 24 * 60 * minute }, bearer: {}, ...options });
  const { browser, backend } = world;
  backend.signIn();
  const tab = world.open();
  await browser.advance(second);
  const gate = createRequestGate({ tokens: tab.engine.tokens, clock: tab.ports.clock });
  /** Every time a call went out, with what. */
  const sent: { readonly name: string; readonly token: string | undefined }[] = [];
  const call = (name: string, facts: Partial<GatedCall<string>> & { readonly latencyMs?: number } = {}) => {
    const seen: { value?: string; error?: unknown } = {};
    const promise = gate.run<string>({
      send: async (token: AccessToken | undefined) => {
        sent.push({ name, token: token?.value });
        const isAccepted = await tab.arrive(facts.latencyMs ?? 20, () => backend.accepts(token?.value));
        if (!isAccepted) throw new SessionSecurityError('UNAUTHENTICATED', { reason: 'access_token' });
        return name;
      },
      isTokenRefused: (result) => 'error' in result && result.error instanceof SessionSecurityError,
      ...facts,
    });
    promise.then(
      (value) => (seen.value = value),
      (error: unknown) => (seen.error = error),
    );
    return seen;
  };
  const token = tab.engine.tokens?.get();
  await browser.advance(second);
  return { ...world, tab, gate, sent, call, token: await token };
}

/** The server forgets a token before its time. */
function forget(backend: Awaited<ReturnType<typeof gated>>['backend'], forgotten: string | undefined): void {
  const accepts = backend.accepts.bind(backend);
  Object.assign(backend, { accepts: (token: string | undefined) => token !== forgotten && accepts(token) });
}

describe('the gate', () => {
  it('T-38: thirty calls during a refresh go out after it, with the new token, in the order they came', async () => {
    const { browser, backend, tab, sent, call, token } = await gated();
    backend.latencyMs = 2 * second;
    void tab.engine.tokens?.get(token);
    const names = Array.from({ length: 30 }, (_, index) => `call ${String(index)}`);
    const seen = names.map((name) => call(name));
    await browser.advance(second);
    expect(sent).toEqual([]);
    await browser.advance(2 * second);
    expect(sent.map(({ name }) => name)).toEqual(names);
    expect(new Set(sent.map((entry) => entry.token))).toEqual(new Set([tab.engine.tokens?.usable()?.value]));
    expect(seen.map(({ value }) => value)).toEqual(names);
  });

  it('T-39: ten calls refused for the old token: one refresh, ten repetitions, each sent at most twice', async () => {
    const { browser, backend, sent, call, token } = await gated();
    forget(backend, token?.value);
    const before = backend.calls.refresh;
    const seen = Array.from({ length: 10 }, (_, index) => call(String(index)));
    await browser.advance(2 * second);
    expect(backend.calls.refresh - before).toBe(1);
    expect(sent).toHaveLength(20);
    expect(seen.every(({ value }) => value !== undefined)).toBe(true);
  });

  it('T-40: refused for a token that has been replaced meanwhile: sent again without a refresh', async () => {
    const { browser, backend, tab, sent, call, token } = await gated();
    forget(backend, token?.value);
    const slow = call('slow', { latencyMs: 5 * second });
    await browser.advance(second);
    void tab.engine.tokens?.get(token);
    await browser.advance(second);
    const refreshes = backend.calls.refresh;
    await browser.advance(10 * second);
    expect(slow.value).toBe('slow');
    expect(backend.calls.refresh).toBe(refreshes);
    expect(sent).toHaveLength(2);
  });

  it('T-41: refused with a token made for this very call: no refresh, a hundred times over', async () => {
    const { browser, backend, tab, call } = await gated();
    Object.assign(backend, { accepts: () => false });
    for (let calls = 0; calls < 100; calls += 1) call(String(calls));
    await browser.advance(minute);
    const refreshes = backend.calls.refresh;
    const seen = call('one more');
    await browser.advance(5 * second);
    expect(seen.error).toMatchObject({ errorCode: expect.stringMatching(/UNAUTHENTICATED|RATE_LIMITED/) as string });
    expect(refreshes).toBeLessThanOrEqual(10);
    expect(tab.engine.getSnapshot().status).toBe('active');
  });

  it('T-42: what can’t be repeated says so, and isn’t', async () => {
    const { browser, backend, sent, call, token } = await gated();
    forget(backend, token?.value);
    const stream = new Error('a stream');
    const seen = call('upload', {
      assertReplayable() {
        throw stream;
      },
    });
    await browser.advance(2 * second);
    expect(seen.error).toBe(stream);
    expect(sent).toHaveLength(1);
  });

  it('T-43: a caller that gives up while it waits is told at once, and its call is never sent', async () => {
    const { browser, backend, tab, gate, sent, call, token } = await gated();
    backend.latencyMs = 3 * second;
    void tab.engine.tokens?.get(token);
    const controller = new AbortController();
    const seen = call('unwanted', { signal: controller.signal });
    await browser.advance(second);
    expect(gate.waiting).toBe(1);
    controller.abort();
    await browser.advance(1);
    expect(seen.error).toMatchObject({ name: 'AbortError' });
    expect(gate.waiting).toBe(0);
    await browser.advance(5 * second);
    expect(sent).toEqual([]);
  });

  it('T-44: when the refresh fails for now, those who wait are told within 15 s; when for good, that it is over', async () => {
    const { browser, backend, tab, call, token } = await gated();
    backend.fault = 'hang';
    void tab.engine.tokens?.get(token).catch(() => {});
    const waiting = Array.from({ length: 5 }, (_, index) => call(String(index)));
    await browser.advance(15 * second);
    expect(waiting.map(({ error }) => (error as { code?: string }).code)).toEqual(waiting.map(() => 'REQUEST_TIMEOUT'));
    backend.fault = undefined;
    if (backend.current !== undefined) backend.current.ended = 'revoked';
    await browser.advance(15 * minute);
    const after = call('after');
    await browser.advance(5 * second);
    expect(after.error).toMatchObject({ code: 'SESSION_ENDED' });
  });

  it('T-45: the hundred and first that would have to wait is turned away at once', async () => {
    const { browser, backend, tab, call, token } = await gated();
    backend.latencyMs = 5 * second;
    void tab.engine.tokens?.get(token);
    const waiting = Array.from({ length: queueLimit }, (_, index) => call(String(index)));
    const turnedAway = call('101');
    await browser.advance(1);
    expect(turnedAway.error).toMatchObject({ code: 'QUEUE_OVERFLOW' });
    await browser.advance(10 * second);
    expect(waiting.every(({ value }) => value !== undefined)).toBe(true);
  });

  it('lets everything pass at once where there are no tokens', async () => {
    const { browser, call, sent } = await gated({ bearer: undefined as never });
    call('cookie');
    expect(sent).toEqual([{ name: 'cookie', token: undefined }]);
    await browser.advance(second);
  });
});
