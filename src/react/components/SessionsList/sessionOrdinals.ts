/** Numbers for devices that would otherwise be called alike, so that every button has a name of its own (R112). */
import { toEpochMs } from '../../../contract/instant';
import type { SessionInfo } from '../../../contract/session';

const minuteMs = 60_000;

/** Only what needs one is in the map: the second is 2, the third 3. */
export function sessionOrdinals(
  sessions: readonly SessionInfo[],
  nameOf: (session: SessionInfo) => string,
): ReadonlyMap<string, number> {
  const seen = new Map<string, number>();
  const ordinals = new Map<string, number>();
  for (const session of sessions) {
    const label = `${Math.floor((toEpochMs(session.lastActivityAt) ?? 0) / minuteMs)} ${nameOf(session)}`;
    const ordinal = (seen.get(label) ?? 0) + 1;
    seen.set(label, ordinal);
    if (ordinal > 1) ordinals.set(session.id, ordinal);
  }
  return ordinals;
}
