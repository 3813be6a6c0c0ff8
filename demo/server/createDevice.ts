/** A device that is no browser here: it keeps its cookie and speaks to the server as any client does, over HTTP. */
import { requestHeader } from 'react-session-security/contract';
import type { SessionSecurityServer } from 'react-session-security/server';

export interface DeviceOptions {
  readonly server: Pick<SessionSecurityServer, 'handler'>;
  readonly origin: string;
  readonly userAgent: string;
  readonly ip: string;
}

export interface Device {
  post(path: string, input?: unknown): Promise<Response>;
}

export function createDevice({ server, origin, userAgent, ip }: DeviceOptions): Device {
  let cookie = '';
  return {
    async post(path, input) {
      const answer = await server.handler(
        new Request(`${origin}/api/trpc/${path}`, {
          method: 'POST',
          headers: {
            origin,
            cookie,
            'content-type': 'application/json',
            'user-agent': userAgent,
            [requestHeader.name]: requestHeader.value,
          },
          body: JSON.stringify(input ?? {}),
        }),
        { remoteAddress: ip },
      );
      const cookies = answer.headers.getSetCookie().map((line) => line.split(';')[0]);
      if (cookies.length > 0) cookie = cookies.join('; ');
      return answer;
    },
  };
}
