/** The fixed accounts, one click from being typed in. */
import type { DemoPerson } from '../../server/accounts';
import { useWords } from '../words/CatalogueContext';
import { useDemoAccounts } from './useDemoAccounts';

export function DemoAccounts({ onChoose }: { onChoose: (account: DemoPerson) => void }) {
  const words = useWords().accounts;
  const accounts = useDemoAccounts();
  return (
    <section className="card accounts" aria-labelledby="accounts-title">
      <h2 id="accounts-title">{words.title}</h2>
      <p className="muted">{words.body}</p>
      <ul>
        {accounts.map((account) => (
          <li key={account.id}>
            <button type="button" onClick={() => onChoose(account)}>
              <strong>
                <bdi>{account.displayName}</bdi>
              </strong>
              <span className="muted">{words.about[account.id]}</span>
              <span className="credentials">
                {account.email !== undefined && <bdi>{account.email}</bdi>}
                {account.password !== undefined && <bdi>{account.password}</bdi>}
                <bdi dir="ltr">{account.phone}</bdi>
              </span>
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}
