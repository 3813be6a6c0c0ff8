/** The fixed accounts, one click from being typed in. */
import { useEffect, useState } from 'react';
import type { DemoAccount } from '../server/accounts';

export function DemoAccounts({ onChoose }: { onChoose: (account: DemoAccount) => void }) {
  const [accounts, setAccounts] = useState<readonly DemoAccount[]>([]);
  useEffect(() => {
    void fetch('/api/demo/accounts')
      .then((response) => response.json())
      .then(setAccounts, () => {});
  }, []);
  return (
    <section className="card accounts" aria-labelledby="accounts-title">
      <h2 id="accounts-title">Demo accounts</h2>
      <p className="muted">Nothing here is secret. Choose one and its details are filled in.</p>
      <ul>
        {accounts.map((account) => (
          <li key={account.email}>
            <button type="button" onClick={() => onChoose(account)}>
              <strong>{account.displayName}</strong>
              <span className="muted">{account.about}</span>
              <code>
                {account.email} · {account.password} · {account.phone}
              </code>
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}
