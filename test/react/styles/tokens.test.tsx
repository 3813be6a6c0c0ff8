// @vitest-environment node
/** The tokens: readable in both themes (R110), and the system's dark the same as the chosen dark. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import preset from 'react-session-security/tailwind';

const css = readFileSync(new URL('../../../src/styles/tokens.css', import.meta.url), 'utf8');
function tokensOf(block: string): Record<string, string> {
  const declarations = block.matchAll(/--rss-([\w-]+):\s*([^;]+);/g);
  return Object.fromEntries(Array.from(declarations, ([, name = '', value = '']): [string, string] => [name, value]));
}

const [light, dark, systemDark] = Array.from(css.matchAll(/\{([^{}]*)\}/g), ([, block = '']) => tokensOf(block)).filter(
  (tokens) => 'surface' in tokens,
);

function luminance(hex = ''): number {
  const [r = 0, g = 0, b = 0] = [1, 3, 5].map((at) => {
    const channel = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
    return channel <= 0.03928 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

function contrast(a: string | undefined, b: string | undefined): number {
  const [lighter = 0, darker = 0] = [luminance(a), luminance(b)].toSorted((x, y) => y - x);
  return (lighter + 0.05) / (darker + 0.05);
}

const text = [
  ['text', ['bg', 'surface', 'surface-raised', 'success-subtle', 'accent-subtle']],
  ['text-muted', ['bg', 'surface', 'surface-raised', 'success-subtle', 'accent-subtle']],
  ['accent-text', ['accent']],
  ['danger-contrast', ['danger']],
  ['danger-text', ['danger-subtle', 'surface', 'surface-raised']],
  ['warning-text', ['warning-subtle']],
  ['info-text', ['info-subtle', 'accent-subtle']],
  ['success-text', ['success-subtle', 'bg']],
] as const;
const controls = [
  ['border-strong', ['bg', 'surface', 'surface-raised', 'accent-subtle']],
  ['ring', ['bg', 'surface', 'surface-raised', 'success-subtle', 'accent-subtle']],
  ['danger', ['surface-raised']],
  ['success', ['surface']],
] as const;

describe.each([
  ['light', light],
  ['dark', dark],
])('the %s tokens', (_, tokens) => {
  it.each(text)('keep %s readable on %j', (foreground, backgrounds) => {
    for (const background of backgrounds) {
      expect(contrast(tokens?.[foreground], tokens?.[background])).toBeGreaterThanOrEqual(4.5);
    }
  });
  it.each(controls)('keep %s visible on %j', (foreground, backgrounds) => {
    for (const background of backgrounds) {
      expect(contrast(tokens?.[foreground], tokens?.[background])).toBeGreaterThanOrEqual(3);
    }
  });
});

describe('the tokens', () => {
  it('are the same dark whether it was chosen or is the system’s', () => {
    expect(systemDark).toEqual(dark);
  });

  it('have names in the preset that all exist', () => {
    for (const name of Object.keys(preset.theme.extend.colors)) expect(light).toHaveProperty(name.replace('rss-', ''));
  });
});
