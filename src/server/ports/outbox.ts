/** Texts and notices kept in memory instead of sent: for demos and tests, never for production. */
import type { NotifyPort, SecurityNotice } from './notify';
import type { SmsMessage, SmsPort } from './sms';

/** The `sms` and `notify` ports, and what was given to them. */
export interface Outbox {
  readonly sms: SmsPort;
  readonly notify: NotifyPort;
  /** Oldest first. */
  readonly texts: readonly SmsMessage[];
  readonly notices: readonly SecurityNotice[];
  clear(): void;
}

/** How much {@link createOutbox} keeps. */
export interface OutboxOptions {
  /** The oldest entries of each kind are dropped beyond it. @default 100 */
  readonly limit?: number;
}

/** Keeps texts and notices in memory, codes included. For demos and tests, never for production. */
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
