'use client';
/** The questions of the list. Which one is open is the list's state; each opening is a new dialog, so none starts "done". */
import type { ReactNode } from 'react';
import type { SessionInfo } from '../../../contract/session';
import { useSessionSecurityContext } from '../../SessionSecurityContext';
import { Button } from '../../ui/Button';
import { ConfirmDialog } from '../../ui/ConfirmDialog';
import { describeSession } from './describeSession';
import type { DescribeOptions } from './describeSession';

export type SessionQuestion =
  | { readonly kind: 'signOut'; readonly session: SessionInfo }
  | { readonly kind: 'signOutCurrent' }
  | { readonly kind: 'signOutOthers'; readonly count: number }
  | { readonly kind: 'signOutSelected'; readonly sessionIds: readonly string[] }
  | { readonly kind: 'notMe'; readonly session: SessionInfo }
  | { readonly kind: 'notMeDone' };

export interface SessionDialogsProps {
  readonly question: SessionQuestion | undefined;
  /** As on the row, isolated. */
  readonly nameOf: (session: SessionInfo) => string;
  readonly describe: DescribeOptions;
  readonly isPending: boolean;
  readonly error: string | undefined;
  readonly onCancel: () => void;
  readonly onSignOut: (session: SessionInfo) => void;
  readonly onSignOutCurrent: () => void;
  readonly onSignOutOthers: () => void;
  readonly onSignOutSelected: (sessionIds: readonly string[]) => void;
  /** After "this wasn't me": this one, or all others. */
  readonly onNotMe: (session: SessionInfo, scope: 'this' | 'others') => void;
  readonly onChangePassword: (() => void) | undefined;
  readonly fallbackFocus: () => HTMLElement | null;
}

export function SessionDialogs({ question, ...props }: SessionDialogsProps) {
  const { messages } = useSessionSecurityContext();
  if (question === undefined) return null;
  const words = messages.sessions;
  const shared = {
    open: true,
    error: props.error,
    pending: props.isPending,
    onCancel: props.onCancel,
    fallbackFocus: props.fallbackFocus,
    cancelLabel: messages.common.cancel,
  };
  const danger = (label: string, onClick: () => void): ReactNode => (
    <Button variant="danger" pending={props.isPending} onClick={onClick}>
      {label}
    </Button>
  );
  const { nameOf, describe } = props;

  switch (question.kind) {
    case 'signOut': {
      const name = nameOf(question.session);
      return (
        <ConfirmDialog
          {...shared}
          title={words.confirmSignOutTitle(name)}
          facts={factsOf(question.session, describe)}
          body={words.confirmSignOutBody(name)}
        >
          {danger(words.signOut, () => props.onSignOut(question.session))}
        </ConfirmDialog>
      );
    }
    case 'signOutCurrent':
      return (
        <ConfirmDialog {...shared} title={words.confirmCurrentTitle} body={words.confirmCurrentBody}>
          {danger(words.signOut, props.onSignOutCurrent)}
        </ConfirmDialog>
      );
    case 'signOutOthers':
      return (
        <ConfirmDialog {...shared} title={words.confirmOthersTitle(question.count)} body={words.confirmOthersBody}>
          {danger(words.signOutOthers, props.onSignOutOthers)}
        </ConfirmDialog>
      );
    case 'signOutSelected':
      return (
        <ConfirmDialog
          {...shared}
          title={words.confirmSelectedTitle(question.sessionIds.length)}
          body={words.confirmSelectedBody}
        >
          {danger(words.signOut, () => props.onSignOutSelected(question.sessionIds))}
        </ConfirmDialog>
      );
    case 'notMe':
      return (
        <ConfirmDialog
          {...shared}
          slot="not-me-dialog"
          stacked
          title={words.notMeTitle(nameOf(question.session))}
          facts={factsOf(question.session, describe)}
          body={words.notMeBody}
        >
          <Button pending={props.isPending} onClick={() => props.onNotMe(question.session, 'this')}>
            {words.notMeSignOut}
          </Button>
          {danger(words.notMeSignOutOthers, () => props.onNotMe(question.session, 'others'))}
        </ConfirmDialog>
      );
    case 'notMeDone':
      return (
        <ConfirmDialog
          {...shared}
          slot="not-me-dialog"
          title={words.notMeDoneTitle}
          body={words.notMeDoneBody}
          cancelLabel={props.onChangePassword === undefined ? messages.common.close : words.later}
        >
          {props.onChangePassword !== undefined && (
            <Button variant="primary" onClick={props.onChangePassword}>
              {words.changePassword}
            </Button>
          )}
        </ConfirmDialog>
      );
    default:
      return question satisfies never;
  }
}

/** What tells this device from another one of the same name. */
function factsOf(session: SessionInfo, options: DescribeOptions): string {
  const { place, lastActiveMs } = describeSession(session, options);
  const lastActive =
    lastActiveMs === undefined
      ? undefined
      : options.messages.sessions.lastActiveAt(options.formatters.dateTime(lastActiveMs));
  return [place, lastActive].filter((fact) => fact !== undefined).join(' · ');
}
