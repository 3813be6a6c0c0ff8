/** What a demo has instead of a phone: the codes that the form waits for. */
import { Authenticators } from '../outbox/Authenticators';
import { OutboxMessages } from '../outbox/OutboxMessages';
import { useOutbox } from '../outbox/useOutbox';
import { useWords } from '../words/CatalogueContext';

export function OutboxBeside({ kind }: { kind: 'phoneCode' | 'secondFactor' }) {
  const outbox = useOutbox();
  const words = useWords().outbox;
  if (kind === 'secondFactor') return <Authenticators authenticators={outbox?.authenticators ?? []} />;
  const texts = outbox?.messages.filter(({ channel }) => channel === 'sms').slice(0, 3);
  return <OutboxMessages messages={texts} empty={words.emptyYet} />;
}
