/** Who passkeys are made for: a domain, and the origins on it from which they may be used (WebAuthn L3 §5.1.2, §13.4.9). */
import { isIP } from 'node:net';

/** For whom passkeys are made (WebAuthn's relying party). They work for this domain alone, for good: choose the id once. */
export interface RelyingPartyOptions {
  /** A domain without scheme and port, `example.com`. @default the host of the first of `origins` */
  readonly id?: string;
  /** What browsers show. @default `appName` */
  readonly name?: string;
  /** Where passkeys may be used; each on the id's domain. @default those of the server's `origins` that are */
  readonly origins?: readonly string[];
}

export interface RelyingParty {
  readonly id: string;
  readonly name: string;
  readonly origins: readonly string[];
}

/**
 * `null` where nothing was said and the app's origin is an address: then there are no passkeys.
 *
 * @throws {TypeError} for what no browser would accept.
 */
export function createRelyingParty(
  options: RelyingPartyOptions | undefined,
  { origins: appOrigins, appName }: { readonly origins: readonly string[]; readonly appName: string },
): RelyingParty | null {
  const [first = ''] = options?.origins ?? appOrigins;
  const id = options?.id ?? (URL.canParse(first) ? new URL(first).hostname : '');
  if (!isDomain(id)) {
    if (options === undefined) return null;
    throw new TypeError(
      `react-session-security: relyingParty.id "${id}" is not a domain, so no browser would make a passkey for it. ` +
        'Pass a domain without scheme, port or path, such as "example.com"; an IP address can have none.',
    );
  }
  const isOnDomain = (origin: string): boolean => {
    const { hostname } = new URL(origin);
    return hostname === id || hostname.endsWith(`.${id}`);
  };
  const strangers = (options?.origins ?? []).filter((origin) => !isOrigin(origin) || !isOnDomain(origin));
  if (strangers.length > 0) {
    throw new TypeError(
      `react-session-security: relyingParty.origins has ${strangers.map((origin) => `"${origin}"`).join(', ')}, where browsers would ` +
        `refuse passkeys of "${id}". Pass exact origins on that domain, such as "https://app.${id}", or another relyingParty.id.`,
    );
  }
  const origins = (options?.origins ?? appOrigins).filter(isOnDomain);
  if (origins.length === 0) {
    throw new TypeError(
      `react-session-security: relyingParty.id "${id}" is the domain of none of the origins (${appOrigins.join(', ')}), so passkeys could ` +
        'be used nowhere. Pass the domain that your pages are on, or a parent of it.',
    );
  }
  return { id, name: options?.name ?? appName, origins };
}

function isDomain(host: string): boolean {
  return /^[a-z0-9-]+(\.[a-z0-9-]+)*$/u.test(host) && isIP(host) === 0;
}

function isOrigin(text: string): boolean {
  return URL.canParse(text) && new URL(text).origin === text;
}
