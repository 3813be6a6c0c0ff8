'use client';
/** What stands where something is hidden: what that is, why, and the way to see it. */
import type { UseStepUpGateResult } from '../../hooks/useStepUpGate';
import { failureText } from '../../failureText';
import { useSessionSecurityContext } from '../../SessionSecurityContext';
import { Button } from '../../ui/Button';
import { cn } from '../../ui/cn';
import { ShieldCheckIcon } from '../../ui/icons';
import { Skeleton } from '../../ui/Skeleton';
import type { StepUpGateProps } from './StepUpGate';

export interface GateCardProps extends Pick<StepUpGateProps, 'heading' | 'description' | 'classNames'> {
  readonly gate: UseStepUpGateResult;
  readonly headingLevel: 2 | 3 | 4;
}

export function GateCard({ gate, heading, headingLevel, description, classNames }: GateCardProps) {
  const { messages } = useSessionSecurityContext();
  const { common, verification: words } = messages;
  const Heading = `h${headingLevel}` as const;
  const { status, error } = gate;
  return (
    <div
      data-slot="step-up-gate-card"
      aria-busy={status === 'checking' || undefined}
      className={cn(
        'rss:@container rss:w-full rss:rounded-card rss:border rss:border-line rss:bg-surface rss:p-4 rss:shadow-card',
        classNames?.card,
      )}
    >
      <div className="rss:flex rss:flex-col rss:gap-x-5 rss:gap-y-3 rss:@md:flex-row rss:@md:items-center">
        <div className="rss:flex rss:min-w-0 rss:flex-1 rss:items-start rss:gap-3">
          <span className="rss:grid rss:size-10 rss:shrink-0 rss:place-items-center rss:rounded-full rss:bg-bg rss:text-muted">
            <ShieldCheckIcon />
          </span>
          <div className="rss:min-w-0">
            <Heading
              data-slot="step-up-gate-heading"
              className={cn(
                'rss:m-0 rss:p-0 rss:text-body rss:font-semibold rss:text-ink rss:text-balance rss:wrap-anywhere',
                classNames?.heading,
              )}
            >
              {heading ?? words.gateTitle}
            </Heading>
            <p
              className={cn(
                'rss:m-0 rss:mt-0.5 rss:p-0 rss:text-body rss:text-muted rss:text-pretty rss:wrap-anywhere',
                classNames?.description,
              )}
            >
              {status === 'signed-out' ? words.gateSignedOut : (description ?? words.gateBody)}
            </p>
            <p
              role="alert"
              className="rss:m-0 rss:p-0 rss:text-body rss:text-danger-ink rss:text-pretty rss:not-empty:mt-1"
            >
              {error !== undefined && status !== 'signed-out' && failureText(error, messages)}
            </p>
          </div>
        </div>
        {status !== 'signed-out' && <div className="rss:shrink-0 rss:ps-13 rss:@md:ps-0">{action()}</div>}
      </div>
    </div>
  );

  function action() {
    switch (status) {
      case 'checking':
        return (
          <>
            <Skeleton className="rss:h-10 rss:w-32" />
            <span className="rss:sr-only">{words.gateChecking}</span>
          </>
        );
      case 'closed':
      case 'confirming':
        return (
          <Button
            variant="primary"
            className={classNames?.confirm}
            pending={status === 'confirming'}
            onClick={() => void gate.confirm()}
          >
            {words.gateConfirm}
          </Button>
        );
      case 'failed':
        return <Button onClick={() => void gate.retry()}>{common.retry}</Button>;
      case 'open':
      case 'signed-out':
        return null;
      default:
        return status satisfies never;
    }
  }
}
