/** A page in bearer transport: a browser's cookies, and the access token that the page has in memory. */
import { ada } from './accounts';
import type { Answer, Browser } from './createBrowser';

export const refreshCookie = '__Host-rt';

export function bearerPage(browser: Browser) {
  const page = {
    browser,
    accessToken: undefined as string | undefined,
    keep(answer: Answer): Answer {
      const token = answer.data['accessToken'];
      if (typeof token === 'string') page.accessToken = token;
      return answer;
    },
    signIn: async (user: { readonly email: string; readonly password: string } = ada): Promise<Answer> =>
      page.keep(await browser.call('auth.signIn', { identifier: user.email, password: user.password })),
    refresh: async (attemptId?: string): Promise<Answer> =>
      page.keep(
        await browser.call('auth.refresh', {}, attemptId === undefined ? undefined : { 'idempotency-key': attemptId }),
      ),
    call: (path: string, input?: unknown): Promise<Answer> =>
      browser.call(
        path,
        input,
        page.accessToken === undefined ? undefined : { authorization: `Bearer ${page.accessToken}` },
      ),
    /** The refresh token as it lies in the jar. */
    refreshToken: (): string => browser.cookies.get(refreshCookie) ?? '',
  };
  return page;
}
