'use client';
/**
 * The conduct of the list: which question is open, what was chosen, what is announced. The sessions themselves and their
 * states are `useSessions`'; nothing of the server is copied here.
 */
import { useCallback, useMemo, useRef, useState } from 'react';
import type { SessionSecurityErrorCause } from '../../../contract/errors';
import type { SessionFilter, SessionInfo } from '../../../contract/session';
import type { RevokeOutcome } from '../../createRevoker';
import type { SessionEnd } from '../../createSessionPhase';
import { failureText } from '../../failureText';
import { useLatest } from '../../hooks/useLatest';
import { useSessions } from '../../hooks/useSessions';
import { useSessionSecurity } from '../../hooks/useSessionSecurity';
import { isolate } from '../../messages/isolate';
import { readFailure } from '../../sessionFailure';
import { useSessionSecurityContext } from '../../SessionSecurityContext';
import type { SessionSecurityNotice } from '../../SessionSecurityContext';
import type { Announcement } from '../../ui/LiveRegion';
import { sessionName } from './describeSession';
import type { DescribeOptions } from './describeSession';
import type { SessionQuestion } from './SessionDialogs';
import { sessionOrdinals } from './sessionOrdinals';
import type { SessionActions } from './SessionsListContext';
import { useDepartingRows } from './useDepartingRows';
import { useRowViews } from './useRowViews';

export interface SessionsListConduct {
  readonly pageSize: number | undefined;
  readonly onSignedOut: (() => void) | undefined;
  readonly onVerificationRequired:
    | ((cause: SessionSecurityErrorCause, sessionId?: string) => void | Promise<unknown>)
    | undefined;
  readonly onChangePassword: (() => void) | undefined;
  readonly onSignIn: ((end: SessionEnd) => void | Promise<unknown>) | undefined;
  readonly describe: DescribeOptions;
  readonly focusHeading: () => void;
}

type Bulk = 'others' | 'selected';

