'use client';
/** The secret is worth nothing any more: why, and the way to a new one. */
import { useSessionSecurityContext } from '../../SessionSecurityContext';
import type { TwoFactorStep } from '../../twoFactorTransition';
import { Button } from '../../ui/Button';
import { Notice } from '../../ui/Notice';
import { useTwoFactorPanel } from './TwoFactorContext';

export interface VoidStepProps {
  readonly reason: Extract<TwoFactorStep, { readonly status: 'void' }>['reason'];
  /** An app is set up all the same: the confirmation was carried out, and its answer got lost. */
  readonly isOn: boolean;
}

export function VoidStep({ reason, isOn }: VoidStepProps) {
  const { messages } = useSessionSecurityContext();
  const { actions, stepRef } = useTwoFactorPanel();
  const words = messages.twoFactorSetup;
  const isDone = reason === 'forgotten' && isOn;
  return (
    <div data-slot="two-factor-void" className="rss:mt-4">
      <div role="alert">
        <Notice tone="warning">{isDone ? words.onWithoutCodes : words.voided[reason]}</Notice>
      </div>
      <div className="rss:mt-3 rss:flex rss:flex-wrap rss:gap-2">
        {isDone ? (
          <Button ref={stepRef} onClick={actions.cancel}>
            {messages.common.close}
          </Button>
        ) : (
          <>
            <Button ref={stepRef} variant="primary" onClick={actions.setUp}>
              {messages.twoFactor.startAgain}
            </Button>
            <Button onClick={actions.cancel}>{messages.common.cancel}</Button>
          </>
        )}
      </div>
    </div>
  );
}
