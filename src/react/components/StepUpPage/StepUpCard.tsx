'use client';
/** What the page says and asks, by where its errand stands. Renders a `<section>`. */
import { useId } from 'react';
import { useSessionSecurityContext } from '../../SessionSecurityContext';
import { Button } from '../../ui/Button';
import { cn } from '../../ui/cn';
import { ShieldCheckIcon, SpinnerIcon } from '../../ui/icons';
import { Notice } from '../../ui/Notice';
import type { PromptFormProps, ProofPrompt } from '../ProofPrompt/ProofPrompt';
import { PromptNote } from '../ProofPrompt/PromptNote';
import { StepUpAsk } from './StepUpAsk';
import { StepUpDeadEnd } from './StepUpDeadEnd';
import { StepUpEnd } from './StepUpEnd';
import { StepUpHeading } from './StepUpHeading';
import type { StepUpPageClassNames } from './StepUpPage';
import type { StepUpErrand, StepUpErrandResult } from './useStepUpErrand';

export interface StepUpCardProps extends Omit<PromptFormProps, 'prompt' | 'classNames'>, StepUpErrandResult {
  readonly prompt: ProofPrompt | undefined;
  readonly onSignIn: (() => void) | undefined;
  readonly headingLevel: 1 | 2 | 3 | 4;
  readonly classNames: StepUpPageClassNames | undefined;
}

export function StepUpCard(props: StepUpCardProps) {
  const { messages } = useSessionSecurityContext();
  const { errand, prompt, goBack, retry, onSignIn, headingLevel, ...form } = props;
  const { classNames } = form;
  const headingId = useId();
  const heading = { id: headingId, level: headingLevel, className: classNames?.title };
  return (
    <section
      aria-labelledby={headingId}
      data-slot="step-up-card"
      className={cn(
        'rss:w-full rss:max-w-[26.25rem] rss:rounded-card rss:border rss:border-line rss:bg-surface rss:p-[min(1.25rem,6.25vw)] rss:shadow-card',
        classNames?.card,
      )}
    >
      {content(errand)}
    </section>
  );

  function content(current: StepUpErrand) {
    const { twoFactor, stepUp, failures, common } = messages;
    switch (current.status) {
      case 'invalid':
        return <StepUpDeadEnd heading={heading} {...stepUp.invalid} goBack={goBack} />;
      case 'ended':
        return <StepUpEnd heading={heading} goBack={goBack} onSignIn={onSignIn} />;
      case 'reading':
      case 'asking':
      case 'leaving':
      case 'failed':
        return (
          <>
            <StepUpHeading {...heading} icon={<ShieldCheckIcon className="rss:text-accent" />}>
              {twoFactor.title}
            </StepUpHeading>
            {current.status === 'asking' && (
              <StepUpAsk {...form} prompt={prompt} actionType={current.action.actionType} />
            )}
            {current.status === 'reading' && (
              <PromptNote slot="prompt-opening" icon={<SpinnerIcon />}>
                {twoFactor.opening}
              </PromptNote>
            )}
            {current.status === 'failed' && (
              <>
                <Notice tone="danger" role="alert" className="rss:mt-4">
                  {failures.unknown}
                </Notice>
                <Button variant="primary" className="rss:mt-4 rss:w-full" onClick={retry}>
                  {common.retry}
                </Button>
                <Button className="rss:mt-2 rss:w-full" onClick={goBack}>
                  {stepUp.goBack}
                </Button>
              </>
            )}
            <p role="status" data-slot="step-up-leaving" className="rss:m-0 rss:p-0 rss:text-body rss:text-muted">
              {current.status === 'leaving' && (
                <span className={cn('rss:mt-4 rss:block', current.isProven && 'rss:text-success-ink')}>
                  {current.isProven && `${twoFactor.confirmed}. `}
                  {stepUp.goingBack}
                </span>
              )}
            </p>
          </>
        );
      default:
        return current satisfies never;
    }
  }
}
