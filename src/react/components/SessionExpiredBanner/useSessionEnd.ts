'use client';
/** Whether what is on the page has lost its session, and how; of sessions that this page never saw alive there is nothing to say. */
import { useCallback, useState } from 'react';
import { useSessionSnapshot } from '../../hooks/useSessionSnapshot';
import type { SessionEndWords } from '../../messages/states';
import { useSessionSecurityContext } from '../../SessionSecurityContext';

export type SessionEndView =
  | { readonly status: 'none' }
  | { readonly status: 'ended'; readonly reason: SessionEndWords }
  /** The same user is there again. */
  | { readonly status: 'back' }
  /** Another user signed in over what is on the page. */
  | { readonly status: 'switched' };

interface Seen {
  /** Whose page this is. */
  readonly userId: string | undefined;
  readonly view: SessionEndView;
}

const none: SessionEndView = { status: 'none' };

/** `accept`: the page is the new user's from now on. */
export function useSessionEnd(): { readonly view: SessionEndView; readonly accept: () => void } {
  const { endings } = useSessionSecurityContext().kit;
  const { status, reason, userId, sessionId } = useSessionSnapshot();
  const [seen, setSeen] = useState<Seen>({ userId: undefined, view: none });
  const next = follow();
  if (next !== seen) setSeen(next);
  const accept = useCallback(() => setSeen({ userId, view: none }), [userId]);
  return { view: next.view, accept };

  function follow(): Seen {
    if (status === 'active' || status === 'warning') {
      if (seen.userId === undefined) return { ...seen, userId };
      if (seen.userId !== userId) return become({ status: 'switched' });
      return seen.view.status === 'none' ? seen : become({ status: 'back' });
    }
    if (seen.userId === undefined || reason === undefined) return seen;
    const isAskedFor = reason === 'signedOut' && endings.wasAskedFor(sessionId);
    return become({ status: 'ended', reason: isAskedFor ? 'signedOutHere' : reason });
  }

  function become(view: SessionEndView): Seen {
    const isSame = seen.view.status === view.status && reasonOf(seen.view) === reasonOf(view);
    return isSame ? seen : { ...seen, view };
  }
}

function reasonOf(view: SessionEndView): SessionEndWords | undefined {
  return view.status === 'ended' ? view.reason : undefined;
}
