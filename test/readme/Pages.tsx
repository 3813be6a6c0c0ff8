/** The host's pages. */
import { useState } from 'react';
import { useSessionSecurity } from 'react-session-security';
import { ChangePassword } from './ChangePassword';
import { MakeAdministrator } from './MakeAdministrator';

export function Pages() {
  const { client } = useSessionSecurity();
  const [answer, setAnswer] = useState('');
  const pay = async (): Promise<void> => {
    const response = await client.fetch('/api/payout', { method: 'POST', body: JSON.stringify({ amount: 40 }) });
    setAnswer(`${response.status} ${await response.text()}`);
  };
  return (
    <>
      <ChangePassword />
      <section aria-label="Payout">
        <button type="button" onClick={() => void pay()}>
          Pay out
        </button>
        <p role="status">{answer}</p>
      </section>
      <MakeAdministrator email="victim@example.com" />
    </>
  );
}
