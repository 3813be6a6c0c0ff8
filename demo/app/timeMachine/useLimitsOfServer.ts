/** Which limits the server holds everybody to, and the change to others. `undefined` until it has answered. */
import { useEffect, useState } from 'react';
import { type SessionSecurityClient, useSessionSecurity } from 'react-session-security';
import type { LimitsName } from '../../server/limitsNames';

export interface LimitsOfServer {
  /** The wished ones at once, before the server has agreed. */
  readonly limits: LimitsName | undefined;
  readonly failure: { readonly error: unknown } | undefined;
  change(limits: LimitsName): Promise<void>;
}

export function useLimitsOfServer(): LimitsOfServer {
  const { client } = useSessionSecurity();
  const [limits, setLimits] = useState<LimitsName>();
  const [failure, setFailure] = useState<LimitsOfServer['failure']>();
  useEffect(() => {
    ask(client).then(setLimits, () => {});
  }, [client]);
  return {
    limits,
    failure,
    async change(next) {
      setLimits(next);
      setFailure(undefined);
      try {
        // Reported before the limit shrinks: what was idle for longer than the new one would be over at once.
        await client.engine.extend();
        await ask(client, next);
        await client.engine.validate();
      } catch (error) {
        setLimits(limits);
        setFailure({ error });
      }
    },
  };
}

async function ask(client: SessionSecurityClient, limits?: LimitsName): Promise<LimitsName> {
  const init = limits === undefined ? {} : { method: 'POST', body: JSON.stringify({ limits }) };
  const answer = await client.fetch('/api/demo/limits', init);
  if (!answer.ok) throw new Error(`The time machine answered ${answer.status}.`);
  return ((await answer.json()) as { readonly limits: LimitsName }).limits;
}
