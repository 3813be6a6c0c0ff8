'use client';
/** How many backup codes are left, and new ones. While they are new, they stand here, once (R37). */
import { toEpochMs } from '../../../contract/instant';
import type { SecondFactors } from '../../../contract/secondFactor';
import { useSessionSecurityContext } from '../../SessionSecurityContext';
import { Button } from '../../ui/Button';
import { ListIcon } from '../../ui/icons';
import { Notice } from '../../ui/Notice';
import { FactorCard } from './FactorCard';
import { NewBackupCodes } from './NewBackupCodes';
import { useTwoFactorPanel } from './TwoFactorContext';
import { twoFactorFailureText } from './twoFactorFailureText';

/** From here on down, new ones are due (R37). */
const few = 2;

export function BackupCodesCard({ remaining, generatedAt }: SecondFactors['backupCodes']) {
  const { kit, formatters, messages } = useSessionSecurityContext();
  const { setup, actions } = useTwoFactorPanel();
  const words = messages.twoFactorSetup;
  const { step, pending, failed, can } = setup;
  const madeAt = generatedAt === null ? undefined : toEpochMs(generatedAt);
  const isIdle = step.status === 'idle' || step.status === 'beginning';
  return (
    <FactorCard
      slot="two-factor-codes"
      icon={<ListIcon />}
      title={words.codes}
      body={
        <span className="rss:tabular-nums">
          {words.codesLeft(remaining)}
          {madeAt !== undefined && ` · ${words.codesMade(formatters.date(madeAt, kit.serverClock.reading()))}`}
        </span>
      }
      actions={
        isIdle &&
        can.regenerate && (
          <Button pending={pending?.change === 'regenerate'} onClick={() => actions.ask({ kind: 'newCodes' })}>
            {words.newCodes}
          </Button>
        )
      }
      error={failed?.change === 'regenerate' ? twoFactorFailureText(failed.failure, messages) : undefined}
    >
      {step.status === 'codes' ? (
        <NewBackupCodes step={step} />
      ) : (
        remaining <= few && (
          <Notice tone="warning" className="rss:mt-3" data-slot="few-backup-codes">
            {words.fewCodes(remaining)}
          </Notice>
        )
      )}
    </FactorCard>
  );
}
