'use client';
/**
 * The kit's own tRPC React instance. It has a context of its own, so that it nests in either order with a host's
 * instance and never reads the host's client (ARCHITECTURE 3.2).
 */
import { createTRPCReact } from '@trpc/react-query';
import type { CreateTRPCReact } from '@trpc/react-query';
import { createContext } from 'react';
import type { SessionSecurityRouter } from '../server/router';

export const trpc: CreateTRPCReact<SessionSecurityRouter, unknown> = createTRPCReact<SessionSecurityRouter>({
  context: createContext(null) as never,
});
