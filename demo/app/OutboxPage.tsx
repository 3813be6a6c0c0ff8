/** What the server would have sent, and the authenticator codes of this moment: every flow without a phone. */
import { useEffect, useState } from 'react';
import type { Outbox } from '../server/createDemoRoutes';

const everyMs = 2000;

export function OutboxPage() {
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

  return (
    <>
      <h1>Outbox</h1>
      <p className="muted">Texts and mails that the demo would have sent, newest first.</p>
      <section className="card" aria-labelledby="authenticators-title">
        <h2 id="authenticators-title">Authenticator apps</h2>
        <ul className="plain">
          {outbox?.authenticators.map(({ displayName, code, secret }) => (
            <li key={displayName} className="row">
              <span>{displayName}</span>
              <code className="code">{code}</code>
              <span className="muted">Secret {secret}</span>
            </li>
          ))}
        </ul>
      </section>
      <section className="card" aria-labelledby="messages-title">
        <h2 id="messages-title">Messages</h2>
        {outbox?.messages.length === 0 && (
          <p className="muted">Nothing yet. Ask for a code on the sign-in page, or sign in on a new device.</p>
        )}
        <ul className="plain" aria-live="polite">
          {outbox?.messages.map(({ id, channel, to, text, sentAt }) => (
            <li key={id} className="message">
              <p className="muted">
                {channel === 'sms' ? 'Text' : 'Mail'} to {to} ·{' '}
                <time dateTime={sentAt}>{new Date(sentAt).toLocaleTimeString()}</time>
              </p>
              <p>{text}</p>
            </li>
          ))}
        </ul>
      </section>
    </>
  );
}
