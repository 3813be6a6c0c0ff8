'use client';
/** One passkey: its name, since when, when it was last used; another name, or its end. */
import { useEffect, useRef, useState } from 'react';
import { cleanDeviceName } from '../../../contract/deviceName';
import { toEpochMs } from '../../../contract/instant';
import type { Passkey } from '../../../contract/passkey';
import { isolate } from '../../messages/isolate';
import { useSessionSecurityContext } from '../../SessionSecurityContext';
import { Badge } from '../../ui/Badge';
import { Button } from '../../ui/Button';
import { cn } from '../../ui/cn';
import { RelativeTime } from '../../ui/RelativeTime';
import { PasskeyRename } from './PasskeyRename';
import { useTwoFactorPanel } from './TwoFactorContext';
import { twoFactorFailureText } from './twoFactorFailureText';

export interface PasskeyRowProps {
  readonly passkey: Passkey;
  readonly canChange: boolean;
}

export function PasskeyRow({ passkey, canChange }: PasskeyRowProps) {
  const { kit, formatters, messages } = useSessionSecurityContext();
  const { setup, actions, classNames } = useTwoFactorPanel();
  const words = messages.twoFactorSetup;
  const [isRenaming, setRenaming] = useState(false);
  const renameRef = useReturningFocus(isRenaming);
  const { pending, failed, can } = setup;
  const name = cleanDeviceName(passkey.name) || words.unnamedPasskey;
  const createdMs = toEpochMs(passkey.createdAt);
  const usedMs = passkey.lastUsedAt === null ? undefined : toEpochMs(passkey.lastUsedAt);
  const isRemoving = pending?.change === 'removePasskey' && pending.passkeyId === passkey.id;
  const hasFailed = failed?.change === 'removePasskey' && failed.passkeyId === passkey.id;

  return (
    <div
      data-slot="passkey"
      data-state={isRemoving ? 'removing' : 'idle'}
      className={cn('rss:py-3', classNames.passkey)}
    >
      <div className="rss:flex rss:flex-wrap rss:items-center rss:gap-x-3 rss:gap-y-2">
        <div className="rss:min-w-0 rss:flex-1 rss:basis-48">
          <p className="rss:m-0 rss:flex rss:flex-wrap rss:items-center rss:gap-x-2 rss:gap-y-0.5 rss:p-0">
            <bdi className="rss:min-w-0 rss:font-medium rss:text-ink rss:wrap-anywhere">{name}</bdi>
            {passkey.isSynced && <Badge className={classNames.badge}>{words.synced}</Badge>}
          </p>
          <p className="rss:m-0 rss:p-0 rss:text-meta rss:text-muted rss:tabular-nums">
            {createdMs !== undefined && `${words.added(formatters.date(createdMs, kit.serverClock.reading()))} · `}
            {usedMs === undefined ? words.neverUsed : <RelativeTime epochMs={usedMs} format={words.lastUsed} />}
          </p>
        </div>
        {canChange && !isRenaming && (
          <div className="rss:-mx-2 rss:flex rss:flex-wrap rss:gap-1">
            {can.renamePasskey && (
              <Button
                ref={renameRef}
                variant="ghost"
                shape="row"
                aria-label={words.renameNamed(isolate(name))}
                onClick={() => setRenaming(true)}
              >
                {words.rename}
              </Button>
            )}
            {can.removePasskey && (
              <Button
                variant="ghost"
                shape="row"
                pending={isRemoving}
                aria-label={words.removeNamed(isolate(name))}
                onClick={() => actions.ask({ kind: 'removePasskey', passkey })}
              >
                {words.remove}
              </Button>
            )}
          </div>
        )}
      </div>
      <p role="alert" className="rss:m-0 rss:p-0 rss:text-meta rss:text-danger-ink rss:text-pretty">
        {hasFailed && twoFactorFailureText(failed.failure, messages)}
      </p>
      {isRenaming && <PasskeyRename passkeyId={passkey.id} name={name} onDone={() => setRenaming(false)} />}
    </div>
  );
}

/** The button that opened the form has the focus again when the form is done. */
function useReturningFocus(isAway: boolean) {
  const ref = useRef<HTMLButtonElement>(null);
  const wasAwayRef = useRef(isAway);
  useEffect(() => {
    if (wasAwayRef.current && !isAway) ref.current?.focus();
    wasAwayRef.current = isAway;
  }, [isAway]);
  return ref;
}
