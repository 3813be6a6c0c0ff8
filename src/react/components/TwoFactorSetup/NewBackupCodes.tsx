'use client';
/** Backup codes that are shown this once: to be copied, kept as a file, or printed, and then dropped (R37). */
import { useEffect, useRef } from 'react';
import type { Cancel } from '../../../contract/clock';
import { useSessionSecurityContext } from '../../SessionSecurityContext';
import type { TwoFactorStep } from '../../twoFactorTransition';
import { Button } from '../../ui/Button';
import { cn } from '../../ui/cn';
import { backupCodesText, plainText } from './backupCodesText';
import { CopyNote } from './CopyNote';
import { downloadText } from './downloadText';
import { printCodes } from './printCodes';
import { StepHeading } from './StepHeading';
import { useTwoFactorPanel } from './TwoFactorContext';
import { useCopy } from './useCopy';

export interface NewBackupCodesProps {
  readonly step: Extract<TwoFactorStep, { readonly status: 'codes' }>;
}

export function NewBackupCodes({ step: { backupCodes, after } }: NewBackupCodesProps) {
  const { kit, messages } = useSessionSecurityContext();
  const { actions, classNames, stepRef } = useTwoFactorPanel();
  const words = messages.twoFactorSetup;
  const copying = useCopy();
  const removeFrameRef = useRef<Cancel>(undefined);
  useEffect(() => () => removeFrameRef.current?.(), []);
  const text = () => backupCodesText(backupCodes, messages);

  return (
    <div data-slot="new-backup-codes" className="rss:mt-4 rss:border-t rss:border-line rss:pt-4">
      <StepHeading headingRef={stepRef}>{words.saveTitle[after]}</StepHeading>
      <p className="rss:m-0 rss:mt-0.5 rss:p-0 rss:text-muted rss:text-pretty">{words.saveBody}</p>
      <ul
        dir="ltr"
        className={cn(
          'rss:m-0 rss:mt-3 rss:grid rss:max-w-sm rss:list-none rss:grid-cols-2 rss:gap-x-4 rss:gap-y-1.5 rss:rounded-control rss:bg-bg rss:p-4 rss:font-code rss:text-body rss:text-ink rss:tabular-nums rss:forced-colors:border',
          classNames.backupCodes,
        )}
      >
        {backupCodes.map((code) => (
          <li key={code} className="rss:m-0 rss:p-0 rss:text-center">
            {code}
          </li>
        ))}
      </ul>
      <div className="rss:mt-3 rss:flex rss:flex-wrap rss:gap-2">
        <Button onClick={() => copying.copy(plainText(text()))}>{words.copyCodes}</Button>
        <Button onClick={() => downloadText(words.fileName, plainText(text()), kit.client.clock)}>
          {words.downloadCodes}
        </Button>
        <Button
          onClick={() => {
            removeFrameRef.current?.();
            removeFrameRef.current = printCodes(text());
          }}
        >
          {words.printCodes}
        </Button>
      </div>
      <CopyNote state={copying.state} copied={words.codesCopied} />
      <Button variant="primary" className="rss:mt-2" onClick={actions.acknowledgeCodes}>
        {words.codesSaved}
      </Button>
    </div>
  );
}
