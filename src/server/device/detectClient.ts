/**
 * Callers that are no browsers: native apps, which send the name of their HTTP library, and tools. A list of
 * sessions that calls them "Safari" or nothing would not be recognised by their owner.
 */
import type { DetectedDevice } from './DetectedDevice';

type Client = Partial<DetectedDevice>;

export function detectClient(userAgent: string): Client | null {
  return nativeApp(userAgent) ?? tool(userAgent);
}

function nativeApp(userAgent: string): Client | null {
  if (userAgent.startsWith('Mozilla/')) return null;
  const android = /^(?:okhttp\/|Dalvik\/)|\bokhttp\//u.test(userAgent);
  if (android) return app('Android', 'mobile', /Android (\d[\d.]{0,15})/u.exec(userAgent)?.[1]);
  const apple = /\b(?:iOS|iPadOS|macOS|Mac OS X) (\d[\d.]{0,15})\b.*\bAlamofire\//u.exec(userAgent);
  if (apple !== null) {
    if (userAgent.includes('iPadOS')) return app('iPadOS', 'tablet', apple[1]);
    return userAgent.includes('iOS') ? app('iOS', 'mobile', apple[1]) : app('macOS', 'desktop', apple[1]);
  }
  // Darwin's own version is the kernel's. An Intel processor means a Mac; Apple's own chips are in both.
  if (/\bCFNetwork\/.*\bDarwin\//u.test(userAgent)) {
    return /\(x86_64\)|\bx86_64\b/u.test(userAgent) ? app('macOS', 'desktop') : app('iOS', 'mobile');
  }
  if (userAgent.startsWith('Dart/')) return { browser: 'Flutter app', kind: 'app' };
  return null;
}

function app(
  os: 'Android' | 'iOS' | 'iPadOS' | 'macOS',
  type: 'mobile' | 'tablet' | 'desktop',
  version?: string,
): Client {
  return { browser: `${os} app`, os, osVersion: version ?? null, type, kind: 'app' };
}

const tools: readonly (readonly [RegExp, string])[] = [
  [/^curl\/([\d.]+)/u, 'curl'],
  [/^Wget\/([\d.]+)/iu, 'Wget'],
  [/^PostmanRuntime\/([\d.]+)/u, 'Postman'],
  [/^insomnia\/([\d.]+)/iu, 'Insomnia'],
  [/^HTTPie\/([\d.]+)/u, 'HTTPie'],
  [/^(?:python-requests|python-httpx|Python-urllib)\/([\d.]+)|^Python\/[\d.]+ aiohttp/u, 'Python'],
  [/^(?:node$|node-fetch\b|undici\b|axios\/([\d.]+))/u, 'Node.js'],
  [/^Bun\/([\d.]+)/u, 'Bun'],
  [/^Deno\/([\d.]+)/u, 'Deno'],
  [/^Go-http-client\/([\d.]+)/u, 'Go'],
  [/^(?:Java|Apache-HttpClient|Java-http-client)\/([\d.]+)/u, 'Java'],
  [/\b(?:WindowsPowerShell|PowerShell)\/([\d.]+)/u, 'PowerShell'],
];

function tool(userAgent: string): Client | null {
  for (const [pattern, browser] of tools) {
    const match = pattern.exec(userAgent);
    if (match !== null) return { browser, browserVersion: match[1] ?? null, kind: 'browser' };
  }
  return null;
}
