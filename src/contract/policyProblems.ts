/**
 * What keeps a policy from being safe to run, in words (SPEC V2). Three kinds: figures that are missing, misspelt or of
 * the wrong type; figures out of bounds; figures that contradict each other. Reaches browsers, so no zod here.
 */
import { administratorActions } from './administratorActions';
import type { SessionSecurityPolicy } from './policy';

const seconds = 1000;
const minutes = 60 * seconds;
const days = 24 * 60 * minutes;

const leastGraceMs = 30 * seconds;

/** Longer than any cookie lives (rfc6265bis §5.5), and far within what a timestamp can hold. */
const longestMs = 400 * days;

interface Bounds {
  readonly least: number;
  readonly most: number;
  readonly source?: string;
}

const count = (most: number, source?: string): Bounds => ({ least: 1, most, ...(source !== undefined && { source }) });
const ms = (least: number, most: number, source?: string): Bounds => ({
  least,
  most,
  ...(source !== undefined && { source }),
});

/** By path; figures that are not listed are durations from 0 to 400 days. */
const bounds: Readonly<Record<string, Bounds>> = {
  'session.idleTimeoutMs': ms(1 * minutes, longestMs),
  'session.absoluteTimeoutMs': ms(1 * minutes, longestMs),
  'session.warnBeforeMs': ms(20 * seconds, longestMs, 'WCAG 2.2.1'),
  'session.maxSessions': count(1000),
  'session.recentAuthMs': ms(0, 15 * minutes, 'ASVS 7.5.2'),
  'accessToken.leewayMs': ms(0, 60 * seconds, 'RFC 7519 §4.1.4'),
  'accessToken.ttlMs': ms(1 * seconds, longestMs),
  'challenge.ttlMs': ms(30 * seconds, 10 * minutes, 'NIST SP 800-63B-4 §3.1.3.2'),
  'challenge.maxAttempts': count(10, 'NIST SP 800-63B-4 §3.1.3.2'),
  'phoneOtp.ttlMs': ms(30 * seconds, 10 * minutes, 'NIST SP 800-63B-4 §3.1.3.2'),
  'phoneOtp.maxAttempts': count(10, 'NIST SP 800-63B-4 §3.1.3.2'),
  'stepUp.ttlMs': ms(30 * seconds, 10 * minutes),
  'secondFactor.lockAfter': count(100, 'NIST SP 800-63B-4 §3.2.2'),
  'secondFactor.lockMs': ms(1 * minutes, longestMs, 'RFC 4226 §7.3'),
  'secondFactor.enrolmentTtlMs': ms(1 * minutes, 60 * minutes),
  'secondFactor.backupCodes': count(100),
  'passkey.ttlMs': ms(30 * seconds, 10 * minutes, 'WebAuthn L3 §15.1'),
  'passkey.maxPerUser': count(100),
  // A proof that holds longer than an idle session may (AAL2) is none of the person who is there now.
  'secondFactor.graceMs': ms(0, 60 * minutes, 'NIST SP 800-63B-4 §2.2.3'),
  'secondFactor.totpStepsBefore': { least: 0, most: 1, source: 'RFC 6238 §5.2' },
  'secondFactor.totpStepsAfter': { least: 0, most: 1, source: 'RFC 6238 §5.2' },
  'limits.signInPerAccount.max': count(100, 'NIST SP 800-63B-4 §3.2.2'),
};

const limitBounds: Readonly<Record<string, Bounds>> = { max: count(1_000_000), windowMs: ms(1 * seconds, longestMs) };

/** Empty for a policy that is safe to run. `model` is a policy that is known to be whole. */
export function policyProblems(policy: SessionSecurityPolicy, model: SessionSecurityPolicy): string[] {
  const misshapen = shapeProblems(policy, model, '');
  if (misshapen.length > 0) return misshapen;
  return [...boundProblems(policy, ''), ...contradictions(policy)];
}

