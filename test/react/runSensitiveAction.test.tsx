/** A sensitive action where the code that asks for proof can't be had: still no refusal is taken for a result (SPEC F3, K10). */
import { SessionSecurityError } from 'react-session-security';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { createDeferredPendingActions } from '../../src/client/proofs/createDeferredPendingActions';
import { createDeferredProofs } from '../../src/client/proofs/createDeferredProofs';
import { createLifetime } from '../../src/react/createLifetime';
import { runSensitiveAction } from '../../src/react/runSensitiveAction';

afterEach(() => vi.unstubAllGlobals());

describe('where the code that asks for proof can’t be had', () => {
  const cause = new SessionSecurityError('STEP_UP_REQUIRED', { action: 'email_change' });
  it.each<[string, () => Promise<unknown>]>([
    ['thrown', () => Promise.reject(cause)],
    ['a value', () => Promise.resolve({ error: cause.toCause() })],
  ])('ends with a typed error, with the refusal readable behind it: %s', async (_, send) => {
    vi.stubGlobal('reportError', vi.fn());
    const gone = (): Promise<never> => Promise.reject(new Error('gone'));
    const proofs = {
      ...createDeferredProofs(gone),
      ...createDeferredPendingActions(gone, () => undefined, 'pending'),
    };
    const result = runSensitiveAction(proofs, {
      actionType: 'email_change',
      input: {},
      send,
      signals: createLifetime().signals(),
      onProgress: () => {},
    });
    await expect(result).rejects.toMatchObject({
      code: 'CHALLENGE_UNAVAILABLE',
      need: { kind: 'step_up', actionType: 'email_change' },
      cause: expect.anything() as unknown,
    });
  });
});
