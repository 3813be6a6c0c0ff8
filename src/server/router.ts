/** All procedures, by noun. */
import { adminRouter } from './routers/admin';
import { authRouter } from './routers/auth';
import { sessionRouter } from './routers/session';
import { trpc } from './trpc';

export const sessionSecurityRouter = trpc.router({ session: sessionRouter, auth: authRouter, admin: adminRouter });

/** For `createTRPCClient<SessionSecurityRouter>` and its kin. A type only: importing it costs a browser nothing. */
export type SessionSecurityRouter = typeof sessionSecurityRouter;
