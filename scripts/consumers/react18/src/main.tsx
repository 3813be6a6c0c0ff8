import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { messagesAr, SessionSecurityProvider, SessionsList, useSessions } from 'react-session-security';
import { createSessionSecurity } from 'react-session-security/client';
import { createScriptedBackend } from 'react-session-security/testing';
import 'react-session-security/styles.css';

const client = createSessionSecurity({ link: createScriptedBackend().link });

function Count() {
  const { status, totalCount } = useSessions();
  return <p data-status={status}>{totalCount}</p>;
}

createRoot(document.querySelector('#root')!).render(
  <StrictMode>
    <SessionSecurityProvider client={client} locale="ar" messages={messagesAr} onNotice={({ message }) => void message}>
      <Count />
      <SessionsList className="mine" headingLevel={2} />
    </SessionSecurityProvider>
  </StrictMode>,
);
