/** The outbox of the server, asked for again and again while somebody looks. `undefined` until it has answered. */
import { useEffect, useState } from 'react';
import type { Outbox } from '../../server/createDemoRoutes';

const everyMs = 1000;

export function useOutbox(): Outbox | undefined {
  const [outbox, setOutbox] = useState<Outbox>();
  useEffect(() => {
    const load = (): void =>
      void fetch('/api/demo/outbox')
        .then((response) => response.json())
        .then(setOutbox, () => {});
    load();
    const timer = setInterval(load, everyMs);
    return () => clearInterval(timer);
  }, []);
  return outbox;
}
