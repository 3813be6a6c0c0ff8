/**
 * Whether there is a session, as far as the answers tell that pass through one client. Asks nothing itself and sets no
 * timer. It hears every end once, whichever call was refused first and whoever made it.
 */
import type { Operation } from '@trpc/client';
import type { Cancel } from '../contract/clock';
import { errorTable } from '../contract/errors';
import type { SessionSecurityErrorCause } from '../contract/errors';
import { getSessionSecurityError } from './getSessionSecurityError';
import type { RefreshAnswer } from '../engine/SessionTransport';
import { isTokenRefusal } from './isTokenRefusal';
import { readRefresh } from './readRefresh';
import type { SessionSecurityLink } from './links';
import { observingLink } from './observingLink';

/** What is known of the session. The same object until it changes, as `useSyncExternalStore` wants it. */
export type SessionKnowledge =
  /** No answer has told yet. */
  | { readonly status: 'unknown' }
  | { readonly status: 'active' }
  /** The back end ended it, or there never was one: `cause.errorCode` and `cause.reason` say which. */
  | { readonly status: 'ended'; readonly cause: SessionSecurityErrorCause }
  /** The user signed out here. */
  | { readonly status: 'signedOut' };

/** What has just become known of the session. */
export type SessionEvent =
  /** The back end refused a call because there is no session any more. Told once, however many calls are refused. */
  | { readonly type: 'ended'; readonly cause: SessionSecurityErrorCause }
  /** The user ended it: by `auth.signOut`, or by revoking the session that the call came from. */
  | { readonly type: 'signedOut' }
  /** Somebody is signed in. Unless `after` is `unknown`, it may be somebody else: drop what was kept before. */
  | { readonly type: 'started'; readonly after: SessionKnowledge['status'] };

export interface SessionWatch {
  /** Stands before every other link. */
  readonly link: SessionSecurityLink;
  known(): SessionKnowledge;
  subscribe(listener: (event: SessionEvent) => void): Cancel;
  /** What became known by other means than this client's calls: time that ran out, or another tab. */
  hear(event: SessionEvent): void;
}

export interface SessionWatchOptions {
  /** What a refusal has to be compared with: it may be about a session that another tab has replaced. */
  readonly epoch?: () => number;
  readonly onAnswered?: () => void;
  /** A call was refused in words that are not ours: somebody should ask whether the session lives. */
  readonly onDoubt?: () => void;
  /** A sign-in was answered with an access token. */
  readonly onToken?: (answer: RefreshAnswer) => void;
  /** A call was refused because its session is over. `epoch` is from when the call was made. */
  readonly onRefused?: (cause: SessionSecurityErrorCause, epoch: number) => void;
}

