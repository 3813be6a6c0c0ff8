/**
 * The client: how a browser talks to the back end, without React. One per application; hand it to
 * `<SessionSecurityProvider client>` or use it alone in stores, routers and workers.
 */
import { createTRPCUntypedClient } from '@trpc/client';
import { systemClock } from '../contract/clock';
import type { Clock } from '../contract/clock';
import { procedureTypes } from '../contract/procedures';
import type { ProcedureInput, ProcedureOutput, ProcedurePath } from '../contract/procedures';
import { httpLink } from './httpLink';
import type { HttpLinkOptions } from './httpLink';
import type { SessionSecurityLink, SessionSecurityLinkRouter } from './links';

interface CommonOptions {
  /** @default the machine's clock */
  readonly clock?: Clock;
}

export type SessionSecurityOptions = CommonOptions &
  (
    | HttpLinkOptions
    | {
        /** The terminating link: `restLink`, `handlersLink`, or one of your own. */
        readonly link: SessionSecurityLink;
        readonly url?: never;
      }
  );

export interface CallOptions {
  readonly signal?: AbortSignal;
}

export interface SessionSecurityClient {
  readonly clock: Clock;
  /** The whole link chain, for a tRPC client of your own. */
  links(): SessionSecurityLink[];
  /**
   * Calls one procedure and returns its `data`.
   *
   * @throws {TRPCClientError} whose code `getSessionSecurityError` reads.
   */
  call<Path extends ProcedurePath>(
    path: Path,
    ...rest: undefined extends ProcedureInput<Path>
      ? [input?: ProcedureInput<Path>, options?: CallOptions]
      : [input: ProcedureInput<Path>, options?: CallOptions]
  ): Promise<ProcedureOutput<Path>['data']>;
}

export function createSessionSecurity(options: SessionSecurityOptions): SessionSecurityClient {
  const terminating = terminatingLinkOf(options);
  const links = (): SessionSecurityLink[] => [terminating];
  const client = createTRPCUntypedClient<SessionSecurityLinkRouter>({ links: links() });
  return {
    clock: options.clock ?? systemClock,
    links,
    async call(path, ...rest) {
      const [input, { signal } = {}] = rest;
      const callOptions = signal === undefined ? {} : { signal };
      const answer =
        procedureTypes[path] === 'query'
          ? await client.query(path, input, callOptions)
          : await client.mutation(path, input, callOptions);
      return dataOf(path, answer);
    },
  };
}

function dataOf<Path extends ProcedurePath>(path: Path, answer: unknown): ProcedureOutput<Path>['data'] {
  if (typeof answer === 'object' && answer !== null && 'data' in answer) {
    return (answer as ProcedureOutput<Path>).data;
  }
  throw new TypeError(
    `react-session-security: the back end answered "${path}" without { success: true, data }, so there is nothing to ` +
      'return. Check that the url is that of the session security router.',
  );
}

function terminatingLinkOf(options: SessionSecurityOptions): SessionSecurityLink {
  if ('link' in options && options.link !== undefined) return options.link;
  if (typeof options.url === 'string' && options.url !== '') return httpLink(options);
  throw new TypeError(
    'react-session-security: createSessionSecurity() was given neither a url nor a link, so it has no back end to ' +
      "talk to. Pass { url: '/api/trpc' } for our server, or { link: restLink({ … }) } for yours.",
  );
}
