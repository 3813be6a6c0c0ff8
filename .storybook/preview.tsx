/** How every story is shown: in a theme, a language with its direction, and with or without motion. */
import type { Preview } from '@storybook/react-vite';
import { Backend } from '../stories/support/Backend';
import type { BackendProps } from '../stories/support/Backend';
import { Page } from '../stories/support/Page';
import './preview.css';

const preview: Preview = {
  parameters: {
    a11y: { test: 'error' },
    layout: 'fullscreen',
    controls: { sort: 'requiredFirst' },
    options: { storySort: { order: ['Overview', 'Examples', 'Components'] } },
  },
  globalTypes: {
    theme: {
      description: 'Theme',
      toolbar: { title: 'Theme', icon: 'mirror', items: ['light', 'dark'], dynamicTitle: true },
    },
    locale: {
      description: 'Language and direction',
      toolbar: {
        title: 'Language',
        icon: 'globe',
        items: [
          { value: 'en', title: 'English, left to right' },
          { value: 'ar', title: 'العربية, right to left' },
        ],
        dynamicTitle: true,
      },
    },
    motion: {
      description: 'Motion',
      toolbar: { title: 'Motion', icon: 'play', items: ['full', 'reduced'], dynamicTitle: true },
    },
  },
  initialGlobals: { theme: 'light', locale: 'en', motion: 'full' },
  decorators: [
    (Story, { globals, parameters, id }) => (
      <Backend key={id} locale={String(globals['locale'])} {...(parameters['backend'] as BackendProps | undefined)}>
        <Story />
      </Backend>
    ),
    (Story, { globals, parameters }) => (
      <Page globals={globals} isBare={parameters['page'] === 'bare'}>
        <Story />
      </Page>
    ),
  ],
};
export default preview;
