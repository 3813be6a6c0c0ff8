/** What runs in each page: the client as an application makes it, and a record of what it told. Bundled from the source. */
import {
  createSessionSecurity,
  type EngineNotice,
  type SessionPhase,
  type SessionSecurityClient,
} from 'react-session-security/client';

export interface TabPage {
  readonly client: SessionSecurityClient;
  readonly notices: readonly EngineNotice[];
  /** Each change of the status, and when; epoch milliseconds. */
  readonly statuses: readonly { readonly status: SessionPhase; readonly at: number }[];
  /** What the document said in the first frame after each return from the back/forward cache. */
  readonly firstFrames: readonly string[];
  stop(): void;
}

declare global {
  interface Window {
    tab: TabPage;
  }
}

/** Called by the page's script. Exported, because a bundle leaves out what nobody imports. */
export function openTab(): void {
  const query = new URLSearchParams(location.search);
  const client = createSessionSecurity({
    url: '/api/trpc',
    transport: query.get('transport') === 'bearer' ? 'bearer' : 'cookie',
  });
  const { engine } = client;
  const notices: EngineNotice[] = [];
  const statuses: { status: SessionPhase; at: number }[] = [];
  const firstFrames: string[] = [];
  const show = (): void => {
    const { status } = engine.getSnapshot();
    if (statuses.at(-1)?.status !== status) statuses.push({ status, at: Date.now() });
    document.body.textContent = status;
  };
  engine.onNotice((notice) => notices.push(notice));
  engine.subscribe(show);
  show();
  window.tab = { client, notices, statuses, firstFrames, stop: engine.start() };
  window.addEventListener('pageshow', ({ persisted }) => {
    if (persisted) requestAnimationFrame(() => firstFrames.push(document.body.textContent));
  });
}
