'use client';
/** What the parts of one list share. Stable between renders, so that memoised rows stay put. */
import { createContext, useContext } from 'react';
import type { SessionSecurityErrorCause } from '../../../contract/errors';
import type { SessionInfo } from '../../../contract/session';
import type { RenameOutcome } from '../../hooks/useRenaming';
import type { DescribeOptions } from './describeSession';
import type { SessionsListClassNames } from './SessionsList';
import type { RowViews } from './useRowViews';

export interface SessionActions {
  readonly askSignOut: (session: SessionInfo) => void;
  readonly retry: (session: SessionInfo) => void;
  /** Has the host ask for proof, and goes on with `then` once it was given. */
  readonly prove: (cause: SessionSecurityErrorCause, session: SessionInfo, then: () => void) => void;
  readonly askNotMe: (session: SessionInfo) => void;
  readonly rename: (session: SessionInfo, deviceName: string) => Promise<RenameOutcome>;
  readonly setView: RowViews['setView'];
  readonly select: (sessionId: string, isSelected: boolean) => void;
  /** The row has faded away. */
  readonly departed: (sessionId: string) => void;
  /** Where the focus goes when what had it is gone. */
  readonly focusHeading: () => void;
}

export interface SessionsListContextValue {
  readonly actions: SessionActions;
  readonly classNames: SessionsListClassNames;
  readonly describe: DescribeOptions;
  readonly drafts: RowViews['drafts'];
  /** The host has a way to confirm in place. */
  readonly canVerify: boolean;
}

export const SessionsListContext = createContext<SessionsListContextValue | null>(null);

export function useSessionsListContext(): SessionsListContextValue {
  const value = useContext(SessionsListContext);
  if (value === null) {
    throw new Error(
      'react-session-security: a part of SessionsList was rendered outside of it, so it has no list to act on. ' +
        'Render <SessionsList/> instead.',
    );
  }
  return value;
}
