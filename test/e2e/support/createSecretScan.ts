/**
 * Looks for secrets where they should not be (R84–R86; SPEC S10): in addresses, answers, the console, storages, cookies that
 * scripts can read, attributes, the history. Where a secret belongs, only it may stand: request bodies, `Set-Cookie`, and
 * the one answer that hands a token out.
 */
import type { APIResponse, BrowserContext, Page, Response } from '@playwright/test';
import type { Caller } from './account';

interface Trace {
  readonly where: string;
  readonly text: string;
  /** Code of the app itself: whole modules, in which six digits stand by accident. */
  readonly isCode?: boolean;
  /** The secrets that this answer is there to hand out. */
  readonly handsOut?: readonly string[];
  /** Names of secrets that the page shows on purpose. */
  readonly shows?: readonly string[];
}

/** Answers that hand out a secret: in which field, and what it is. */
const handingOut: Readonly<Record<string, readonly [field: string, name: string]>> = {
  'auth.createStepUpToken': ['token', 'a step-up token'],
  'auth.beginTotpEnrolment': ['secret', 'a new TOTP secret'],
  'auth.confirmTotpEnrolment': ['backupCodes', 'a backup code'],
  'auth.regenerateBackupCodes': ['backupCodes', 'a backup code'],
};

export function createSecretScan() {
  const secrets = new Map<string, string>();
  const traces: Trace[] = [];
  const pending = new Set<Promise<unknown>>();

  const keep = (name: string, secret: string): string => {
    if (!secrets.has(secret)) secrets.set(secret, name);
    return secret;
  };
  const read = async (response: Response): Promise<void> => {
    const request = response.request();
    const name = `${request.method()} ${new URL(response.url()).pathname}`;
    const sent = headersBut(await request.allHeaders().catch(() => ({})), 'cookie');
    traces.push({ where: `headers of ${name}`, text: `${sent}\n${headersBut(response.headers(), 'set-cookie')}` });
    // What was redirected or given up has no body.
    const text = await response.text().catch(() => '');
    const isCode = request.resourceType() === 'script' || request.resourceType() === 'stylesheet';
    addAnswer(name, text, isCode);
  };
  const readAnswer = async (method: string, answering: Promise<APIResponse>): Promise<APIResponse> => {
    const answer = await answering;
    const name = `${method} ${new URL(answer.url()).pathname}`;
    traces.push({ where: `headers of ${name}`, text: headersBut(answer.headers(), 'set-cookie') });
    addAnswer(name, await answer.text());
    return answer;
  };
  const addAnswer = (name: string, text: string, isCode = false): void => {
    const [field = '', secretName = ''] = handingOut[name.slice(name.lastIndexOf('/') + 1)] ?? [];
    const handsOut = valuesOf(text, field).map((secret) => keep(secretName, secret));
    traces.push({ where: `answer to ${name}`, text, isCode, handsOut });
  };

  return {
    keep,
    /** From now on, everything that `page` asks for and says. */
    watch(page: Page): void {
      page.on('request', (request) => traces.push({ where: 'an address', text: decodeURIComponent(request.url()) }));
      page.on('response', (response) => {
        const reading = read(response).finally(() => pending.delete(reading));
        pending.add(reading);
      });
      page.on('console', (message) => traces.push({ where: 'the console', text: message.text() }));
      page.on('pageerror', (error) => traces.push({ where: 'an uncaught error', text: String(error.stack) }));
    },
    /** The same calls, with what is answered looked through too. */
    through: (browser: Caller): Caller => ({
      get: (...request) => readAnswer('GET', browser.get(...request)),
      post: (...request) => readAnswer('POST', browser.post(...request)),
    }),
    /** What lies in the page at this moment. @param shows names of secrets that it is there to show, as words */
    async look(page: Page, step: string, shows: readonly string[] = []): Promise<void> {
      await keepCookies(page.context(), keep);
      const found = await page.evaluate(() => ({
        localStorage: JSON.stringify(localStorage),
        sessionStorage: JSON.stringify(sessionStorage),
        'document.cookie': document.cookie,
        'history.state': JSON.stringify(history.state),
        'the address bar': location.href,
        'an attribute': Array.from(document.querySelectorAll('*'), ({ tagName, attributes }) =>
          Array.from(attributes, ({ name, value }) => `<${tagName} ${name}="${value}">`),
        )
          .flat()
          .join('\n'),
      }));
      for (const [where, text] of Object.entries(found)) traces.push({ where: `${where} ${step}`, text });
      traces.push({ where: `the text ${step}`, text: await page.locator('body').innerText(), shows });
    },
    add: (where: string, text: string): void => void traces.push({ where, text }),
    /** Which secret stands where, each once. */
    async findings(): Promise<readonly string[]> {
      await Promise.all(pending);
      const hits = [...secrets].flatMap(([secret, name]) =>
        traces
          .filter(({ handsOut, shows }) => handsOut?.includes(secret) !== true && shows?.includes(name) !== true)
          .filter(({ isCode }) => !(isCode === true && secret.length <= 6))
          .filter(({ text }) => standsIn(text, secret))
          .map(({ where }) => `${name} in ${where}`),
      );
      return [...new Set(hits)];
    },
    /** How many secrets of each name there were. */
    kept: (name: string): number => [...secrets.values()].filter((kept) => kept === name).length,
    /** How much was looked at. */
    traced: (where: string): number => traces.filter((trace) => trace.where.startsWith(where)).length,
  };
}

/** Of one field of an answer: a text, or a list of them. */
function valuesOf(text: string, field: string): readonly string[] {
  if (field === '') return [];
  const found = new RegExp(`"${field}":("[^"]*"|\\[[^\\]]*\\])`, 'u').exec(text)?.[1];
  return found === undefined ? [] : [JSON.parse(found) as string | readonly string[]].flat();
}

/** A short one as a word of its own: six digits stand in every timestamp. */
export function standsIn(text: string, secret: string): boolean {
  return text.includes(secret) && (secret.length > 12 || text.split(/[^\w-]+/u).includes(secret));
}

async function keepCookies(context: BrowserContext, keep: (name: string, secret: string) => string): Promise<void> {
  for (const { name, value } of await context.cookies()) keep(`the cookie ${name}`, value);
}

function headersBut(headers: Readonly<Record<string, string>>, left: string): string {
  return Object.entries(headers)
    .filter(([name]) => name !== left)
    .map(([name, value]) => `${name}: ${value}`)
    .join('\n');
}
