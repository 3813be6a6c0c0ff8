/**
 * Looks for secrets where they should not be (R84–R86; SPEC S10): in addresses, answers, the console, storages, cookies that
 * scripts can read, attributes, the history. Where a secret belongs, only it may stand: request bodies, `Set-Cookie`, and
 * the one answer that hands a token out.
 */
import type { BrowserContext, Page, Response } from '@playwright/test';

interface Trace {
  readonly where: string;
  readonly text: string;
  /** Code of the app itself: whole modules, in which six digits stand by accident. */
  readonly isCode?: boolean;
  /** The secret that this answer is there to hand out. */
  readonly handsOut?: string;
}

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
    const token = name.endsWith('auth.createStepUpToken') ? /"token":"([^"]+)"/u.exec(text)?.[1] : undefined;
    if (token !== undefined) keep('a step-up token', token);
    const isCode = request.resourceType() === 'script' || request.resourceType() === 'stylesheet';
    traces.push({ where: `answer to ${name}`, text, isCode, ...(token !== undefined && { handsOut: token }) });
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
    /** What lies in the page at this moment. */
    async look(page: Page, step: string): Promise<void> {
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
        'the text': document.body.innerText,
      }));
      for (const [where, text] of Object.entries(found)) traces.push({ where: `${where} ${step}`, text });
    },
    add: (where: string, text: string): void => void traces.push({ where, text }),
    /** Which secret stands where, each once. */
    async findings(): Promise<readonly string[]> {
      await Promise.all(pending);
      const hits = [...secrets].flatMap(([secret, name]) =>
        traces
          .filter(({ isCode, handsOut }) => handsOut !== secret && !(isCode === true && secret.length <= 6))
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

/** A short one as a word of its own: six digits stand in every timestamp. */
function standsIn(text: string, secret: string): boolean {
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
