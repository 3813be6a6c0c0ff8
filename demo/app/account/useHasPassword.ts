/** Whether there is a password to change: somebody who signs in by phone has none. Until the app has said so, there is. */
import { useEffect, useState } from 'react';
import { useSessionSecurity } from 'react-session-security';
import type { OwnAccount } from '../../server/createDemoRoutes';

export function useHasPassword(): boolean {
  const { client } = useSessionSecurity();
  const [hasPassword, setHasPassword] = useState(true);
  useEffect(() => {
    const ask = async (): Promise<void> => {
      const answer = await client.fetch('/api/demo/account');
      if (answer.ok) setHasPassword(((await answer.json()) as OwnAccount).hasPassword);
    };
    ask().catch(() => {});
  }, [client]);
  return hasPassword;
}
