import type { StorybookConfig } from '@storybook/react-vite';
import tailwindcss from '@tailwindcss/vite';
import { mergeConfig } from 'vite';

const config: StorybookConfig = {
  stories: ['../stories/**/*.stories.tsx'],
  addons: ['@storybook/addon-docs', '@storybook/addon-a11y', '@storybook/addon-vitest'],
  framework: '@storybook/react-vite',
  core: { disableTelemetry: true, disableWhatsNewNotifications: true },
  features: { sidebarOnboardingChecklist: false },
  /** Stories import the package by its public names; the condition makes them mean the source. */
  viteFinal: (vite) =>
    mergeConfig(vite, {
      plugins: [tailwindcss()],
      /** Found only when a story needs it, which would reload the page in the middle of a test. */
      optimizeDeps: { include: ['@tanstack/react-virtual', '@simplewebauthn/browser', 'lean-qr'] },
      resolve: {
        conditions: [
          'react-session-security/source',
          'module',
          'browser',
          'development|production',
          'import',
          'default',
        ],
      },
    }),
};
export default config;
