'use client';
/** Whose account it is: initials, name and masked address, as the server gives them. Keeps its room while they load. Renders a `<div>`. */
import { useSignedInUser } from '../../hooks/useSignedInUser';
import { isolate } from '../../messages/isolate';
import { useSessionSecurityContext } from '../../SessionSecurityContext';
import { PersonIcon } from '../../ui/icons';
import { Skeleton } from '../../ui/Skeleton';
import { initialsOf } from './initialsOf';

export function AccountLine() {
  const { messages } = useSessionSecurityContext();
  const user = useSignedInUser();
  if (user === undefined) return null;
  if (user === 'loading') {
    return (
      <div data-slot="step-up-account" className={row}>
        <Skeleton className="rss:size-10 rss:rounded-full" />
        <Skeleton className="rss:h-4 rss:w-40" />
      </div>
    );
  }
  const { name, contact } = user;
  const shown = name === '' ? contact : name;
  const initials = initialsOf(shown);
  return (
    <div data-slot="step-up-account" className={row}>
      <span
        aria-hidden="true"
        className="rss:grid rss:size-10 rss:shrink-0 rss:place-items-center rss:rounded-full rss:bg-accent-subtle rss:text-body rss:font-semibold rss:text-accent rss:forced-colors:border"
      >
        {initials === '' ? <PersonIcon /> : initials}
      </span>
      <p className="rss:m-0 rss:min-w-0 rss:p-0">
        <span className="rss:sr-only">{messages.stepUp.signedInAs(isolate(shown))}</span>
        <bdi aria-hidden="true" className="rss:block rss:text-body rss:font-medium rss:text-ink rss:wrap-anywhere">
          {shown}
        </bdi>
        {name !== '' && contact !== '' && (
          <bdi className="rss:block rss:text-meta rss:text-muted rss:wrap-anywhere">{contact}</bdi>
        )}
      </p>
    </div>
  );
}

const row = 'rss:mt-4 rss:flex rss:min-h-10 rss:items-center rss:gap-3';
