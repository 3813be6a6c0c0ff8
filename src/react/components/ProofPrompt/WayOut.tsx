'use client';
/** What can be done where no proof can be given: wait, and see for how long, begin again, or nothing. */
import { useEffect, useRef } from 'react';
import { useSessionSecurityContext } from '../../SessionSecurityContext';
import { Button } from '../../ui/Button';
import { Countdown } from '../../ui/Countdown';
import { isHopeless } from './isHopeless';
import type { ProofPrompt } from './ProofPrompt';

export function WayOut({ prompt: { state, actions } }: { readonly prompt: ProofPrompt }) {
  const { messages } = useSessionSecurityContext();
  const buttonRef = useRef<HTMLButtonElement>(null);
  useEffect(() => buttonRef.current?.focus(), []);
  const { status, lockedUntil } = state;
  const words = messages.twoFactor;
  if (status === 'locked') {
    return (
      <p data-slot="prompt-countdown" className="rss:m-0 rss:mt-3 rss:p-0 rss:text-body rss:font-medium rss:text-ink">
        {lockedUntil !== undefined && <Countdown key={lockedUntil} at={lockedUntil} text={words.lockedFor} />}
      </p>
    );
  }
  if (isHopeless(state)) return null;
  return (
    <Button ref={buttonRef} variant="primary" className="rss:mt-4 rss:w-full" onClick={actions.restart}>
      {status === 'expired' ? words.startAgain : messages.common.retry}
    </Button>
  );
}
