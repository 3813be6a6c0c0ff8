/**
 * The attack: a page on another site, or on a sibling host that `SameSite=Strict` lets through, makes the victim's
 * browser send a state-changing request with the victim's cookies. tRPC 11 alone executes an input-less mutation
 * that arrives as a multipart form, which needs no preflight (R62–R64; T3–T5). Every row must execute nothing.
 */
import { describe, expect, it } from 'vitest';
import { app, createGuarded, get, post, sameOrigin, type WireError, wireError } from './guarded';

const header = { 'x-session-security': '1' };
const json = { 'content-type': 'application/json' };

describe('without the guard', () => {
  it('tRPC runs an input-less mutation from a cross-site multipart form, so the rows below are not vacuous', async () => {
    const { unguarded, executed } = createGuarded();
    const form = new FormData();
    form.set('a', '1');
    await unguarded(post('session.revokeAllOtherSessions', { origin: 'https://evil.example' }, form));
    expect(executed).toEqual(['session.revokeAllOtherSessions']);
  });
});

describe('a state-changing request', () => {
  const origins = { absent: undefined, listed: app, foreign: 'https://evil.example', null: 'null' } as const;
  const sites = ['absent', 'same-origin', 'same-site', 'cross-site', 'none'] as const;
  const contentTypes = [
    'application/json',
    'application/json; charset=utf-8',
    'text/plain',
    'text/plain; application/json',
    'application/jsonp',
    'application/x-www-form-urlencoded',
    'multipart/form-data; boundary=x',
    'application/octet-stream',
    'absent',
  ] as const;

  const rows = (Object.keys(origins) as (keyof typeof origins)[]).flatMap((origin) =>
    sites.flatMap((site) =>
      contentTypes.flatMap((contentType) =>
        [true, false].map((hasHeader) => ({ origin, site, contentType, hasHeader })),
      ),
    ),
  );

  it.each(rows)('with Origin $origin, site $site, $contentType, header $hasHeader', async (row) => {
    const { handle, executed } = createGuarded();
    const isOurs = row.hasHeader && (row.site === 'same-origin' || row.origin === 'listed');
    const isJson = row.contentType.startsWith('application/json') && row.contentType !== 'application/jsonp';
    const headers: Record<string, string> = row.hasHeader ? { ...header } : {};
    if (row.origin !== 'absent') headers['origin'] = origins[row.origin];
    if (row.site !== 'absent') headers['sec-fetch-site'] = row.site;
    if (row.contentType !== 'absent') headers['content-type'] = row.contentType;
    // A Blob without a type, so that no content type is set for us.
    const response = await handle(post('session.revokeAllOtherSessions', headers, new Blob(['{}'])));

    const body = (await response.json()) as { readonly error?: WireError['error'] };
    const refusal = isOurs
      ? { status: 415, cause: { errorCode: 'INVALID_REQUEST', reason: 'content_type' } }
      : { status: 403, cause: { errorCode: 'CSRF_REJECTED', reason: row.hasHeader ? 'origin' : 'request_header' } };
    expect({ status: response.status, cause: body.error?.data.cause, executed }).toMatchObject(
      isOurs && isJson
        ? { status: 200, cause: undefined, executed: ['session.revokeAllOtherSessions'] }
        : { ...refusal, executed: [] },
    );
  });

  it.each(['auth.signIn', 'auth.verifySignIn2FA', 'auth.signOut', 'session.updateActivity'])(
    'of another site is refused for %s, before sign-in too',
    async (path) => {
      const { handle, executed } = createGuarded();
      for (const headers of [
        { origin: 'https://evil.example', 'sec-fetch-site': 'cross-site', 'content-type': 'text/plain' },
        { origin: 'https://evil.example', 'sec-fetch-site': 'cross-site', ...header, ...json },
        { origin: 'https://sibling.example.com', 'sec-fetch-site': 'same-site', ...header, ...json },
      ]) {
        expect((await handle(post(path, headers))).status).toBe(403);
      }
      expect(executed).toEqual([]);
    },
  );

  it('is never made by GET', async () => {
    const { handle, executed } = createGuarded();
    for (const path of ['session.updateActivity', 'session.getStatus,session.updateActivity?batch=1']) {
      const response = await handle(get(path, header));
      expect(response.status).toBe(405);
      expect(response.headers.get('allow')).toContain('POST');
    }
    expect(executed).toEqual([]);
  });

  it('accepts only the exact value of the header', async () => {
    const { handle } = createGuarded();
    for (const value of ['', '0', 'true', '1, 1', '11']) {
      const response = await handle(post('session.updateActivity', { ...sameOrigin, 'x-session-security': value }));
      expect(response.status).toBe(403);
    }
  });
});

describe('a read', () => {
  it('is served to a same-origin page whose browser sends neither Origin nor Fetch Metadata', async () => {
    expect((await createGuarded().handle(get('session.getStatus', header))).status).toBe(200);
  });

  it('is refused without the header, whoever asks', async () => {
    const response = await createGuarded().handle(get('session.getStatus', { 'sec-fetch-site': 'same-origin' }));
    expect(response.status).toBe(403);
    expect((await wireError(response)).data.cause.reason).toBe('request_header');
  });

  it('is refused to another origin even with the header', async () => {
    const headers = { ...header, origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' };
    expect((await createGuarded().handle(get('session.getStatus', headers))).status).toBe(403);
  });
});
