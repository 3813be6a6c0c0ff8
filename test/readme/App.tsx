/** README, “Protect an action”: with the link. */
import { QueryClient } from '@tanstack/react-query';
import { httpBatchLink } from '@trpc/client';
import {
  createSessionSecurity,
  SessionSecurityProvider,
  sessionSecurityLink,
  StepUpDialog,
  TwoFactorModal,
} from 'react-session-security';
import { Pages } from './Pages';
import { trpc } from './trpc';

const security = createSessionSecurity({ url: '/api/trpc' });
const queryClient = new QueryClient();
const client = trpc.createClient({
  links: [sessionSecurityLink(security), httpBatchLink({ url: '/api/app', headers: security.headers })],
});

export const App = () => (
  <SessionSecurityProvider client={security}>
    <trpc.Provider client={client} queryClient={queryClient}>
      <Pages />
    </trpc.Provider>
    <TwoFactorModal />
    <StepUpDialog />
  </SessionSecurityProvider>
);
