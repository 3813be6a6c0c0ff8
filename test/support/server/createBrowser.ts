/** A browser as far as the server can tell: a cookie jar, a user agent, an address, and headers that pages send. */
import { procedureTypes, requestHeader, type SessionSecurityErrorCause } from 'react-session-security/contract';
import type { FetchHandler } from 'react-session-security/server';

export const appOrigin = 'https://app.example.com';

export interface BrowserOptions {
  readonly userAgent?: string;
  readonly remoteAddress?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  /** `Set-Cookie` lines as they were sent. */
  readonly setCookies: readonly string[];
  readonly text: string;
  /** `data` of the envelope; `{}` for an error. */
  readonly data: Readonly<Record<string, unknown>>;
  readonly error: SessionSecurityErrorCause | undefined;
  /** The whole error, for what lies beside `cause`. */
  readonly errorBody: unknown;
}

interface WireBody {
  readonly result?: { readonly data?: { readonly data?: Answer['data'] } };
  readonly error?: { readonly data?: { readonly cause?: SessionSecurityErrorCause } };
}

export const desktopChrome =
  'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36';
export const iphoneSafari =
  'Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.5 Mobile/15E148 Safari/604.1';

export type Browser = ReturnType<typeof createBrowser>;

export function createBrowser(handler: FetchHandler, options: BrowserOptions = {}) {
  const { userAgent = desktopChrome, remoteAddress = '203.0.113.7' } = options;
  const cookies = new Map<string, string>();

  async function fetch(pathAndQuery: string, init: RequestInit = {}): Promise<Answer> {
    const headers = new Headers({
      'user-agent': userAgent,
      [requestHeader.name]: requestHeader.value,
      'sec-fetch-site': 'same-origin',
      ...(init.method === 'POST' && { origin: appOrigin, 'content-type': 'application/json' }),
      ...options.headers,
    });
    if (cookies.size > 0) headers.set('cookie', Array.from(cookies, ([name, value]) => `${name}=${value}`).join('; '));
    new Headers(init.headers).forEach((value, name) => headers.set(name, value));
    const response = await handler(new Request(`${appOrigin}${pathAndQuery}`, { ...init, headers }), { remoteAddress });
    const setCookies = response.headers.getSetCookie();
    for (const line of setCookies) keep(line);
    const text = await response.text();
    const body = (text === '' ? {} : JSON.parse(text)) as WireBody;
    return {
      status: response.status,
      headers: response.headers,
      setCookies,
      text,
      data: body.result?.data?.data ?? {},
      error: body.error?.data?.cause,
      errorBody: body.error,
    };
  }

  function keep(line: string): void {
    const [pair = '', ...attributes] = line.split(';');
    const [name = '', value = ''] = pair.split('=');
    if (attributes.some((attribute) => attribute.trim() === 'Max-Age=0')) cookies.delete(name);
    else cookies.set(name, value);
  }

  return {
    cookies,
    fetch,
    /** Any procedure by its path; queries go by GET, mutations by POST. */
    call(path: string, input?: unknown, headers?: HeadersInit): Promise<Answer> {
      const isQuery = (procedureTypes as Record<string, string>)[path] === 'query';
      const extra = headers === undefined ? {} : { headers };
      if (!isQuery) {
        return fetch(`/api/trpc/${path}`, { method: 'POST', body: JSON.stringify(input ?? {}), ...extra });
      }
      const query = input === undefined ? '' : `?input=${encodeURIComponent(JSON.stringify(input))}`;
      return fetch(`/api/trpc/${path}${query}`, extra);
    },
  };
}
