'use client';
/** Has a new code sent, from when the server lets it be (SPEC F7). Until then it counts down and keeps its place and focus. */
import { formatCountdown } from '../../formatTimeLeft';
import { useSecondsLeft } from '../../hooks/useSecondsLeft';
import { useSessionSecurityContext } from '../../SessionSecurityContext';
import { Button } from '../../ui/Button';

export interface ResendButtonProps {
  /** Epoch milliseconds by the server's clock; `undefined` for at once. */
  readonly at: number | undefined;
  readonly onResend: () => void;
}

export function ResendButton({ at = 0, onResend }: ResendButtonProps) {
  const { messages, locale } = useSessionSecurityContext();
  const seconds = useSecondsLeft(at);
  const words = messages.twoFactor;
  const mustWait = seconds > 0;
  return (
    <Button
      variant="ghost"
      shape="row"
      aria-disabled={mustWait || undefined}
      onClick={mustWait ? undefined : onResend}
      className="rss:tabular-nums"
    >
      {mustWait ? words.resendIn(formatCountdown(seconds, locale)) : words.resend}
    </Button>
  );
}