export function useSessionsList(conduct: SessionsListConduct) {
  const { notify, messages } = useSessionSecurityContext();
  const { signOut, refreshSessions } = useSessionSecurity();
  const [filter, setFilter] = useState<SessionFilter>('all');
  /** The header and this device come from the whole list, whatever the filter; unfiltered, both are one query. */
  const overview = useSessions({ pageSize: conduct.pageSize });
  const list = useSessions({ filter, pageSize: conduct.pageSize });
  const rows = useDepartingRows(list.others, list.stateOf);
  const views = useRowViews();
  const { describe } = conduct;
  const { current } = overview;
  const ordinals = useMemo(
    () =>
      sessionOrdinals(current === undefined ? rows.shown : [current, ...rows.shown], (session) =>
        sessionName(session, describe),
      ),
    [current, rows.shown, describe],
  );
  const [question, setQuestion] = useState<SessionQuestion>();
  const [asking, setAsking] = useState<{ readonly isPending: boolean; readonly error?: string }>({ isPending: false });
  const [bulk, setBulk] = useState<Bulk>();
  const [chosenIds, setChosenIds] = useState<ReadonlySet<string>>();
  const [announcement, setAnnouncement] = useState<Announcement>();
  const announcedRef = useRef(0);

  const say = useCallback(
    (kind: SessionSecurityNotice['kind'], message: string) => {
      announcedRef.current += 1;
      if (kind !== 'error') setAnnouncement({ id: announcedRef.current, text: message });
      notify({ kind, message });
    },
    [notify],
  );
  /** Successes are announced here; failures announce themselves on their rows, and only go to `onNotice`. */
  const report = ({ revokedCount, failures }: RevokeOutcome, session?: SessionInfo): void => {
    const words = messages.sessions;
    const name = session === undefined ? undefined : nameOf(session);
    if (revokedCount > 0) {
      say('success', name === undefined ? words.signedOutCount(revokedCount) : words.signedOutNamed(name));
    }
    if (failures.length > 0) {
      say('error', name === undefined ? words.signOutFailedCount(failures.length) : words.signOutFailedNamed(name));
    }
  };
  /** The same as on the row and its buttons. */
  const nameOf = (session: SessionInfo): string => {
    const ordinal = ordinals.get(session.id);
    const name = sessionName(session, describe);
    return isolate(ordinal === undefined ? name : `${name} (${ordinal})`);
  };
  const ask = (next: SessionQuestion | undefined): void => {
    setAsking({ isPending: false });
    setQuestion(next);
  };
  const inBulk = async (which: Bulk, work: () => Promise<RevokeOutcome>): Promise<RevokeOutcome> => {
    setBulk(which);
    const outcome = await work();
    setBulk(undefined);
    report(outcome);
    return outcome;
  };
  const signOutOne = async (session: SessionInfo): Promise<RevokeOutcome> => {
    const outcome = await list.revoke(session.id);
    report(outcome, session);
    return outcome;
  };

  const latest = useLatest({
    askSignOut: (session: SessionInfo) =>
      ask(session.isCurrent ? { kind: 'signOutCurrent' } : { kind: 'signOut', session }),
    retry: (session: SessionInfo) => void signOutOne(session),
    prove: (cause: SessionSecurityErrorCause, session: SessionInfo, then: () => void) =>
      afterProof(conduct.onVerificationRequired?.(cause, session.id), then),
    askNotMe: (session: SessionInfo) => ask({ kind: 'notMe', session }),
    async rename(session: SessionInfo, deviceName: string) {
      const outcome = await list.rename(session.id, deviceName);
      if (outcome.status === 'renamed') say('success', messages.sessions.renamed(isolate(outcome.deviceName)));
      return outcome;
    },
    select: (sessionId: string, isSelected: boolean) =>
      setChosenIds((ids = new Set()) =>
        isSelected ? new Set([...ids, sessionId]) : new Set([...ids].filter((id) => id !== sessionId)),
      ),
    setView: views.setView,
    departed: rows.departed,
    focusHeading: conduct.focusHeading,
  } satisfies SessionActions);
  const actions = useMemo<SessionActions>(
    () => ({
      askSignOut: (session) => latest.current.askSignOut(session),
      retry: (session) => latest.current.retry(session),
      prove: (cause, session, then) => latest.current.prove(cause, session, then),
      askNotMe: (session) => latest.current.askNotMe(session),
      rename: (session, deviceName) => latest.current.rename(session, deviceName),
      select: (sessionId, isSelected) => latest.current.select(sessionId, isSelected),
      setView: (sessionId, view) => latest.current.setView(sessionId, view),
      departed: (sessionId) => latest.current.departed(sessionId),
      focusHeading: () => latest.current.focusHeading(),
    }),
    [latest],
  );

  return {
    overview,
    list,
    rows,
    ordinals,
    views,
    filter,
    setFilter,
    actions,
    announcement,
    bulk,
    selectedIds: useMemo(() => {
      const present = new Set(list.others.map(({ id }) => id));
      return chosenIds && new Set([...chosenIds].filter((id) => present.has(id)));
    }, [chosenIds, list.others]),
    setSelecting: (isSelecting: boolean) => setChosenIds(isSelecting ? new Set() : undefined),
    selectAll: () => setChosenIds(new Set(list.others.map(({ id }) => id))),
    ask,
    verifyList: (cause: SessionSecurityErrorCause) =>
      afterProof(conduct.onVerificationRequired?.(cause), () => void overview.refetch()),
    signIn:
      conduct.onSignIn &&
      (() => {
        if (overview.end !== undefined) afterProof(conduct.onSignIn?.(overview.end), () => void refreshSessions());
      }),
    dialogs: {
      /** What was asked about a session that is over meanwhile needs no answer. */
      question: overview.status === 'signed-out' ? undefined : question,
      nameOf,
      describe,
      isPending: asking.isPending,
      error: asking.error,
      onCancel: () => ask(undefined),
      onSignOut: (session: SessionInfo) => {
        ask(undefined);
        void signOutOne(session);
      },
      onSignOutCurrent: () => {
        setAsking({ isPending: true });
        void signOut().then(
          () => {
            ask(undefined);
            conduct.onSignedOut?.();
          },
          (error: unknown) => setAsking({ isPending: false, error: failureText(readFailure(error), messages) }),
        );
      },
      onSignOutOthers: () => {
        ask(undefined);
        void inBulk('others', list.revokeOthers);
      },
      onSignOutSelected: (sessionIds: readonly string[]) => {
        ask(undefined);
        void inBulk('selected', () => list.revokeMany(sessionIds)).then(({ failures }) => {
          if (failures.length === 0) setChosenIds(undefined);
        });
      },
      onNotMe: (session: SessionInfo, scope: 'this' | 'others') => {
        setAsking({ isPending: true });
        void (scope === 'this' ? signOutOne(session) : inBulk('others', list.revokeOthers)).then(({ failures }) =>
          /** A failure is told on its row, where the next step is too. */
          ask(failures.length === 0 ? { kind: 'notMeDone' } : undefined),
        );
      },
      onChangePassword:
        conduct.onChangePassword &&
        (() => {
          ask(undefined);
          conduct.onChangePassword?.();
        }),
    },
  };
}

/** Goes on by itself only where the host says when the proof was given, or somebody signed in, by returning a promise. */
function afterProof(proof: void | Promise<unknown>, tryAgain: () => void): void {
  if (proof instanceof Promise) void proof.then(tryAgain, () => {});
}
