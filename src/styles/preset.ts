/**
 * `react-session-security/tailwind`: the kit's tokens as names for a host's own Tailwind build (3 or 4), so that the
 * host's parts can match: `bg-rss-surface`, `text-rss-text-muted`, `rounded-rss`.
 */

const colours = [
  'bg',
  'surface',
  'surface-raised',
  'text',
  'text-muted',
  'border',
  'border-strong',
  'accent',
  'accent-text',
  'accent-subtle',
  'ring',
  'danger',
  'danger-subtle',
  'danger-text',
  'warning',
  'warning-subtle',
  'warning-text',
  'info',
  'info-subtle',
  'info-text',
  'success',
  'success-subtle',
  'success-text',
] as const;

type TokenColour = `rss-${(typeof colours)[number]}`;

/**
 * Tailwind preset (SPEC K2): the kit's tokens as `rss-*` colours, radii and shadows. They are CSS custom properties, so they
 * follow light, dark and your own overrides; the kit's style sheet has to be on the page.
 *
 * @example
 * presets: [sessionSecurityPreset] // then className="bg-rss-surface text-rss-text-muted rounded-rss"
 */
export const sessionSecurityPreset = {
  theme: {
    extend: {
      colors: Object.fromEntries(colours.map((name) => [`rss-${name}`, `var(--rss-${name})`])) as Record<
        TokenColour,
        string
      >,
      borderRadius: { rss: 'var(--rss-radius)', 'rss-small': 'var(--rss-radius-small)' },
      boxShadow: { rss: 'var(--rss-shadow)', 'rss-raised': 'var(--rss-shadow-raised)' },
    },
  },
};

/** {@link sessionSecurityPreset}: Tailwind's `@config` wants a default export. */
export default sessionSecurityPreset;
