/** On a server there is no window: the page still renders, in its first state. */
import { createElement } from 'react';
import { renderToString } from 'react-dom/server';
import { SessionSecurityProvider, SessionsList } from 'react-session-security';

const html = renderToString(createElement(SessionSecurityProvider, { url: '/api/trpc' }, createElement(SessionsList)));
if (!html.includes('data-slot="sessions-list"')) throw new Error(`Nothing was rendered: ${html.slice(0, 200)}`);
