'use client';
/** That there is nothing to confirm here, and the ways from here. */
import { useSessionSecurityContext } from '../../SessionSecurityContext';
import { Button } from '../../ui/Button';
import { InfoIcon } from '../../ui/icons';
import { StepUpHeading } from './StepUpHeading';
import type { StepUpHeadingProps } from './StepUpHeading';

export interface StepUpDeadEndProps {
  readonly heading: Pick<StepUpHeadingProps, 'id' | 'level' | 'className'>;
  readonly title: string;
  readonly body: string;
  readonly goBack: () => void;
  readonly onSignIn?: (() => void) | undefined;
}

export function StepUpDeadEnd({ heading, title, body, goBack, onSignIn }: StepUpDeadEndProps) {
  const { stepUp, sessionEnd } = useSessionSecurityContext().messages;
  return (
    <>
      <StepUpHeading {...heading} takesFocus icon={<InfoIcon className="rss:text-muted" />}>
        {title}
      </StepUpHeading>
      <p className="rss:m-0 rss:mt-2 rss:p-0 rss:text-body rss:text-muted rss:text-pretty">{body}</p>
      {onSignIn !== undefined && (
        <Button variant="primary" className="rss:mt-5 rss:w-full" onClick={onSignIn}>
          {sessionEnd.signIn}
        </Button>
      )}
      <Button
        variant={onSignIn === undefined ? 'primary' : 'secondary'}
        className={onSignIn === undefined ? 'rss:mt-5 rss:w-full' : 'rss:mt-2 rss:w-full'}
        onClick={goBack}
      >
        {stepUp.goBack}
      </Button>
    </>
  );
}
