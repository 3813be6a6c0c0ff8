/**
 * User agent client hints (`Sec-CH-UA*`): what Chromium says beside a user agent that it has frozen. Windows 11
 * and tablets that ask for desktop pages can be told by these alone. Brands, platform and mobile come with every
 * request over https; the rest only if the *page* asked for it with `Accept-CH`.
 */

export interface ClientHints {
  readonly brands: readonly { readonly brand: string; readonly version: string }[];
  readonly isMobile: boolean | null;
  readonly platform: string | null;
  readonly platformVersion: string | null;
  readonly model: string | null;
  /** `Desktop`, `Mobile`, `Tablet`, `TV`, `XR`, `Automotive`, … */
  readonly formFactors: readonly string[];
}

const maxHintLength = 512;

export function readClientHints(headers: Headers): ClientHints {
  const hint = (name: string): string => (headers.get(name) ?? '').slice(0, maxHintLength);
  const mobile = hint('sec-ch-ua-mobile');
  return {
    brands: brandsOf(hint('sec-ch-ua-full-version-list') || hint('sec-ch-ua')),
    isMobile: mobile === '?1' ? true : mobile === '?0' ? false : null,
    platform: unquoted(hint('sec-ch-ua-platform')),
    platformVersion: unquoted(hint('sec-ch-ua-platform-version')),
    model: unquoted(hint('sec-ch-ua-model')),
    formFactors: strings(hint('sec-ch-ua-form-factors')),
  };
}

/** `"Chromium";v="140", "Not=A?Brand";v="24"`. Brands contain `;` and `,` on purpose, so only quotes delimit. */
function brandsOf(list: string): ClientHints['brands'] {
  return Array.from(list.matchAll(/"([^"\\]{1,64})";\s?v="([\d.]{1,32})"/gu), ([, brand = '', version = '']) => ({
    brand,
    version,
  }));
}

function strings(list: string): readonly string[] {
  return Array.from(list.matchAll(/"([^"\\]{1,32})"/gu), ([, text = '']) => text);
}

function unquoted(value: string): string | null {
  return strings(value)[0]?.trim() || null;
}
