import { jsonLog, type LogEntry } from 'react-session-security/server';
import { describe, expect, it } from 'vitest';
import { describeUnknownError } from '../../../src/server/ports/log';

function written(entry: LogEntry, level: LogEntry['level'] = 'info'): string[] {
  const lines: string[] = [];
  jsonLog({ level, print: (line) => lines.push(line) }).write(entry);
  return lines;
}

describe('jsonLog', () => {
  it.each([
    'a\r\nb',
    'a\u001b[31mb',
    'a\u0007b',
    'a\u007fb',
    'a\u009bb',
    'a\u202eb',
    'a\u2066b',
    'a\u2028b',
    'a\u200bb',
    'a\ufeffb',
    'a\u{e0041}b',
  ])('writes one harmless line for %j, from which the text can be read back', (userAgent) => {
    const lines = written({ level: 'info', event: 'sign_in', userAgent });
    expect(lines).toHaveLength(1);
    // oxlint-disable-next-line no-control-regex -- controls are what must not be there
    expect(lines[0]).not.toMatch(/[^\u0020-\u007e]/u);
    expect(JSON.parse(lines[0] ?? '')).toEqual({ level: 'info', event: 'sign_in', userAgent });
  });

  it('bounds what a client can make it write', () => {
    expect(written({ level: 'info', event: 'x', userAgent: 'a'.repeat(100_000) })[0]?.length).toBeLessThan(700);
  });

  it('leaves out what is below its level', () => {
    expect(written({ level: 'info', event: 'x' }, 'warn')).toEqual([]);
    expect(written({ level: 'error', event: 'x' }, 'warn')).toHaveLength(1);
  });
});

describe('describeUnknownError', () => {
  it('tells names, codes and places of the chain, and none of the words', () => {
    const inner = Object.assign(new RangeError('value 4711-secret'), { code: '22P02' });
    const described = describeUnknownError(new Error('params: 4711-secret', { cause: inner }));
    expect(described).toMatchObject([{ name: 'Error' }, { name: 'RangeError', code: '22P02' }]);
    expect(described[0]?.frames[0]).toMatch(/log\.test\.ts/u);
    expect(JSON.stringify(described)).not.toContain('secret');
  });

  it('keeps its words also when they span lines or pretend to be frames', () => {
    const described = describeUnknownError(new Error('one\n    at secret (place)\n4711-secret'));
    expect(JSON.stringify(described)).not.toContain('4711');
    expect(JSON.stringify(described)).not.toContain('at secret');
  });

  it.each(['text', 7, null, undefined])('survives the thrown %j', (thrown) => {
    expect(describeUnknownError(thrown)).toEqual([{ name: typeof thrown, frames: [] }]);
  });
});
