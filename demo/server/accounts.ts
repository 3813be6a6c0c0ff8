/** The people of the demo. Their secrets are public on purpose: nothing here is ever used elsewhere. */
export interface DemoAccount {
  /** By which the app finds its words about this account. */
  readonly id: 'maya' | 'omar' | 'ines';
  readonly displayName: string;
  readonly email: string;
  readonly phone: string;
  readonly password: string;
  readonly roles: readonly string[];
  /** Base32, for any authenticator app. The outbox page shows the current code as well. */
  readonly totpSecret?: string;
}

export const demoAccounts: readonly DemoAccount[] = [
  {
    id: 'maya',
    displayName: 'Maya Lindqvist',
    email: 'maya@demo.test',
    phone: '+46701740605',
    password: 'calm-harbour-7421',
    roles: ['member'],
  },
  {
    id: 'omar',
    displayName: 'Omar Haddad',
    email: 'omar@demo.test',
    phone: '+46701740606',
    password: 'quiet-meadow-3098',
    roles: ['member'],
    totpSecret: 'JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP',
  },
  {
    id: 'ines',
    displayName: 'Ines Duarte',
    email: 'ines@demo.test',
    phone: '+46701740607',
    password: 'bright-lantern-5562',
    roles: ['member', 'admin'],
  },
];
