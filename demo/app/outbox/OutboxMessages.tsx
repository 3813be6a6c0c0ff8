/** Texts and mails that were not sent, newest first. */
import type { OutboxMessage } from '../../server/createDemoRoutes';
import { useCatalogue } from '../words/CatalogueContext';

export interface OutboxMessagesProps {
  /** Absent while nothing is known. */
  readonly messages: readonly OutboxMessage[] | undefined;
  /** Said where there is none. */
  readonly empty: string;
}

export function OutboxMessages({ messages, empty }: OutboxMessagesProps) {
  const { language, words } = useCatalogue();
  return (
    <section className="card" aria-labelledby="messages-title">
      <h2 id="messages-title">{words.outbox.messages}</h2>
      {messages?.length === 0 && <p className="muted">{empty}</p>}
      <ul className="messages" aria-live="polite">
        {messages?.map((message) => (
          <li key={message.id} className="message">
            <p className="muted">
              {message.channel === 'sms' ? words.outbox.textTo : words.outbox.mailTo} <bdi>{message.to}</bdi> ·{' '}
              <time dateTime={message.sentAt}>
                {new Date(message.sentAt).toLocaleString(language, { dateStyle: 'medium', timeStyle: 'short' })}
              </time>
            </p>
            {message.channel === 'sms' ? <p dir="auto">{message.text}</p> : <p>{words.outbox.mail(message.notice)}</p>}
          </li>
        ))}
      </ul>
    </section>
  );
}
