/** Texts and notices kept in memory instead of sent: for demos and tests, never for production. */
import type { NotifyPort, SecurityNotice } from './notify';
import type { SmsMessage, SmsPort } from './sms';

export interface Outbox {
  readonly sms: SmsPort;
  readonly notify: NotifyPort;
  /** Oldest first. */
  readonly texts: readonly SmsMessage[];
  readonly notices: readonly SecurityNotice[];
  clear(): void;
}

export interface OutboxOptions {
  /** The oldest entries of each kind are dropped beyond it. @default 100 */
  readonly limit?: number;
}

export function createOutbox({ limit = 100 }: OutboxOptions = {}): Outbox {
  const texts: SmsMessage[] = [];
  const notices: SecurityNotice[] = [];
  const keep = <Entry>(list: Entry[], entry: Entry): void => {
    list.push(entry);
    if (list.length > limit) list.shift();
  };
  return {
    sms: { send: async (message) => keep(texts, message) },
    notify: { send: async (notice) => keep(notices, notice) },
    texts,
    notices,
    clear() {
      texts.length = 0;
      notices.length = 0;
    },
  };
}
