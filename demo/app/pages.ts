/**
 * The pages, in the order of the menu. A new page is a file in `pages/`, a row here, and a name in `words/`. Sign-in is
 * not among them: it stands in for whichever page asks for it.
 */
import { AccountPage } from './pages/AccountPage';
import { AdminPage } from './pages/AdminPage';
import { ConfirmPage } from './pages/ConfirmPage';
import { DevicesPage } from './pages/DevicesPage';
import { NotePage } from './pages/NotePage';
import { OutboxPage } from './pages/OutboxPage';
import { SecurityPage } from './pages/SecurityPage';
import { TimeMachinePage } from './pages/TimeMachinePage';
import type { PageProps } from './PageProps';

export type PageName = 'devices' | 'account' | 'security' | 'note' | 'admin' | 'stepUp' | 'timeMachine' | 'outbox';

export interface PageEntry {
  readonly name: PageName;
  readonly path: string;
  /** `account`: what an app has, for those who are signed in. `backstage`: what only a demo has, for anybody. */
  readonly group: 'account' | 'backstage';
  /** Who finds it in the menu. Whether somebody may see what is on it, the server decides. @default 'everybody' */
  readonly menu?: 'administrators' | 'nobody';
  readonly Page: React.ComponentType<PageProps>;
}

export const homePath = '/';
export const signInPath = '/sign-in';

export const homePage: PageEntry = { name: 'devices', path: homePath, group: 'account', Page: DevicesPage };

export const pages: readonly PageEntry[] = [
  homePage,
  { name: 'account', path: '/account', group: 'account', Page: AccountPage },
  { name: 'security', path: '/security', group: 'account', Page: SecurityPage },
  { name: 'note', path: '/note', group: 'account', Page: NotePage },
  { name: 'admin', path: '/admin', group: 'account', menu: 'administrators', Page: AdminPage },
  { name: 'stepUp', path: '/step-up', group: 'account', menu: 'nobody', Page: ConfirmPage },
  { name: 'timeMachine', path: '/time-machine', group: 'backstage', Page: TimeMachinePage },
  { name: 'outbox', path: '/outbox', group: 'backstage', Page: OutboxPage },
];

export function findPage(path: string): PageEntry | undefined {
  return pages.find((page) => page.path === path);
}
