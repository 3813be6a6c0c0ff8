/** The hooks of the host's own tRPC client. */
import { createTRPCReact } from '@trpc/react-query';
import type { AppRouter } from './appRouter';

export const trpc = createTRPCReact<AppRouter>();
