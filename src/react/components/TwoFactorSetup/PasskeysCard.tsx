'use client';
/** The user's passkeys, and one more. */
import { canCreatePasskeys } from '../../createPasskey';
import type { SecondFactors } from '../../../contract/secondFactor';
import { useSessionSecurityContext } from '../../SessionSecurityContext';
import { Button } from '../../ui/Button';
import { KeyIcon } from '../../ui/icons';
import { FactorCard } from './FactorCard';
import { PasskeyRow } from './PasskeyRow';
import { useTwoFactorPanel } from './TwoFactorContext';
import { twoFactorFailureText } from './twoFactorFailureText';

export function PasskeysCard({ passkeys, maxPasskeys }: Pick<SecondFactors, 'passkeys' | 'maxPasskeys'>) {
  const { messages } = useSessionSecurityContext();
  const { setup, actions } = useTwoFactorPanel();
  const words = messages.twoFactorSetup;
  const { step, pending, failed, can } = setup;
  const isIdle = step.status === 'idle' || step.status === 'beginning';
  const isFull = maxPasskeys > 0 && passkeys.length >= maxPasskeys;
  return (
    <FactorCard
      slot="two-factor-passkeys"
      icon={<KeyIcon />}
      title={words.passkeys}
      body={
        <>
          {words.passkeysBody}
          {isFull && ` ${words.passkeysFull}`}
          {!isFull && maxPasskeys > 0 && !canCreatePasskeys() && ` ${words.passkeysUnsupported}`}
        </>
      }
      actions={
        isIdle &&
        can.addPasskey && (
          <Button pending={pending?.change === 'addPasskey'} onClick={actions.addPasskey}>
            {words.addPasskey}
          </Button>
        )
      }
      error={failed?.change === 'addPasskey' ? twoFactorFailureText(failed.failure, messages) : undefined}
    >
      {passkeys.length > 0 && (
        <ul
          aria-label={words.passkeys}
          className="rss:m-0 rss:mt-4 rss:list-none rss:border-t rss:border-line rss:p-0 rss:empty:hidden"
        >
          {passkeys.map((passkey) => (
            <li
              key={passkey.id}
              className="rss:m-0 rss:border-b rss:border-line rss:p-0 rss:last:-mb-3 rss:last:border-b-0"
            >
              <PasskeyRow passkey={passkey} canChange={isIdle} />
            </li>
          ))}
        </ul>
      )}
    </FactorCard>
  );
}
