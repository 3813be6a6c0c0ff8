'use client';
/** The secret for the app, as a picture and as text, and the first code of it. Mounted anew for each secret. */
import { useCallback, useEffect, useRef, useState } from 'react';
import { readCode } from '../../readCode';
import { useSessionSecurityContext } from '../../SessionSecurityContext';
import type { TwoFactorFailure } from '../../twoFactorFailure';
import type { TwoFactorStep } from '../../twoFactorTransition';
import { Button } from '../../ui/Button';
import { Countdown } from '../../ui/Countdown';
import { CodeInput } from '../CodeInput/CodeInput';
import { QrCode } from './QrCode';
import { SetupKey } from './SetupKey';
import { StepHeading } from './StepHeading';
import { useTwoFactorPanel } from './TwoFactorContext';
import { twoFactorFailureText } from './twoFactorFailureText';

export interface ScanStepProps {
  readonly step: Extract<TwoFactorStep, { readonly status: 'scan' | 'confirming' }>;
}

export function ScanStep({ step }: ScanStepProps) {
  const { messages } = useSessionSecurityContext();
  const { actions, classNames, stepRef } = useTwoFactorPanel();
  const words = messages.twoFactorSetup;
  const [isUndrawn, setUndrawn] = useState(false);
  const [code, setCode] = useState('');
  const [isMalformed, setMalformed] = useState(false);
  /** Until the user begins to mend it. */
  const [seen, setSeen] = useState<TwoFactorFailure>();
  const inputRef = useRef<HTMLInputElement>(null);
  const offerKey = useCallback(() => setUndrawn(true), []);
  const isConfirming = step.status === 'confirming';
  const failure = step.status === 'scan' ? step.failure : undefined;
  useEffect(() => {
    if (failure === undefined) return;
    inputRef.current?.focus();
    inputRef.current?.select();
  }, [failure]);

  const submit = (text: string): void => {
    const whole = readCode('2fa_totp', text);
    setMalformed(whole === undefined);
    if (whole === undefined) inputRef.current?.focus();
    else actions.confirm(whole);
  };
  const error = failure === undefined || failure === seen ? undefined : twoFactorFailureText(failure, messages);

  return (
    <div data-slot="two-factor-scan" className="rss:mt-4 rss:border-t rss:border-line rss:pt-4">
      <StepHeading headingRef={stepRef}>{words.scanTitle}</StepHeading>
      <p className="rss:m-0 rss:mt-0.5 rss:p-0 rss:text-muted rss:text-pretty">{words.scanBody}</p>
      <div className="rss:mt-3 rss:flex rss:flex-wrap rss:items-start rss:gap-4">
        <QrCode text={step.otpauthUri} onFailed={offerKey} className={classNames.qrCode} />
        <div className="rss:min-w-0 rss:flex-1 rss:basis-56">
          <SetupKey secret={step.secret} isNeeded={isUndrawn} />
          <p className="rss:m-0 rss:mt-1 rss:p-0 rss:text-meta rss:text-muted">
            <Countdown key={step.expiresAt} at={step.expiresAt} text={words.validFor} />
          </p>
        </div>
      </div>
      <form
        noValidate
        className="rss:mt-5"
        onSubmit={(event) => {
          event.preventDefault();
          // A form around the panel is none of this one's business.
          event.stopPropagation();
          if (!isConfirming) submit(code);
        }}
      >
        <CodeInput
          inputRef={inputRef}
          label={words.codeLabel}
          value={code}
          readOnly={isConfirming}
          onValueChange={(value) => {
            setCode(value);
            setMalformed(false);
            setSeen(failure);
          }}
          onComplete={submit}
          hint={messages.twoFactor.digitsHint(true)}
          error={isMalformed ? messages.twoFactor.notADigitsCode : error}
        />
        <div className="rss:mt-3 rss:flex rss:flex-wrap rss:gap-2">
          <Button type="submit" variant="primary" pending={isConfirming}>
            {words.confirm}
          </Button>
          <Button disabled={isConfirming} onClick={actions.cancel}>
            {messages.common.cancel}
          </Button>
        </div>
      </form>
    </div>
  );
}
