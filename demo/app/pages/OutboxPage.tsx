/** Every flow without a phone: what the server would have sent, and the authenticator codes of this moment. */
import { Authenticators } from '../outbox/Authenticators';
import { OutboxMessages } from '../outbox/OutboxMessages';
import { useOutbox } from '../outbox/useOutbox';
import { useWords } from '../words/CatalogueContext';

export function OutboxPage() {
  const outbox = useOutbox();
  const words = useWords().outbox;
  return (
    <>
      <h1 tabIndex={-1}>{words.title}</h1>
      <p className="muted">{words.body}</p>
      <Authenticators authenticators={outbox?.authenticators ?? []} />
      <OutboxMessages messages={outbox?.messages} empty={words.empty} />
    </>
  );
}