function shapeProblems(value: object, model: object, path: string): string[] {
  const unknown = Object.keys(value).filter((key) => !Object.hasOwn(model, key));
  const wrong = Object.entries(model).flatMap(([key, expected]) => {
    const found: unknown = (value as Record<string, unknown>)[key];
    const name = nameOf(path, key);
    if (typeof expected === 'object') {
      return typeof found === 'object' && found !== null
        ? shapeProblems(found, expected as object, name)
        : [`${name} is missing`];
    }
    if (typeof expected === 'number') {
      return Number.isSafeInteger(found) && Number(found) >= 0 ? [] : [`${name} must be a whole number from 0`];
    }
    return typeof found === typeof expected ? [] : [`${name} must be a ${typeof expected}`];
  });
  return [...wrong, ...unknown.map((key) => `there is no figure "${nameOf(path, key)}"`)];
}

function boundProblems(value: object, path: string): string[] {
  return Object.entries(value).flatMap(([key, found]: [string, unknown]) => {
    const name = nameOf(path, key);
    if (typeof found === 'object' && found !== null) return boundProblems(found, name);
    if (typeof found !== 'number') return [];
    const { least, most, source } = boundsOf(name, key);
    if (found >= least && found <= most) return [];
    return [`${name} must be from ${least} to ${most}${source === undefined ? '' : ` (${source})`}`];
  });
}

function boundsOf(name: string, key: string): Bounds {
  const ofLimit = name.startsWith('limits.') ? limitBounds[key] : undefined;
  return bounds[name] ?? ofLimit ?? ms(0, longestMs);
}

function contradictions({
  session,
  heartbeat,
  accessToken,
  refreshToken,
  secondFactor,
  actions,
}: SessionSecurityPolicy): string[] {
  const rules: readonly (readonly [holds: boolean, problem: string])[] = [
    [
      session.idleTimeoutMs <= session.absoluteTimeoutMs,
      'session.idleTimeoutMs must not exceed session.absoluteTimeoutMs',
    ],
    [session.warnBeforeMs < session.idleTimeoutMs, 'session.warnBeforeMs must be shorter than session.idleTimeoutMs'],
    [
      ['evict-oldest', 'reject', 'ask'].includes(session.onLimit),
      'session.onLimit must be evict-oldest, reject or ask',
    ],
    [heartbeat.intervalMs < session.idleTimeoutMs, 'heartbeat.intervalMs must be shorter than session.idleTimeoutMs'],
    [
      // Else the heartbeat that takes a warning back would be one too many, and do nothing.
      heartbeat.minIntervalMs <= session.idleTimeoutMs - session.warnBeforeMs,
      'heartbeat.minIntervalMs must not exceed session.idleTimeoutMs less session.warnBeforeMs',
    ],
    [accessToken.ttlMs <= session.absoluteTimeoutMs, 'accessToken.ttlMs must not exceed session.absoluteTimeoutMs'],
    [refreshToken.idleMs >= accessToken.ttlMs, 'refreshToken.idleMs must not be shorter than accessToken.ttlMs'],
    ...Array.from(administratorActions, (name): readonly [boolean, string] => [
      actions[name].proof === 'fresh',
      `actions.${name}.proof must be fresh: what is done to other accounts asks each time (SPEC F1, R50)`,
    ]),
    ...Object.entries(actions).flatMap(([name, { proof, graceMs }]) => [
      [['none', 'recent', 'fresh'].includes(proof), `actions.${name}.proof must be none, recent or fresh`] as const,
      // The call that follows the proof must still be in time, or the action could never be carried out.
      [
        proof !== 'recent' || Math.min(graceMs, secondFactor.graceMs) >= leastGraceMs,
        `actions.${name} is recent, so its graceMs and secondFactor.graceMs must be from ${leastGraceMs}; where no grace is wanted, use fresh`,
      ] as const,
    ]),
  ];
  return rules.filter(([holds]) => !holds).map(([, problem]) => problem);
}

function nameOf(path: string, key: string): string {
  return path === '' ? key : `${path}.${key}`;
}
