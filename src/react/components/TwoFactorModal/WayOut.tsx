'use client';
/** What can be done where no code can be entered: wait, and see for how long, or begin again. */
import { useEffect, useRef } from 'react';
import { useSessionSecurityContext } from '../../SessionSecurityContext';
import { Button } from '../../ui/Button';
import { Countdown } from '../../ui/Countdown';
import type { TwoFactorPrompt } from './TwoFactorPrompt';

export function WayOut({ prompt: { state, actions } }: { readonly prompt: TwoFactorPrompt }) {
  const { messages } = useSessionSecurityContext();
  const buttonRef = useRef<HTMLButtonElement>(null);
  useEffect(() => buttonRef.current?.focus(), []);
  const { status, lockedUntil } = state;
  const words = messages.twoFactor;
  if (status === 'locked') {
    return (
      <p
        data-slot="two-factor-countdown"
        className="rss:m-0 rss:mt-3 rss:p-0 rss:text-body rss:font-medium rss:text-ink"
      >
        {lockedUntil !== undefined && <Countdown key={lockedUntil} at={lockedUntil} text={words.lockedFor} />}
      </p>
    );
  }
  return (
    <Button ref={buttonRef} variant="primary" className="rss:mt-4 rss:w-full" onClick={actions.restart}>
      {status === 'expired' ? words.startAgain : messages.common.retry}
    </Button>
  );
}
