/**
 * What others ask in an hour. Taken once, by running each under a fake clock or, where it says so, in real time; not
 * run again by this bench, because five of them need packages and servers that nothing else here needs.
 */

/** @type {import('../lib/table.mjs').Table} */
export const peers = {
  caption: 'Others, requests an hour with every tab seen and in use',
  columns: ['package', 'how', '1 tab', '5 tabs', '20 tabs', '20 restored at once', 'one switch, 20 tabs'],
  rows: [
    ['next-auth 4.24.15, refetchInterval 300', 'fake clock', 12, 300, 4800, 1152, 17],
    ['better-auth 1.7.7, default: never asks', 'fake clock', 0, 0, 0, 0, 1],
    ['better-auth 1.7.7, refetchInterval 300', 'fake clock', 12, 60, 240, 240, 1],
    ['@supabase/auth-js 2.119.0, refreshes only', 'fake clock', 1, 1, 2, 20, 0],
    ['oidc-client-ts 3.5.0, refreshes only', 'fake clock', 1, 5, 20, 20, 0],
    ['@okta/okta-auth-js 8.0.1, leader, refreshes only', 'real time, extrapolated', 1, 1, 23, 36, 0],
    ['four timers in each tab, none shared', 'fake clock', 90, 450, 1800, 1793, 0],
  ],
  notes: [
    'Recorded on 21 November 2026 with an access-token life of 3,600 s, on another machine; not run again with ours. Packages that only refresh know nothing of a session that was ended elsewhere.',
  ],
};
