/** A small real tRPC router behind the guard, counting what was executed: the victim of the attack tests. */
import { initTRPC } from '@trpc/server';
import { fetchRequestHandler } from '@trpc/server/adapters/fetch';
import { createHttpGuard, type HttpGuardOptions } from '../../../src/server/http/createHttpGuard';

export const app = 'https://app.example.com';
export const api = 'https://api.example.com';
export const basePath = '/api/trpc';

export const sameOrigin = {
  'x-session-security': '1',
  'sec-fetch-site': 'same-origin',
  origin: api,
  'content-type': 'application/json',
} as const;

export interface Guarded {
  /** Guard, then tRPC. */
  handle(request: Request): Promise<Response>;
  /** tRPC alone, as it would stand without us. */
  unguarded(request: Request): Promise<Response>;
  readonly executed: readonly string[];
}

export function createGuarded(options: Partial<HttpGuardOptions> = {}): Guarded {
  const executed: string[] = [];
  const t = initTRPC.create({ allowOutsideOfServer: true });
  const run = (name: string) => (): string => {
    executed.push(name);
    return name;
  };
  const router = t.router({
    session: t.router({
      getStatus: t.procedure.query(run('session.getStatus')),
      getSessions: t.procedure.input((value: unknown) => value).query(run('session.getSessions')),
      updateActivity: t.procedure.mutation(run('session.updateActivity')),
      revokeAllOtherSessions: t.procedure.mutation(run('session.revokeAllOtherSessions')),
      revokeSession: t.procedure.input((value: unknown) => value).mutation(run('session.revokeSession')),
    }),
    auth: t.router({
      signIn: t.procedure.input((value: unknown) => value).mutation(run('auth.signIn')),
      verifySignIn2FA: t.procedure.input((value: unknown) => value).mutation(run('auth.verifySignIn2FA')),
      signOut: t.procedure.mutation(run('auth.signOut')),
    }),
  });
  const unguarded = (req: Request): Promise<Response> => fetchRequestHandler({ endpoint: basePath, req, router });
  const guard = createHttpGuard({ origins: [app], basePath, ...options });
  return {
    executed,
    unguarded,
    async handle(request) {
      const decision = await guard(request);
      return decision.status === 'allowed' ? unguarded(decision.request) : decision.response;
    },
  };
}

export function post(path: string, headers: Record<string, string>, body: BodyInit | null = '{}'): Request {
  return new Request(`${api}${basePath}/${path}`, { method: 'POST', headers, body });
}

export function get(path: string, headers: Record<string, string>): Request {
  return new Request(`${api}${basePath}/${path}`, { headers });
}

export interface WireError {
  readonly error: {
    readonly message: string;
    readonly code: number;
    readonly data: {
      readonly code: string;
      readonly httpStatus: number;
      readonly path?: string;
      readonly cause: { readonly errorCode: string; readonly message: string; readonly reason: string };
    };
  };
}

export async function wireError(response: Response): Promise<WireError['error']> {
  const body = (await response.json()) as WireError | readonly WireError[];
  return (Array.isArray(body) ? (body[0] as WireError) : (body as WireError)).error;
}
