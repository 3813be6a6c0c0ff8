'use client';
/** Everything known about one device, and the two rarer actions: rename it, say that it is not yours. */
import { useRef, useState } from 'react';
import type { SessionInfo } from '../../../contract/session';
import { useSessionSecurityContext } from '../../SessionSecurityContext';
import { Button } from '../../ui/Button';
import { cn } from '../../ui/cn';
import type { SessionDescription } from './describeSession';
import { RenameForm } from './RenameForm';
import { useSessionsListContext } from './SessionsListContext';

export interface SessionDetailsProps {
  readonly id: string;
  readonly session: SessionInfo;
  readonly description: SessionDescription;
  /** Isolated, for sentences. */
  readonly name: string;
}

export function SessionDetails({ id, session, description, name }: SessionDetailsProps) {
  const { formatters, messages } = useSessionSecurityContext();
  const { actions, classNames } = useSessionsListContext();
  const [isRenaming, setIsRenaming] = useState(false);
  const detailsRef = useRef<HTMLDivElement>(null);
  const words = messages.sessions;
  const moment = (ms: number | undefined) => (ms === undefined ? undefined : formatters.dateTime(ms));
  const facts = [
    [words.details.lastActive, moment(description.lastActiveMs)],
    [words.details.signedIn, moment(description.createdMs)],
    [words.details.expires, moment(description.expiresMs)],
    [words.details.method, description.signInMethod],
    [words.details.software, description.fullSoftware],
    [words.details.appVersion, description.appVersion],
    [words.details.place, description.place],
    [words.details.ipAddress, description.ipAddress],
  ] as const;

  const stopRenaming = () => {
    setIsRenaming(false);
    detailsRef.current?.focus();
  };

  return (
    <div
      ref={detailsRef}
      id={id}
      tabIndex={-1}
      data-slot="session-details"
      className={cn('rss:px-4 rss:pb-4 rss:outline-none rss:@xl:ps-17', classNames.details)}
    >
      <dl className="rss:m-0 rss:grid rss:grid-cols-1 rss:gap-x-6 rss:gap-y-2.5 rss:border-t rss:border-line rss:p-0 rss:pt-3.5 rss:@md:grid-cols-2">
        {facts.map(
          ([term, fact]) =>
            fact !== undefined && (
              <div key={term} className="rss:min-w-0">
                <dt className="rss:text-meta rss:text-muted">{term}</dt>
                <dd className="rss:m-0 rss:p-0 rss:text-ink rss:tabular-nums rss:wrap-anywhere">
                  {term === words.details.ipAddress ? <bdi dir="ltr">{fact}</bdi> : fact}
                </dd>
              </div>
            ),
        )}
      </dl>
      {isRenaming ? (
        <RenameForm session={session} currentName={description.name} onDone={stopRenaming} />
      ) : (
        <div className="rss:mt-4 rss:flex rss:flex-wrap rss:gap-2">
          <Button aria-label={words.renameNamed(name)} onClick={() => setIsRenaming(true)}>
            {words.rename}
          </Button>
          {!session.isCurrent && (
            <Button aria-label={words.notMeNamed(name)} onClick={() => actions.askNotMe(session)}>
              {words.notMe}
            </Button>
          )}
        </div>
      )}
    </div>
  );
}
