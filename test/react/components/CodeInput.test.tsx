/** One field for a code: what comes in as digits, what is refused and told, and what it leaves alone. */
import { createEvent, fireEvent, render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { useState } from 'react';
import type { Ref } from 'react';
import { describe, expect, it, vi } from 'vitest';
import { CodeInput, messagesEn } from 'react-session-security';
import type { CodeInputProps } from 'react-session-security';
import { describeConformance } from '../../support/describeConformance';
import { listenToRegions } from '../../support/listenToRegions';
import { withBackend } from '../../support/withBackend';

const { onlyDigits } = messagesEn.twoFactor;
const field = () => screen.getByRole<HTMLInputElement>('textbox', { name: 'Code' });

function Held(props: Partial<CodeInputProps>) {
  const [code, setCode] = useState(props.value ?? '');
  return <CodeInput label="Code" {...props} value={code} onValueChange={setCode} />;
}

function open(props: Partial<CodeInputProps> = {}) {
  const onComplete = vi.fn<NonNullable<CodeInputProps['onComplete']>>();
  const view = render(<Held onComplete={onComplete} {...props} />, { wrapper: withBackend().Wrapper });
  return { onComplete, user: userEvent.setup(), ...view };
}

describeConformance('CodeInput', {
  slot: 'code-input',
  rootTag: 'div',
  settled: () => screen.findByRole('textbox'),
  create: ({ ref, ...props }) => (
    <CodeInput label="Code" value="" onValueChange={() => {}} {...props} ref={ref as Ref<HTMLDivElement>} />
  ),
});

describe('CodeInput', () => {
  it.each(['123456', '123 456', '123-456', ' 123456\n', '１２３４５６', '١٢٣٤٥٦', '۱۲۳۴۵۶', '123\u200b456', '123–456'])(
    'takes a pasted %j for 123456, at once (R104)',
    async (text) => {
      const { user, onComplete } = open();
      await user.click(field());
      await user.paste(text);
      expect(field()).toHaveValue('123456');
      expect(onComplete.mock.calls).toEqual([['123456', 'inserted']]);
    },
  );

  it('makes a digit of any keyboard an ASCII one as it is typed, and tells when the sixth is there', async () => {
    const { user, onComplete } = open();
    await user.type(field(), '١2３45');
    expect(field()).toHaveValue('12345');
    expect(onComplete).not.toHaveBeenCalled();
    await user.type(field(), '٦');
    expect(onComplete.mock.calls).toEqual([['123456', 'typed']]);
  });

  it.each(['hey', '2a4', '2.4', '234567', '①②'.repeat(4)])(
    'refuses %j, says so once, and keeps what was there',
    async (text) => {
      const { user, onComplete } = open({ value: '1' });
      const heard = listenToRegions();
      await user.click(field());
      await user.paste(text);
      expect(field()).toHaveValue('1');
      expect(field()).toBeInvalid();
      expect(field()).toHaveAccessibleDescription(onlyDigits);
      await vi.waitFor(() => expect(heard).toEqual([onlyDigits]));
      expect(onComplete).not.toHaveBeenCalled();
    },
  );

  it('takes the refusal back with the next digit', async () => {
    const { user } = open();
    await user.type(field(), 'x');
    expect(field()).toBeInvalid();
    await user.type(field(), '1');
    expect(field()).toBeValid();
    expect(field()).not.toHaveAccessibleDescription();
  });

  it('cuts nothing off: a seventh digit does not push one out (R104)', async () => {
    const { user, onComplete } = open({ value: '12345' });
    expect(field()).not.toHaveAttribute('maxlength');
    await user.type(field(), '67');
    expect(field()).toHaveValue('123456');
    expect(onComplete).toHaveBeenCalledOnce();
  });

  it('is filled in by the phone and brings up its digits (R105)', () => {
    open();
    expect(field()).toHaveAttribute('autocomplete', 'one-time-code');
    expect(field()).toHaveAttribute('inputmode', 'numeric');
    expect(field()).toHaveAttribute('type', 'text');
  });

  it('takes a code that is filled in over another one for a new one', () => {
    const { onComplete } = open({ value: '111111' });
    fireEvent.input(field(), { target: { value: '123456' } });
    expect(onComplete.mock.calls).toEqual([['123456', 'inserted']]);
  });

  it('knows a digit that was corrected in the middle as typed', () => {
    const { onComplete } = open({ value: '123056' });
    fireEvent.input(field(), { target: { value: '123456' } });
    expect(onComplete.mock.calls).toEqual([['123456', 'typed']]);
  });

  it('leaves alone what an input method has not finished', () => {
    const { onComplete } = open();
    fireEvent.compositionStart(field());
    const composing = createEvent.input(field(), { target: { value: 'ｓ１２３４５６' }, isComposing: true });
    fireEvent(field(), composing);
    expect(field()).toHaveValue('ｓ１２３４５６');
    expect(field()).toBeValid();
    fireEvent.compositionEnd(field(), { target: { value: '１２３４５６' } });
    expect(field()).toHaveValue('123456');
    expect(onComplete.mock.calls).toEqual([['123456', 'inserted']]);
  });

  it('ties label, hint and error to the field, and keeps text and selection under an error (R107)', async () => {
    const { rerender } = open({ value: '123456', hint: '6 digits.' });
    expect(field()).toHaveAccessibleDescription('6 digits.');
    field().setSelectionRange(1, 4);
    rerender(<Held value="123456" hint="6 digits." error="That code isn’t right." />);
    expect(field()).toHaveAccessibleDescription('That code isn’t right. 6 digits.');
    expect(field()).toBeInvalid();
    expect([field().value, field().selectionStart, field().selectionEnd]).toEqual(['123456', 1, 4]);
  });

  it('takes a backup code as it comes, and never sends it by itself', async () => {
    const { user, onComplete } = open({ shape: 'backup_code' });
    await user.click(field());
    await user.paste('7k3mq-x9tfa');
    expect(field()).toHaveValue('7k3mq-x9tfa');
    expect(field()).toHaveAttribute('autocomplete', 'off');
    expect(field()).toHaveAttribute('inputmode', 'text');
    expect(onComplete).not.toHaveBeenCalled();
  });

  it('can’t be changed while it is checked, and keeps the focus', async () => {
    const { user } = open({ value: '123456', readOnly: true });
    await user.click(field());
    await user.keyboard('{Backspace}');
    expect(field()).toHaveValue('123456');
    expect(field()).toHaveFocus();
  });
});
