/** The fixed accounts, as the server knows them. Empty until it has answered. */
import { useEffect, useState } from 'react';
import type { DemoAccount } from '../../server/accounts';

export function useDemoAccounts(): readonly DemoAccount[] {
  const [accounts, setAccounts] = useState<readonly DemoAccount[]>([]);
  useEffect(() => {
    void fetch('/api/demo/accounts')
      .then((response) => response.json())
      .then(setAccounts, () => {});
  }, []);
  return accounts;
}
