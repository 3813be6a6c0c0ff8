'use client';
/** The warnings of a snapshot that nobody has dismissed, in the provider's words. */
import { useMemo, useSyncExternalStore } from 'react';
import type { SessionSnapshot } from '../../engine/SessionSnapshot';
import { untouchedWarnings } from '../createSessionWarnings';
import type { SessionExtension } from '../createSessionWarnings';
import type { Messages } from '../messages/Messages';
import { useSessionSecurityContext } from '../SessionSecurityContext';

/** One warning that stands and was not dismissed. */
export interface StandingWarning {
  /** Another deadline, or another device beyond the limit, is another warning with another id. */
  readonly id: string;
  /** What the reader does not know is shown as information, never dropped. */
  readonly warningType: 'approaching_timeout' | 'session_limit' | (string & {});
  /** Of `approaching_timeout`: nobody was active, or the session is too old. Only the first can be extended. */
  readonly reason?: 'idle' | 'absolute' | undefined;
  /** In the provider's language; the back end's own words only where `warningType` is not known. */
  readonly message: string;
  /** Of `approaching_timeout`: epoch milliseconds by the server's clock. */
  readonly expiresAt?: number | undefined;
  /** Of `session_limit`. */
  readonly currentCount?: number | undefined;
  readonly maxSessions?: number | undefined;
}

type Warned = Pick<SessionSnapshot, 'warning' | 'warnings'>;

export function useStandingWarnings({ warning, warnings: others }: Warned): {
  /** What runs out first stands first. The same array until it changes. */
  readonly warnings: readonly StandingWarning[];
  readonly extension: SessionExtension;
} {
  const { kit, messages } = useSessionSecurityContext();
  const { current, subscribe } = kit.warnings;
  const { dismissed, extension } = useSyncExternalStore(subscribe, current, () => untouchedWarnings);
  const warnings = useMemo(
    () => inWords({ warning, warnings: others }, messages).filter(({ id }) => !dismissed.has(id)),
    [warning, others, messages, dismissed],
  );
  return { warnings, extension };
}

function inWords({ warning, warnings }: Warned, messages: Messages): readonly StandingWarning[] {
  const words = messages.warnings;
  return [
    ...(warning === undefined
      ? []
      : [{ ...warning, warningType: 'approaching_timeout', message: words[warning.reason] }]),
    ...warnings.map((other) =>
      other.warningType === 'session_limit'
        ? { ...other, message: words.limit(other.maxSessions) }
        : { ...other, message: other.message === '' ? words.unknown : other.message },
    ),
  ];
}
