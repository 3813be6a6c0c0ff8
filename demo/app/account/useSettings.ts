/** Settings as the server has them. */
import { useCallback, useEffect, useState } from 'react';
import { type ProcedureOutput, useSessionSecurity } from 'react-session-security';

type SettingsPath = 'auth.getSecuritySettings' | 'auth.getPaymentSettings';

type Answer<Path extends SettingsPath> = ProcedureOutput<Path>['data'];

export type Settings<Path extends SettingsPath> =
  | { readonly status: 'loading' }
  | { readonly status: 'failed'; readonly error: unknown }
  | { readonly status: 'ready'; readonly value: Answer<Path> };

export function useSettings<Path extends SettingsPath>(path: Path): Settings<Path> & { retry(): void } {
  const { client } = useSessionSecurity();
  const [settings, setSettings] = useState<Settings<Path>>({ status: 'loading' });
  const load = useCallback(
    (signal?: AbortSignal): void => {
      const ask = client.call as (path: Path, input?: undefined, options?: object) => Promise<Answer<Path>>;
      ask(path, undefined, signal && { signal }).then(
        (value) => setSettings({ status: 'ready', value }),
        (error: unknown) => {
          if (signal?.aborted !== true) setSettings({ status: 'failed', error });
        },
      );
    },
    [client, path],
  );
  useEffect(() => {
    const abort = new AbortController();
    load(abort.signal);
    return () => abort.abort();
  }, [load]);
  return { ...settings, retry: () => load() };
}
