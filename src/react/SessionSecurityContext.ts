'use client';
/** What the provider hands to the kit's own hooks and components. Not public: the hooks are. */
import type { QueryClient } from '@tanstack/react-query';
import { createContext, useContext } from 'react';
import type { Formatters } from './createFormatters';
import type { Kit } from './createKit';
import type { Messages } from './messages/Messages';

/** What `onNotice` is given: one thing that happened, for a toast (SPEC K7). */
export interface SessionSecurityNotice {
  /** Names this event, so that a toast library can replace rather than repeat. No other of the provider has it. */
  readonly id: string;
  readonly kind: 'success' | 'error' | 'info';
  /** For the user, in the provider's language. */
  readonly message: string;
}

/** Spread on every root element of the kit, portals included. */
export interface RootAttributes {
  readonly 'data-rss': '';
  readonly 'data-rss-theme'?: 'light' | 'dark' | 'system';
  readonly dir?: 'ltr' | 'rtl';
  readonly lang?: string;
}

export interface SessionSecurityContextValue {
  readonly kit: Kit;
  readonly queryClient: QueryClient;
  readonly locale: string;
  readonly timeZone: string | undefined;
  readonly messages: Messages;
  readonly formatters: Formatters;
  readonly rootAttributes: RootAttributes;
  readonly container: HTMLElement | null | undefined;
  readonly hideIp: boolean;
  readonly hideLocation: boolean;
  /** Gives the notice its id. */
  readonly notify: (notice: Omit<SessionSecurityNotice, 'id'>) => void;
}

export const SessionSecurityContext = createContext<SessionSecurityContextValue | null>(null);

export function useSessionSecurityContext(): SessionSecurityContextValue {
  const value = useContext(SessionSecurityContext);
  if (value === null) {
    throw new Error(
      'react-session-security: a component or hook of the kit was used outside <SessionSecurityProvider>, so it has no ' +
        'back end and no words. Put <SessionSecurityProvider url="/api/trpc"> around your app, and check that only one ' +
        'copy of react-session-security is installed.',
    );
  }
  return value;
}
