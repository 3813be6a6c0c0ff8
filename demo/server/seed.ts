/**
 * Accounts and devices for the first start. The devices sign in through the real server, over HTTP, with real user
 * agents, on a clock set to the past: what the page shows is what the server made of them.
 */
import {
  createSessionSecurityServer,
  type ServerOptions,
  type SessionSecurityServer,
} from 'react-session-security/server';
import { createManualClock } from 'react-session-security/testing';
import { demoPeople, type DemoPerson } from './accounts';
import { createDevice } from './createDevice';

interface SeededDevice {
  readonly userAgent: string;
  readonly ip: string;
  readonly signedInHoursAgo: number;
  readonly activeMinutesAgo: number;
  readonly deviceName?: string;
  readonly appVersion?: string;
}

const hour = 60 * 60_000;
const minute = 60_000;

const mayasDevices: readonly SeededDevice[] = [
  {
    userAgent:
      'Mozilla/5.0 (iPhone; CPU iPhone OS 18_6 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/26.1 Mobile/15E148 Safari/604.1',
    ip: '203.0.113.24',
    signedInHoursAgo: 12 * 24,
    activeMinutesAgo: 18,
  },
  {
    userAgent:
      'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/26.1 Safari/605.1.15',
    ip: '2001:db8:4:12::9f',
    signedInHoursAgo: 13 * 24,
    activeMinutesAgo: 5 * 60,
    deviceName: 'Work MacBook',
  },
  {
    userAgent:
      'Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Mobile Safari/537.36',
    ip: '198.51.100.7',
    signedInHoursAgo: 9 * 24,
    activeMinutesAgo: 3 * 24 * 60,
  },
  {
    userAgent: 'Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:144.0) Gecko/20100101 Firefox/144.0',
    ip: '192.0.2.66',
    signedInHoursAgo: 16 * 24,
    activeMinutesAgo: 11 * 24 * 60,
  },
];

export async function seed(server: SessionSecurityServer, options: ServerOptions, origin: string): Promise<void> {
  const { users } = server;
  if (users === undefined) return;
  const isThere = async ({ email, phone }: DemoPerson): Promise<boolean> =>
    (email !== undefined && (await users.findByIdentifier({ kind: 'email', value: email })) !== null) ||
    (await users.findByIdentifier({ kind: 'phone', value: phone })) !== null;
  for (const person of demoPeople) {
    /** One that was deleted comes back; one that was changed stays as it is. */
    if (await isThere(person)) continue;
    const { id, ...user } = person;
    await users.createUser(user);
    const { email: identifier, password } = person;
    if (identifier === undefined || password === undefined) continue;
    for (const device of id === 'maya' ? mayasDevices : []) {
      await signInAt(device, { options, origin, identifier, password });
    }
  }
}

interface Seeding {
  readonly options: ServerOptions;
  readonly origin: string;
  readonly identifier: string;
  readonly password: string;
}

async function signInAt(device: SeededDevice, { options, origin, identifier, password }: Seeding): Promise<void> {
  const clock = createManualClock(Date.now() - device.signedInHoursAgo * hour);
  const { post } = createDevice({ ...device, origin, server: createSessionSecurityServer({ ...options, clock }) });
  const registration = device.deviceName === undefined ? {} : { device: { deviceName: device.deviceName } };
  const answer = await post('auth.signIn', { identifier, password, rememberMe: true, ...registration });
  if (!answer.ok)
    throw new Error(`The demo could not be seeded: sign-in answered ${answer.status} ${await answer.text()}`);
  clock.setNow(Date.now() - device.activeMinutesAgo * minute);
  await post('session.updateActivity');
}
