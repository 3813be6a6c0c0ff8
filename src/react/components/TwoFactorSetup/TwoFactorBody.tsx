'use client';
/** What the panel shows in each of its states. Loading, failed, signed out and filled never look alike. */
import { failureText } from '../../failureText';
import { useSessionSecurityContext } from '../../SessionSecurityContext';
import { Button } from '../../ui/Button';
import { SignedOutIcon, WarningIcon } from '../../ui/icons';
import { Notice } from '../../ui/Notice';
import { Skeleton } from '../../ui/Skeleton';
import { AppCard } from './AppCard';
import { BackupCodesCard } from './BackupCodesCard';
import { PasskeysCard } from './PasskeysCard';
import { useTwoFactorPanel } from './TwoFactorContext';
import { MessageCard } from '../../ui/MessageCard';

export function TwoFactorBody() {
  const { messages } = useSessionSecurityContext();
  const { setup } = useTwoFactorPanel();
  const words = messages.twoFactorSetup;
  const retry = (
    <Button pending={setup.isFetching} onClick={() => void setup.refetch()}>
      {messages.common.retry}
    </Button>
  );
  switch (setup.status) {
    case 'loading':
      return <Loading text={words.loading} />;
    case 'error':
      return (
        <MessageCard
          role="alert"
          slot="two-factor-error"
          icon={<WarningIcon />}
          title={words.errorTitle}
          body={setup.error && failureText(setup.error, messages)}
          action={retry}
        />
      );
    case 'signed-out':
      return (
        <MessageCard
          role="alert"
          slot="two-factor-signed-out"
          icon={<SignedOutIcon />}
          title={messages.sessions.ended[setup.end?.reason ?? 'signedOut'].title}
          body={messages.errors.UNAUTHENTICATED}
        />
      );
    case 'ready': {
      const { factors, staleReason, step } = setup;
      if (factors === undefined) return null;
      const { totp, canManageTotp, backupCodes, passkeys, maxPasskeys } = factors;
      const isOn = totp === 'active';
      return (
        <>
          <div role="status" className="rss:empty:hidden">
            {staleReason === 'offline' && <Notice tone="offline">{words.offline}</Notice>}
            {staleReason === 'error' && (
              <Notice tone="warning" action={retry}>
                {words.stale}
              </Notice>
            )}
          </div>
          <AppCard isOn={isOn} isManaged={canManageTotp} />
          {(isOn || step.status === 'codes') && <BackupCodesCard {...backupCodes} />}
          {(maxPasskeys > 0 || passkeys.length > 0) && <PasskeysCard passkeys={passkeys} maxPasskeys={maxPasskeys} />}
        </>
      );
    }
    default:
      return setup.status satisfies never;
  }
}

const widths = ['rss:w-36', 'rss:w-28'];

function Loading({ text }: { readonly text: string }) {
  return (
    <>
      {widths.map((width) => (
        <div
          key={width}
          className="rss:flex rss:items-center rss:gap-3 rss:rounded-card rss:border rss:border-line rss:bg-surface rss:p-4 rss:shadow-card"
        >
          <Skeleton className="rss:size-10 rss:shrink-0" />
          <div className="rss:flex rss:min-w-0 rss:flex-1 rss:flex-col rss:gap-2">
            <Skeleton className={`rss:h-3.5 rss:max-w-full ${width}`} />
            <Skeleton className="rss:h-3 rss:w-64 rss:max-w-full" />
          </div>
        </div>
      ))}
      <p role="status" className="rss:sr-only">
        {text}
      </p>
    </>
  );
}
