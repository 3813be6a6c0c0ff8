/**
 * What can be said of the session before anything has been loaded or asked: for the first paint (SPEC A3, A14). Looks
 * once at what the tabs share, and changes nothing. A hint decides nothing: the server's word follows.
 */
import { systemClock } from '../contract/clock';
import { browserPorts } from './browserPorts';
import type { EnginePorts } from './EnginePorts';
import { readActivityAt, readRecord } from './readSharedSession';
import { sessionLimits } from './sessionLimits';
import { endPhases } from './SessionRecord';
import type { EndReason } from './SessionRecord';
import type { SessionPhase } from './SessionSnapshot';
import { defaultName, storageName } from './storageNames';

/** The session as this browser last knew it, in the words of `SessionSnapshot`. */
export interface StatusHint {
  /**
   * `active`: there was a session, and by the stored time it has not run out. `unknown`: there is nothing here, it cannot be
   * read, its time is up, or the clock was set back; on a server always.
   */
  readonly status: Extract<SessionPhase, 'active' | 'expired' | 'revoked' | 'signedOut' | 'unknown'>;
  /** Why it is over. */
  readonly reason: EndReason | undefined;
  readonly userId: string | undefined;
  readonly sessionId: string | undefined;
}

/** All are for clients that were given the same ones, and for tests. */
export interface StatusHintOptions {
  /** The client's. @default 'react-session-security' */
  readonly name?: string | undefined;
  /** @default the browser */
  readonly ports?: Pick<EnginePorts, 'clock' | 'storage'> | undefined;
}

/**
 * How the session stood when this browser last looked, at once: no request, no timer, nothing loaded (ENGINE T-34). Never
 * throws. Don't render it where a server has rendered before: the server knows nothing, so the markup would differ.
 *
 * @example
 * const root = getStatusHint().status === 'active' ? <App /> : <Welcome />;
 */
export function getStatusHint({
  name = defaultName,
  ports = browserPorts(systemClock),
}: StatusHintOptions = {}): StatusHint {
  const read = (key: string): string | undefined => {
    try {
      return ports.storage()?.getItem(storageName(name, key)) ?? undefined;
    } catch {
      return undefined;
    }
  };
  const record = readRecord(read);
  if (record === undefined) return nothingKnown;
  const { userId, sessionId, ended, offsetMs, confirmedAt } = record;
  if (ended !== undefined) return { status: endPhases[ended.reason], reason: ended.reason, userId, sessionId };
  const now = ports.clock.now() + offsetMs;
  const latest = now + ignoredSkewMs;
  const heardAt = readActivityAt(read, record);
  const activityAt = heardAt > latest ? 0 : heardAt;
  const { endsAt } = sessionLimits(record, Math.max(activityAt, record.serverActivityAt));
  const isClockSetBack = confirmedAt > latest;
  return now < endsAt && !isClockSetBack ? { status: 'active', reason: undefined, userId, sessionId } : nothingKnown;
}

/** Clocks are corrected by less than this all the time. */
const ignoredSkewMs = 2000;
const nothingKnown: StatusHint = { status: 'unknown', reason: undefined, userId: undefined, sessionId: undefined };
