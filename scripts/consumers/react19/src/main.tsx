import { createRoot } from 'react-dom/client';
import { SessionSecurityProvider, SessionsList } from 'react-session-security';
import 'react-session-security/styles.css';

createRoot(document.querySelector('#root')!).render(
  <SessionSecurityProvider url="/api/trpc">
    <SessionsList />
  </SessionSecurityProvider>,
);
