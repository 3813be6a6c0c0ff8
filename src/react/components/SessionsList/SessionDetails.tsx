'use client';
/** Everything known about one device, and the two rarer actions: rename it, say that it is not yours. */
import { useEffect, useRef, useState } from 'react';
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
  /** The absolute moment, which tells alike names apart. */
  readonly lastActive: string;
  readonly isRenaming: boolean;
}

export function SessionDetails({ id, session, description, name, lastActive, isRenaming }: SessionDetailsProps) {
  const { kit, formatters, messages } = useSessionSecurityContext();
  const { actions, classNames } = useSessionsListContext();
  /** A form that only scrolled back into sight takes no focus. */
  const [wasRenamingAtMount] = useState(isRenaming);
  const renameRef = useReturningFocus(isRenaming);
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

  return (
    <div id={id} data-slot="session-details" className={cn('rss:px-4 rss:pb-4 rss:@xl:ps-17', classNames.details)}>
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
        <RenameForm
          session={session}
          currentName={description.name}
          takesFocus={!wasRenamingAtMount}
          onDone={() => actions.setView(session.id, 'details')}
        />
      ) : (
        <div className="rss:mt-4 rss:flex rss:flex-wrap rss:gap-2">
          {kit.abilities.rename && (
            <Button
              ref={renameRef}
              aria-label={words.renameNamed(name, lastActive)}
              onClick={() => actions.setView(session.id, 'renaming')}
            >
              {words.rename}
            </Button>
          )}
          {!session.isCurrent && kit.abilities.revoke && (
            <Button aria-label={words.notMeNamed(name, lastActive)} onClick={() => actions.askNotMe(session)}>
              {words.notMe}
            </Button>
          )}
        </div>
      )}
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
