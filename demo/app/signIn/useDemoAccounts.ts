/** The fixed accounts, as the server knows them. Empty until it has answered. */
import { useEffect, useState } from 'react';
import type { DemoPerson } from '../../server/accounts';

export function useDemoAccounts(): readonly DemoPerson[] {
  const [accounts, setAccounts] = useState<readonly DemoPerson[]>([]);
  useEffect(() => {
    void fetch('/api/demo/accounts')
      .then((response) => response.json())
      .then(setAccounts, () => {});
  }, []);
  return accounts;
}
