/**
 * Who may do what, for administrators. No dialog stands on this page, so a change is confirmed on the step-up page and goes
 * on here.
 */
import { useEffect, useRef } from 'react';
import { useSessionStatus } from 'react-session-security';
import { PersonRow } from '../admin/PersonRow';
import type { RoleChange } from '../admin/RoleChange';
import { usePeople } from '../admin/usePeople';
import { useRoleChange } from '../admin/useRoleChange';
import { Banner } from '../Banner';
import { describeFailure } from '../describeFailure';
import { ResumedAction } from '../ResumedAction';
import { useCatalogue } from '../words/CatalogueContext';

export function AdminPage() {
  const { words, messages } = useCatalogue();
  const canMutate = useSessionStatus((session) => session.canMutate);
  const people = usePeople();
  const { refresh } = people;
  const { change, resumed } = useRoleChange();
  const titleRef = useRef<HTMLHeadingElement>(null);
  const isDone = resumed.status === 'done';
  const isBusy = change.isPending || resumed.status === 'running';
  const resumedChange = resumed.parameters as RoleChange | undefined;

  useEffect(() => {
    if (isDone) refresh();
  }, [isDone, refresh]);

  return (
    <>
      <h1 ref={titleRef} tabIndex={-1}>
        {words.admin.title}
      </h1>
      {content()}
    </>
  );

  function content() {
    switch (people.status) {
      case 'loading':
        return <p className="muted">{words.admin.loading}</p>;
      case 'refused':
        return <Banner>{words.admin.notForYou}</Banner>;
      case 'failed':
        return (
          <p role="alert" className="error">
            {describeFailure(people.error, messages)}{' '}
            <button type="button" className="link" onClick={refresh}>
              {words.frame.retry}
            </button>
          </p>
        );
      case 'ready': {
        const begun =
          resumedChange &&
          ([nameOf(people.list, resumedChange.userId), words.admin.roles[resumedChange.newRole]] as const);
        return (
          <>
            <p className="muted">{words.admin.body}</p>
            <ResumedAction
              resumed={resumed}
              question={begun && words.admin.question(...begun)}
              done={begun && words.admin.done(...begun)}
              onAnswered={() => titleRef.current?.focus()}
            />
            {change.status === 'error' && (
              <p role="alert" className="error">
                {describeFailure(change.error, messages)}
              </p>
            )}
            <section className="card people" aria-label={words.admin.title}>
              <ul className="plain">
                {people.list.map((person) => (
                  <PersonRow
                    key={person.userId}
                    person={person}
                    isPossible={canMutate && !isBusy}
                    onChange={(newRole) => {
                      // How it ended is in `change`.
                      change.run({ userId: person.userId, newRole }).then(refresh, () => {});
                    }}
                  />
                ))}
              </ul>
            </section>
          </>
        );
      }
      default:
        return people satisfies never;
    }
  }
}

function nameOf(list: readonly { readonly userId: string; readonly displayName: string }[], userId: string): string {
  return list.find((person) => person.userId === userId)?.displayName ?? userId;
}
