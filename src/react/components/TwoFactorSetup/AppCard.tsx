'use client';
/** The authenticator app: on or off, set it up, put another in its place, turn it off. */
import { useSessionSecurityContext } from '../../SessionSecurityContext';
import { Badge } from '../../ui/Badge';
import { Button } from '../../ui/Button';
import { MobileIcon, ShieldCheckIcon } from '../../ui/icons';
import { FactorCard } from './FactorCard';
import { ScanStep } from './ScanStep';
import { useTwoFactorPanel } from './TwoFactorContext';
import { twoFactorFailureText } from './twoFactorFailureText';
import { VoidStep } from './VoidStep';

export function AppCard({ isOn, isManaged }: { readonly isOn: boolean; readonly isManaged: boolean }) {
  const { messages } = useSessionSecurityContext();
  const { setup, actions, classNames } = useTwoFactorPanel();
  const words = messages.twoFactorSetup;
  const { step, pending, failed, can } = setup;
  const isOwn = failed?.change === 'setUp' || failed?.change === 'disable';
  const isIdle = step.status === 'idle' || step.status === 'beginning';
  return (
    <FactorCard
      slot="two-factor-app"
      icon={<MobileIcon />}
      title={words.app}
      badge={
        <Badge tone={isOn ? 'success' : 'neutral'} className={classNames.badge}>
          {isOn && <ShieldCheckIcon size="rss:size-3.5" />}
          {isOn ? words.on : words.off}
        </Badge>
      }
      body={
        <>
          {isOn ? words.appOn : words.appOff}
          {!isManaged && ` ${words.appElsewhere}`}
        </>
      }
      actions={
        isIdle && (
          <>
            {can.setUp && (
              <Button
                variant={isOn ? 'secondary' : 'primary'}
                pending={pending?.change === 'setUp'}
                onClick={actions.setUp}
              >
                {isOn ? words.changeApp : words.setUp}
              </Button>
            )}
            {can.disable && (
              <Button
                variant="ghost"
                pending={pending?.change === 'disable'}
                onClick={() => actions.ask({ kind: 'turnOff' })}
              >
                {words.turnOff}
              </Button>
            )}
          </>
        )
      }
      error={isOwn ? twoFactorFailureText(failed.failure, messages) : undefined}
    >
      {(step.status === 'scan' || step.status === 'confirming') && <ScanStep key={step.enrolmentId} step={step} />}
      {step.status === 'void' && <VoidStep reason={step.reason} isOn={isOn} />}
    </FactorCard>
  );
}
