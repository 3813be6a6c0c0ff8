/** Numbers for devices that would otherwise be called alike, so that every button has a name of its own (R112). */
import { cleanDeviceName } from '../../../contract/deviceName';
import { toEpochMs } from '../../../contract/instant';
import type { SessionInfo } from '../../../contract/session';

const minuteMs = 60_000;

/** Only what needs one is in the map: the second is 2, the third 3. */
export function sessionOrdinals(sessions: readonly SessionInfo[]): ReadonlyMap<string, number> {
  const seen = new Map<string, number>();
  const ordinals = new Map<string, number>();
  for (const { id, deviceName, lastActivityAt } of sessions) {
    const label = `${Math.floor((toEpochMs(lastActivityAt) ?? 0) / minuteMs)} ${cleanDeviceName(deviceName)}`;
    const ordinal = (seen.get(label) ?? 0) + 1;
    seen.set(label, ordinal);
    if (ordinal > 1) ordinals.set(id, ordinal);
  }
  return ordinals;
}
