'use client';
/** A sentence with the time that is left until a moment; alone in rendering once a second, and not read out by itself (R103). Renders a `<span>`. */
import { formatCountdown } from '../formatTimeLeft';
import { useSecondsLeft } from '../hooks/useSecondsLeft';
import { useSessionSecurityContext } from '../SessionSecurityContext';

export interface CountdownProps {
  /** Epoch milliseconds by the server's clock; for another moment, give another `key`. */
  readonly at: number;
  readonly text: (countdown: string) => string;
}

export function Countdown({ at, text }: CountdownProps) {
  const { locale } = useSessionSecurityContext();
  const seconds = useSecondsLeft(at);
  return (
    <span role="timer" className="rss:tabular-nums">
      {text(formatCountdown(seconds, locale))}
    </span>
  );
}
