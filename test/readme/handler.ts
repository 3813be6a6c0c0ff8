/** The host's whole server: ours under /api/trpc, its own tRPC app beside it, a route, a server action. */
import { fetchRequestHandler } from '@trpc/server/adapters/fetch';
import { appRouter, payout } from './appRouter';
import { changeRole, type ChangeRoleInput } from './changeRole';
import { sessions } from './sessions';

export async function handler(request: Request, info: { readonly remoteAddress?: string }): Promise<Response> {
  const { pathname } = new URL(request.url);
  if (pathname.startsWith('/api/app/')) {
    const createContext = () => ({ request });
    return fetchRequestHandler({ endpoint: '/api/app', req: request, router: appRouter, createContext });
  }
  if (pathname === '/api/payout') return payout(request);
  if (pathname === '/actions/changeRole') {
    return Response.json(await changeRole(request, (await request.clone().json()) as ChangeRoleInput));
  }
  return sessions.handler(request, info);
}
