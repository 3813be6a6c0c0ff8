'use client';
/**
 * Gives the kit's hooks and components a back end, a language and a query cache of their own. Renders no element. The
 * host's QueryClient and tRPC client, if it has any, are left alone on both sides of it.
 */
import { notifyManager } from '@tanstack/react-query';
import type { QueryClient } from '@tanstack/react-query';
import { useCallback, useEffect, useId, useMemo, useRef, useState } from 'react';
import type { ReactNode } from 'react';
import { createSessionSecurity } from '../client/createSessionSecurity';
import type { SessionSecurityClient } from '../client/createSessionSecurity';
import type { SessionSecurityErrorCause } from '../contract/errors';
import { createFormatters } from './createFormatters';
import { askAgain, forgetSession, replaceSession } from './forgetSession';
import { createKit } from './createKit';
import { statusKey } from './hooks/sessionQueries';
import { useLatest } from './hooks/useLatest';
import type { MessagesOverride } from './messages/Messages';
import { mergeMessages } from './messages/mergeMessages';
import { messagesEn } from './messages/messagesEn';
import { SessionSecurityContext } from './SessionSecurityContext';
import type { RootAttributes, SessionSecurityContextValue, SessionSecurityNotice } from './SessionSecurityContext';
import { trpc } from './trpc';

/** Give it `url` or `client`; everything else has a default. */
export interface SessionSecurityProviderProps {
  readonly children?: ReactNode;
  /** Where our server's tRPC handler is mounted: `/api/trpc`. Shortcut for `client`. Read once. */
  readonly url?: string | undefined;
  /** From `createSessionSecurity`. Read once: to talk to another back end, give the provider another `key`. */
  readonly client?: SessionSecurityClient | undefined;
  /** Shares the host's cache, e.g. for its devtools. Query keys are bare tRPC paths. @default one of its own */
  readonly queryClient?: QueryClient | undefined;
  /** BCP 47. Decides how times, dates, countries and numbers are written. @default 'en' */
  readonly locale?: string | undefined;
  /** IANA. @default the machine's */
  readonly timeZone?: string | undefined;
  /** Words other than the English ones: `messagesAr`, or any part of your own. */
  readonly messages?: MessagesOverride | undefined;
  /** @default inherited: `.dark`, `[data-theme]` or `[data-rss-theme]` on an ancestor */
  readonly theme?: 'light' | 'dark' | 'system' | undefined;
  /** @default inherited from the page */
  readonly dir?: 'ltr' | 'rtl' | undefined;
  /** Where dialogs are put. @default document.body */
  readonly container?: HTMLElement | null | undefined;
  /** Shows only the network part of IP addresses; the rest never reaches the page (SPEC S10). @default false */
  readonly hideIp?: boolean | undefined;
  /** @default false */
  readonly hideLocation?: boolean | undefined;
  /** The session is over, by the server's word. Called once, however many calls were refused. */
  readonly onSessionEnded?: ((cause: SessionSecurityErrorCause) => void) | undefined;
  /** For a toast library of your own. The kit announces results itself whether or not this is given (SPEC K7). */
  readonly onNotice?: ((notice: SessionSecurityNotice) => void) | undefined;
}

/**
 * Gives the kit's hooks and components their back end, language and cache. Renders no element (SPEC 0, way 1).
 *
 * @throws {TypeError} with neither `url` nor `client`, or with both.
 * @throws {RangeError} for a `locale` or `timeZone` that the machine does not know.
 * @example
 * <SessionSecurityProvider url="/api/trpc"><SessionsList/></SessionSecurityProvider>
 */
export function SessionSecurityProvider({
  children,
  url,
  client,
  queryClient: shared,
  locale = 'en',
  timeZone,
  messages: override,
  theme,
  dir,
  container,
  hideIp = false,
  hideLocation = false,
  onSessionEnded,
  onNotice,
}: SessionSecurityProviderProps) {
  const [kit] = useState(() => createKit(clientOf(client, url)));
  const queryClient = shared ?? kit.queryClient;

  /** What `QueryClientProvider` does: without it nothing is refetched on focus. A shared client is mounted by its host. */
  useEffect(() => {
    if (shared !== undefined) return undefined;
    queryClient.mount();
    return () => queryClient.unmount();
  }, [queryClient, shared]);

  const latest = useLatest({ onSessionEnded, onNotice });
  useEffect(() => {
    const { client: watched, phase } = kit;
    phase.follow(watched.session());
    return watched.subscribe((event) => {
      const isNews = event.type === 'ended' && phase.current().status !== 'ending';
      phase.hear(event);
      /** Once the refusal itself has reached whoever waits for it. */
      if (event.type !== 'started') notifyManager.schedule(() => forgetSession(queryClient));
      else if (event.after === 'active') replaceSession(queryClient);
      else askAgain(queryClient);
      if (isNews) latest.current.onSessionEnded?.(event.cause);
    });
  }, [kit, latest, queryClient]);
  useEffect(() => {
    const { proofs } = kit.client;
    return proofs.subscribe(() => {
      if (proofs.getSnapshot()?.state.status !== 'passed') return;
      // What is on its way may be from before the proof, so it is asked for anew: once, however many show it.
      void queryClient.invalidateQueries({ queryKey: statusKey });
    });
  }, [kit, queryClient]);
  const prefix = useId();
  const noticesRef = useRef(0);
  const notify = useCallback(
    (notice: Omit<SessionSecurityNotice, 'id'>) => {
      noticesRef.current += 1;
      latest.current.onNotice?.({ id: `react-session-security:${prefix}:${noticesRef.current}`, ...notice });
    },
    [latest, prefix],
  );

  const messages = useMemo(() => mergeMessages(messagesEn, override), [override]);
  const formatters = useMemo(() => createFormatters(locale, timeZone), [locale, timeZone]);
  const lang = override === undefined ? undefined : locale;
  const rootAttributes = useMemo<RootAttributes>(
    () => ({
      'data-rss': '',
      ...(theme !== undefined && { 'data-rss-theme': theme }),
      ...(dir !== undefined && { dir }),
      ...(lang !== undefined && { lang }),
    }),
    [theme, dir, lang],
  );
  const value = useMemo<SessionSecurityContextValue>(
    () => ({
      kit,
      queryClient,
      locale,
      timeZone,
      messages,
      formatters,
      rootAttributes,
      container,
      hideIp,
      hideLocation,
      notify,
    }),
    [kit, queryClient, locale, timeZone, messages, formatters, rootAttributes, container, hideIp, hideLocation, notify],
  );

  return (
    <trpc.Provider client={kit.trpcClient} queryClient={queryClient}>
      <SessionSecurityContext.Provider value={value}>{children}</SessionSecurityContext.Provider>
    </trpc.Provider>
  );
}

function clientOf(client: SessionSecurityClient | undefined, url: string | undefined): SessionSecurityClient {
  if (client !== undefined && url !== undefined) {
    throw new TypeError(
      'react-session-security: <SessionSecurityProvider> was given both url and client, so it is not clear which back ' +
        'end to talk to. Pass the url to createSessionSecurity({ url }) and give the provider only the client.',
    );
  }
  if (client !== undefined) return client;
  if (url !== undefined && url !== '') return createSessionSecurity({ url });
  throw new TypeError(
    'react-session-security: <SessionSecurityProvider> was given neither url nor client, so it has no back end to talk ' +
      'to. Pass url="/api/trpc" for our server, or client={createSessionSecurity({ link: restLink({ … }) })} for yours.',
  );
}
