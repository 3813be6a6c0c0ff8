/**
 * How often `describeDevice` is right, over corpora that others made: figures for the tests and for the README's
 * bench table.
 *
 * - npm `user-agents` (BSD-2-Clause, dev dependency): 10,000 user agents seen in the wild with their share of traffic.
 * - bowser's acceptance list (MIT): not in its package and not copied here. To measure over it, point
 *   `BOWSER_ACCEPTANCE_LIST` at `test/acceptance/useragentstrings.yml` of a checkout of github.com/bowser-js/bowser.
 */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { describeDevice } from '../../../src/server/device/describeDevice';

export interface Share {
  /** 0 to 1. */
  readonly right: number;
  readonly count: number;
  readonly misses: readonly string[];
}

interface SeenUserAgent {
  readonly userAgent: string;
  readonly weight: number;
  readonly deviceCategory: string;
}

/** Device type by traffic: all of it, and each type by itself, so that rare tablets can't hide behind phones. */
export function deviceTypeAccuracy(): Readonly<Record<'all' | 'desktop' | 'mobile' | 'tablet', Share>> {
  const path = createRequire(import.meta.url)
    .resolve('user-agents')
    .replace(/index\.\w+$/u, 'user-agents.json');
  const corpus = JSON.parse(readFileSync(path, 'utf8')) as readonly SeenUserAgent[];
  const share = (entries: readonly SeenUserAgent[]): Share =>
    shareOf(
      entries.map(({ userAgent, weight, deviceCategory }) => {
        const { deviceType } = describe(userAgent);
        return {
          isRight: deviceType === deviceCategory,
          weight,
          text: `${deviceType} ≠ ${deviceCategory}: ${userAgent}`,
        };
      }),
    );
  const ofType = (type: string): Share => share(corpus.filter(({ deviceCategory }) => deviceCategory === type));
  return { all: share(corpus), desktop: ofType('desktop'), mobile: ofType('mobile'), tablet: ofType('tablet') };
}

export interface LabelledUserAgent {
  readonly userAgent: string;
  readonly browser: string | null;
  readonly os: string | null;
  readonly type: string | null;
}

/** Where we say the same in other words than bowser: `[bowser's, ours]`. Nothing else is forgiven. */
const synonyms: Readonly<Record<string, string>> = {
  'Microsoft Edge': 'Edge',
  'Samsung Internet for Android': 'Samsung Internet',
  bot: 'unknown',
};

export function listAccuracy(list: readonly LabelledUserAgent[]): Readonly<Record<'browser' | 'os' | 'type', Share>> {
  const compare = (
    said: (userAgent: string) => string | null,
    truth: (entry: LabelledUserAgent) => string | null,
  ): Share =>
    shareOf(
      list.map((entry) => {
        const ours = said(entry.userAgent);
        const theirs = truth(entry);
        const isRight = ours === (theirs === null ? null : (synonyms[theirs] ?? theirs));
        return { isRight, weight: 1, text: `${ours} ≠ ${theirs}: ${entry.userAgent}` };
      }),
    );
  return {
    browser: compare(
      (userAgent) => describe(userAgent).browser,
      ({ browser }) => browser,
    ),
    // From version 13 on we say iPadOS, as Apple does; the list says iOS throughout.
    os: compare(
      (userAgent) => describe(userAgent).os?.replace('iPadOS', 'iOS') ?? null,
      ({ os }) => os,
    ),
    type: compare(
      (userAgent) => describe(userAgent).deviceType,
      ({ type }) => type ?? 'unknown',
    ),
  };
}

/** `null` unless `BOWSER_ACCEPTANCE_LIST` names the file. */
export function readBowserList(): readonly LabelledUserAgent[] | null {
  const path = process.env['BOWSER_ACCEPTANCE_LIST'];
  return path === undefined ? null : parseBowserList(readFileSync(path, 'utf8'));
}

/** The few lines of that one YAML file that matter; each entry begins with its `ua`. */
export function parseBowserList(yaml: string): readonly LabelledUserAgent[] {
  return yaml
    .split(/^\s*-?\s*ua: /mu)
    .slice(1)
    .map((entry) => {
      const quoted = (pattern: RegExp): string | null => pattern.exec(entry)?.[2] ?? null;
      return {
        userAgent: quoted(/^(["'])(.*)\1/u) ?? '',
        browser: quoted(/browser:\s+name: (["'])(.*)\1/u),
        os: quoted(/os:\s+name: (["'])(.*)\1/u),
        type: quoted(/platform:\s+(?:(?:model|vendor): .*\s+)*type: (["'])(.*)\1/u),
      };
    });
}

export function percent(share: number): string {
  return `${(share * 100).toFixed(2)} %`;
}

function describe(userAgent: string): ReturnType<typeof describeDevice> {
  return describeDevice(new Headers({ 'user-agent': userAgent }));
}

function shareOf(
  verdicts: readonly { readonly isRight: boolean; readonly weight: number; readonly text: string }[],
): Share {
  const sum = (some: typeof verdicts): number => some.reduce((total, { weight }) => total + weight, 0);
  return {
    right: sum(verdicts.filter(({ isRight }) => isRight)) / sum(verdicts),
    count: verdicts.length,
    misses: verdicts.filter(({ isRight }) => !isRight).map(({ text }) => text),
  };
}
