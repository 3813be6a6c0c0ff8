/** For whom passkeys are made: what a server may be told, and what it works out itself. */
import { describe, expect, it } from 'vitest';
import { createRelyingParty } from '../../../src/server/services/passkeyRelyingParty';

const at = (...origins: string[]) => ({ origins, appName: 'Example' });

describe('a relying party', () => {
  it('is by default the domain of the first origin, with the origins that are on it', () => {
    const origins = at('https://example.com', 'https://app.example.com', 'https://elsewhere.test');
    expect(createRelyingParty(undefined, origins)).toEqual({
      id: 'example.com',
      name: 'Example',
      origins: ['https://example.com', 'https://app.example.com'],
    });
  });

  it('may be a parent domain, under a name of its own', () => {
    const options = { id: 'example.com', name: 'Example & Sons' };
    expect(createRelyingParty(options, at('https://app.example.com'))).toEqual({
      id: 'example.com',
      name: 'Example & Sons',
      origins: ['https://app.example.com'],
    });
  });

  it('works on localhost with a port', () => {
    expect(createRelyingParty(undefined, at('http://localhost:5199'))).toMatchObject({
      id: 'localhost',
      origins: ['http://localhost:5199'],
    });
  });

  it('is none where the app is at an address, because browsers make no passkeys for one', () => {
    expect(createRelyingParty(undefined, at('http://127.0.0.1:3000'))).toBeNull();
    expect(createRelyingParty(undefined, at('http://[::1]:3000'))).toBeNull();
  });

  it.each([
    ['an address', { id: '192.0.2.1' }, /not a domain/u],
    ['a URL for an id', { id: 'https://example.com' }, /not a domain/u],
    ['an id with a port', { id: 'example.com:443' }, /not a domain/u],
    ['a domain that none of the pages is on', { id: 'example.org' }, /none of the origins/u],
    ['a domain whose name only ends alike', { id: 'ample.com' }, /none of the origins/u],
    ['an origin on another domain', { id: 'example.com', origins: ['https://evil.test'] }, /"https:\/\/evil\.test"/u],
    ['an origin with a path', { id: 'example.com', origins: ['https://example.com/login'] }, /exact origins/u],
    ['no origin', { id: 'example.com', origins: [] }, /none of the origins/u],
    ['what is no origin', { origins: ['example.com'] }, /not a domain/u],
  ])('refuses %s, and says what to do', (_, options, message) => {
    expect(() => createRelyingParty(options, at('https://app.example.com'))).toThrow(message);
  });
});
