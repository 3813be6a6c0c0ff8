'use client';
/** The sentence that counts down; alone in rendering once a second. Not read out by itself (SPEC A12). Renders a `<span>`. */
import { useSecondsLeft } from '../../hooks/useSecondsLeft';
import { formatCountdown } from '../../formatTimeLeft';
import { useSessionSecurityContext } from '../../SessionSecurityContext';

export function Countdown({ expiresAt }: { readonly expiresAt: number }) {
  const { messages, locale } = useSessionSecurityContext();
  const seconds = useSecondsLeft(expiresAt);
  return (
    <span role="timer" data-slot="session-countdown" className="rss:tabular-nums">
      {messages.warnings.signedOutIn(formatCountdown(seconds, locale))}
    </span>
  );
}
