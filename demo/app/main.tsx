/** Entry of the demo app. Only public names of the kit are used here, as any app would. */
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import 'react-session-security/styles.css';
import './app.css';
import './forms.css';
import { App } from './App';

const root = document.getElementById('root');
if (root !== null) {
  createRoot(root).render(
    <StrictMode>
      <App />
    </StrictMode>,
  );
}
