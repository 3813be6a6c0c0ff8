'use client';
/** The secret for where no camera is: shown when it is asked for, in groups of four, to be copied. Renders a `<div>`. */
import { useId, useState } from 'react';
import { useSessionSecurityContext } from '../../SessionSecurityContext';
import { Button } from '../../ui/Button';
import { cn } from '../../ui/cn';
import { ChevronIcon } from '../../ui/icons';
import { CopyNote } from './CopyNote';
import { useTwoFactorPanel } from './TwoFactorContext';
import { useCopy } from './useCopy';

export interface SetupKeyProps {
  /** Base32. */
  readonly secret: string;
  /** There is no picture to scan. */
  readonly isNeeded: boolean;
}

export function SetupKey({ secret, isNeeded }: SetupKeyProps) {
  const words = useSessionSecurityContext().messages.twoFactorSetup;
  const { classNames } = useTwoFactorPanel();
  const [isAsked, setAsked] = useState(false);
  const copying = useCopy();
  const id = useId();
  const isOpen = isAsked || isNeeded;

  return (
    <div data-slot="setup-key">
      {!isNeeded && (
        <Button
          variant="ghost"
          aria-expanded={isOpen}
          aria-controls={isOpen ? id : undefined}
          onClick={() => setAsked(!isAsked)}
          className="rss:-ms-3.5 rss:pe-2"
        >
          {words.cantScan}
          <ChevronIcon
            className={cn('rss:text-muted rss:transition-transform rss:duration-fast', isOpen && 'rss:rotate-180')}
          />
        </Button>
      )}
      {isOpen && (
        <div id={id} className="rss:mt-2 rss:rounded-control rss:bg-bg rss:p-3 rss:forced-colors:border">
          <p className="rss:m-0 rss:p-0 rss:text-meta rss:text-muted">{words.keyLabel}</p>
          <p
            dir="ltr"
            className={cn(
              'rss:m-0 rss:mt-0.5 rss:flex rss:flex-wrap rss:gap-x-2 rss:p-0 rss:font-code rss:text-body rss:text-ink rss:select-all rss:rtl:justify-end',
              classNames.secret,
            )}
          >
            {inGroupsOfFour(secret).map(({ start, text }) => (
              <span key={start}>{text}</span>
            ))}
          </p>
          <p className="rss:m-0 rss:mt-1.5 rss:p-0 rss:text-meta rss:text-muted rss:text-pretty">{words.keyHint}</p>
          <Button className="rss:mt-2" onClick={() => copying.copy(secret)}>
            {words.copyKey}
          </Button>
          <CopyNote state={copying.state} copied={words.keyCopied} />
        </div>
      )}
    </div>
  );
}

function inGroupsOfFour(secret: string): readonly { readonly start: number; readonly text: string }[] {
  return Array.from({ length: Math.ceil(secret.length / 4) }, (_, group) => ({
    start: group * 4,
    text: secret.slice(group * 4, group * 4 + 4),
  }));
}
