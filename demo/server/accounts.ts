/** The people of the demo. Their secrets are public on purpose: nothing here is ever used elsewhere. */
export interface DemoPerson {
  /** By which the app finds its words about this account. */
  readonly id: 'maya' | 'omar' | 'ines' | 'juno' | 'vera' | 'theo';
  readonly displayName: string;
  readonly email?: string;
  readonly phone: string;
  readonly password?: string;
  readonly roles: readonly string[];
  /** Base32, for any authenticator app. The outbox page shows the current code as well. */
  readonly totpSecret?: string;
}

/** Somebody who can sign in with a password. */
export interface DemoAccount extends DemoPerson {
  readonly email: string;
  readonly password: string;
}

export const demoAccounts: readonly DemoAccount[] = [
  {
    id: 'maya',
    displayName: 'Maya Lindqvist',
    email: 'maya@demo.test',
    phone: '+46701740605',
    password: 'calm-harbour-7421',
    roles: ['user'],
  },
  {
    id: 'omar',
    displayName: 'Omar Haddad',
    email: 'omar@demo.test',
    phone: '+46701740606',
    password: 'quiet-meadow-3098',
    roles: ['user'],
    totpSecret: 'JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP',
  },
  {
    id: 'ines',
    displayName: 'Ines Duarte',
    email: 'ines@demo.test',
    phone: '+46701740607',
    password: 'bright-lantern-5562',
    roles: ['admin'],
  },
  {
    id: 'juno',
    displayName: 'Juno Park',
    email: 'juno@demo.test',
    phone: '+46701740608',
    password: 'loose-compass-8846',
    roles: ['user'],
    totpSecret: 'KRSXG5CTMVRXEZLUKRSXG5CTMVRXEZLU',
  },
  {
    id: 'vera',
    displayName: 'Vera Aalto',
    email: 'vera@demo.test',
    phone: '+46701740609',
    password: 'steady-compass-1957',
    roles: ['admin'],
    totpSecret: 'MZXW6YTBOJRGC6RAMZXW6YTBOJRGC6RA',
  },
];

/** Those, and one who has nothing but a phone. */
export const demoPeople: readonly DemoPerson[] = [
  ...demoAccounts,
  { id: 'theo', displayName: 'Theo Brandt', phone: '+46701740610', roles: ['user'] },
];
