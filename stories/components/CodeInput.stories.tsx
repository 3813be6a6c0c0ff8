/** Every state of the field for a code. axe runs on each. */
import type { Meta, StoryObj } from '@storybook/react-vite';
import { useState } from 'react';
import { CodeInput } from 'react-session-security';
import type { CodeInputProps } from 'react-session-security';
import { expect, fn, userEvent, within } from 'storybook/test';
import { Backend } from '../support/Backend';

function Held({ value, onValueChange, ...rest }: CodeInputProps) {
  const [code, setCode] = useState(value);
  return (
    <CodeInput
      {...rest}
      value={code}
      onValueChange={(next) => {
        setCode(next);
        onValueChange(next);
      }}
    />
  );
}

const meta = {
  title: 'Components/CodeInput',
  component: CodeInput,
  tags: ['challenge'],
  args: { label: 'Code from your authenticator app', value: '', onValueChange: fn(), onComplete: fn() },
  render: (args, { globals }) => (
    <Backend locale={globals['locale'] === 'ar' ? 'ar' : 'en'}>
      <Held {...args} />
    </Backend>
  ),
} satisfies Meta<typeof CodeInput>;
export default meta;

type Story = StoryObj<typeof meta>;

const fieldIn = (canvasElement: HTMLElement) => within(canvasElement).getByRole('textbox');

export const Default: Story = { args: { hint: '6 digits.' } };
export const Playground: Story = {};
export const Focused: Story = {
  play: async ({ canvasElement }) => {
    await userEvent.click(fieldIn(canvasElement));
    await expect(fieldIn(canvasElement)).toHaveFocus();
  },
};
export const HalfEntered: Story = { args: { value: '123' } };
export const Complete: Story = { args: { value: '123456' } };

/** The text stays, for whoever shows the error to select. */
export const WithError: Story = {
  args: {
    value: '123456',
    hint: '6 digits.',
    error: 'That code isn’t right. Check it and try again. 4 attempts left.',
  },
};

/** Spaces, dashes and digits of other scripts. */
export const Pasted: Story = {
  play: async ({ canvasElement, args }) => {
    await userEvent.click(fieldIn(canvasElement));
    await userEvent.paste(' ١٢٣-４５６\n');
    await expect(fieldIn(canvasElement)).toHaveValue('123456');
    await expect(args.onComplete).toHaveBeenCalledWith('123456', 'inserted');
  },
};

/** What can't belong to a code is not entered. */
export const Refused: Story = {
  args: { value: '12' },
  play: async ({ canvasElement }) => {
    await userEvent.type(fieldIn(canvasElement), 'x');
    await expect(fieldIn(canvasElement)).toHaveValue('12');
    await expect(fieldIn(canvasElement)).toHaveAttribute('aria-invalid', 'true');
  },
};

export const BeingChecked: Story = { args: { value: '123456', readOnly: true } };
export const BackupCode: Story = { args: { label: 'Backup code', shape: 'backup_code', value: '7K3MQ-X9TFA' } };
