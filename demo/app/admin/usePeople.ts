/** Who there is, for administrators. Whether somebody is one, the server says. */
import { useCallback, useEffect, useState } from 'react';
import { getSessionSecurityError, useSessionSecurity } from 'react-session-security';
import type { Person } from '../../server/people';

export type People =
  /** `refused`: the reader is no administrator. */
  | { readonly status: 'loading' | 'refused' }
  | { readonly status: 'failed'; readonly error: unknown }
  | { readonly status: 'ready'; readonly list: readonly Person[] };

/** `refresh` keeps what is shown until there is something newer. */
export function usePeople(): People & { refresh(): void } {
  const { client } = useSessionSecurity();
  const [people, setPeople] = useState<People>({ status: 'loading' });
  const refresh = useCallback((): void => {
    const read = async (): Promise<People> => {
      const answer = await client.fetch('/api/demo/people');
      if (answer.ok) return { status: 'ready', list: (await answer.json()) as readonly Person[] };
      const error = await getSessionSecurityError(answer);
      return error?.errorCode === 'FORBIDDEN' ? { status: 'refused' } : { status: 'failed', error };
    };
    read().then(setPeople, (error: unknown) => setPeople({ status: 'failed', error }));
  }, [client]);
  useEffect(refresh, [refresh]);
  return { ...people, refresh };
}
