import { describe, expect, it } from 'vitest';
import { deviceTypeAccuracy, listAccuracy, parseBowserList, percent, readBowserList } from './accuracy';

describe('device detection over public corpora', () => {
  it('tells the device type of at least 97 % of real traffic, and of tablets taken by themselves', () => {
    const { all, desktop, mobile, tablet } = deviceTypeAccuracy();
    const figures = { all, desktop, mobile, tablet };
    for (const [name, { right, count, misses }] of Object.entries(figures)) {
      console.info(
        `device type on npm user-agents, ${name}: ${percent(right)} of traffic, ${count} user agents${['', ...misses.slice(0, 20)].join('\n')}`,
      );
    }
    expect(all.count).toBeGreaterThan(5000);
    expect(all.right).toBeGreaterThanOrEqual(0.97);
    expect(tablet.right).toBeGreaterThanOrEqual(0.9);
  });

  const list = readBowserList();
  it.skipIf(list === null)('tells browser and system of at least 95 % of bowser’s acceptance list', () => {
    const { browser, os, type } = listAccuracy(list ?? []);
    for (const [name, { right, count, misses }] of Object.entries({ browser, os, type })) {
      console.info(`${name} on bowser's acceptance list: ${percent(right)} of ${count}${['', ...misses].join('\n')}`);
    }
    expect(browser.count).toBeGreaterThanOrEqual(150);
    expect(browser.right).toBeGreaterThanOrEqual(0.95);
    expect(os.right).toBeGreaterThanOrEqual(0.95);
  });

  it('reads the list’s form', () => {
    const yaml = [
      '---',
      '  Safari:',
      '    -',
      '      ua: "Example/1.0 (it\'s; a \\d test)"',
      '      spec:',
      '        browser:',
      '          name: "Safari"',
      '        os:',
      '          name: "iOS"',
      '          version: "1"',
      '        platform:',
      '          model: "iPhone"',
      '          type: "mobile"',
      "    - ua: 'Other'",
      '      spec:',
      '        browser:',
      "          name: 'Chrome'",
      '        os: {}',
      '        platform: {}',
      '        engine:',
      '          name: "Blink"',
    ].join('\n');
    expect(parseBowserList(yaml)).toEqual([
      { userAgent: "Example/1.0 (it's; a \\d test)", browser: 'Safari', os: 'iOS', type: 'mobile' },
      { userAgent: 'Other', browser: 'Chrome', os: null, type: null },
    ]);
  });
});
