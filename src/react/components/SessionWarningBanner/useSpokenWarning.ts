'use client';
/** What somebody who can't see the countdown is told: at its start, at five minutes, one minute, 20 seconds, and its end. */
import { useState } from 'react';
import { formatTimeLeft } from '../../formatTimeLeft';
import { useTimeStep } from '../../hooks/useTimeStep';
import type { TimeStep } from '../../hooks/useTimeStep';
import { useSessionSecurityContext } from '../../SessionSecurityContext';
import type { Announcement } from '../../ui/LiveRegion';
import type { TimeoutNotice } from './useTimeoutNotice';

export function useSpokenWarning(
  notice: TimeoutNotice,
  hasExpired: boolean,
): { readonly announcement: Announcement | undefined; readonly step: TimeStep } {
  const { kit, locale, messages } = useSessionSecurityContext();
  const warning = notice.status === 'warning' ? notice.warning : undefined;
  const step = useTimeStep(warning?.expiresAt);
  const [spoken, setSpoken] = useState<Announcement & { readonly occasion: string }>();
  const occasion = occasionNow();
  if (occasion !== undefined && occasion !== spoken?.occasion) {
    setSpoken({ id: (spoken?.id ?? 0) + 1, occasion, text: textNow() });
  }
  return { announcement: spoken, step };

  /** Each is told once. Between two of them, and at zero while the end is awaited, there is nothing to say. */
  function occasionNow(): string | undefined {
    if (warning !== undefined) return step === 0 ? undefined : `${warning.id}.${String(step)}`;
    if (notice.status === 'failed' || notice.status === 'stayed') return spoken && notice.status;
    return hasExpired && spoken !== undefined && spoken.occasion !== 'stayed' ? 'end' : undefined;
  }

  function textNow(): string {
    if (warning !== undefined) {
      return messages.warnings.spoken(formatTimeLeft(warning.expiresAt - kit.client.engine.now(), locale));
    }
    if (notice.status === 'stayed') return messages.warnings.stayed;
    if (notice.status === 'failed') return messages.warnings.extensionFailed;
    return kit.endings.isTold() ? '' : messages.warnings.spokenEnd;
  }
}