export function createSessionWatch({
  epoch = () => 0,
  onAnswered,
  onDoubt,
  onToken,
  onRefused,
}: SessionWatchOptions = {}): SessionWatch {
  const listeners = new Set<(event: SessionEvent) => void>();
  let known: SessionKnowledge = { status: 'unknown' };
  let ownId: string | undefined;
  /** Calls under way that are meant to end the session: a refusal next to them is no news. */
  let endings = 0;
  /** Moves on with every end and every sign-in. What a call of another era tells is out of date. */
  let era = 0;

  const become = (next: SessionKnowledge, event: SessionEvent): void => {
    known = next;
    for (const listener of listeners) tell(listener, event);
  };
  const hearStart = (): void => become({ status: 'active' }, { type: 'started', after: known.status });
  const hearEnd = (next: SessionKnowledge, event: SessionEvent): void => {
    era += 1;
    ownId = undefined;
    if (!isOver(known)) become(next, event);
  };
  const hearSignOut = (): void => hearEnd({ status: 'signedOut' }, { type: 'signedOut' });
  const hearRefusal = (cause: SessionSecurityErrorCause): void =>
    hearEnd({ status: 'ended', cause }, { type: 'ended', cause });

  const start = ({ path, input }: Operation) => {
    const idAtStart = ownId;
    const isEnding =
      path === 'auth.signOut' || (idAtStart !== undefined && revokedIds(path, input).includes(idAtStart));
    if (isEnding) endings += 1;
    const startedIn = era;
    const epochAtStart = epoch();
    const settle = (): void => {
      if (isEnding) endings -= 1;
    };
    return {
      answered(answer: unknown) {
        settle();
        onAnswered?.();
        const data = property(answer, 'data');
        const signedInId = property(data, 'status') === 'signed_in' ? property(data, 'sessionId') : undefined;
        if (path.startsWith('auth.') && signedInId !== undefined) {
          era += 1;
          ownId = asId(signedInId);
          const token = readRefresh(data);
          if (token?.accessToken !== undefined) onToken?.(token);
          hearStart();
        } else if (isEnding) {
          if (!isKept(data, idAtStart)) hearSignOut();
        } else if (startedIn === era && endings === 0 && provesSession(path)) {
          ownId = ownIdIn(data) ?? ownId;
          if (known.status !== 'active') hearStart();
        }
      },
      failed(error: unknown) {
        settle();
        const cause = getSessionSecurityError(error);
        const isNews = isEnding || (startedIn === era && endings === 0);
        if (cause === undefined && isTokenRefusal(error)) onDoubt?.();
        if (cause === undefined || errorTable[cause.errorCode].reaction !== 'signIn') return;
        if (isNews) {
          onRefused?.(cause, epochAtStart);
          hearRefusal(cause);
          // About the session before, or about this one: it was on its way while that became known.
        } else if (endings === 0) onDoubt?.();
      },
      dropped: settle,
    };
  };

  return {
    link: observingLink({ start }),
    known: () => known,
    hear(event) {
      if (event.type === 'started') {
        era += 1;
        ownId = undefined;
        hearStart();
      } else if (event.type === 'ended') hearRefusal(event.cause);
      else hearSignOut();
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
  };
}

/** A listener that throws must harm neither the call nor the other listeners. */
function tell(listener: (event: SessionEvent) => void, event: SessionEvent): void {
  try {
    listener(event);
  } catch (error) {
    queueMicrotask(() => {
      throw error;
    });
  }
}

function isOver({ status }: SessionKnowledge): boolean {
  return status === 'ended' || status === 'signedOut';
}

/** Calls that only a live session is answered. Those of `auth.` and of the host's own router may be for anybody. */
function provesSession(path: string): boolean {
  return /^(?:session|security|admin)\./.test(path);
}

function revokedIds(path: string, input: unknown): readonly unknown[] {
  if (path === 'session.revokeSession') return [property(input, 'sessionId')];
  const ids = path === 'session.revokeSessions' ? property(input, 'sessionIds') : undefined;
  return Array.isArray(ids) ? (ids as readonly unknown[]) : [];
}

/** C6 answers for each session by itself: the own one may be among those that could not be revoked. */
function isKept(data: unknown, id: string | undefined): boolean {
  const results = property(data, 'results');
  if (!Array.isArray(results)) return false;
  const own = (results as readonly unknown[]).find((result) => property(result, 'sessionId') === id);
  return property(own, 'status') !== 'revoked';
}

/** In C1 the one that is marked, in C2 the only one. */
function ownIdIn(data: unknown): string | undefined {
  const sessions = property(data, 'sessions');
  const listed = Array.isArray(sessions) ? (sessions as readonly unknown[]) : [property(data, 'session')];
  return asId(
    property(
      listed.find((session) => property(session, 'isCurrent') === true),
      'id',
    ),
  );
}

function asId(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

function property(value: unknown, key: string): unknown {
  return typeof value === 'object' && value !== null && Object.hasOwn(value, key)
    ? (value as Record<string, unknown>)[key]
    : undefined;
}
