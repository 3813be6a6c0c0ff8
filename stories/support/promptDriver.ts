/** Drives a prompt in play functions: by roles and places, since names are in the toolbar's language. */
import { expect, userEvent, waitFor, within } from 'storybook/test';

const patience = { timeout: 5000 };

export function promptDriver(slot: string) {
  const root = () => document.querySelector<HTMLElement>(`[data-slot=${slot}]`) ?? document.body;
  const field = () => {
    const found = root().querySelector<HTMLInputElement>('input:not([aria-hidden])');
    if (found === null) throw new Error('There is no field.');
    return found;
  };
  const isIn = (state: string) => waitFor(() => expect(root()).toHaveAttribute('data-state', state), patience);
  const enter = async (text: string): Promise<void> => {
    const isPassword = field().type === 'password';
    await userEvent.click(field());
    await userEvent.paste(text);
    if (isPassword) await userEvent.keyboard('{Enter}');
  };
  const firstButton = () => within(root()).getAllByRole('button')[0] ?? root();
  return {
    root,
    field,
    isIn,
    enter,
    isGone: () => waitFor(() => expect(document.querySelector(`[data-slot=${slot}]`)).toBeNull(), patience),
    hasFocus: () => waitFor(() => expect(field()).toHaveFocus(), patience),
    async enterWrong(text: string): Promise<void> {
      await enter(text);
      await waitFor(() => expect(field()).toHaveAttribute('aria-invalid', 'true'));
    },
    /** Something went wrong, and it says what. */
    complains: () =>
      waitFor(() => {
        const said = within(root())
          .getAllByRole('alert')
          .map(({ textContent }) => textContent);
        return expect(said.join('')).toMatch(/\p{L}/u);
      }, patience),
    /** One of the other ways, in the server's order. */
    async choose(place: number): Promise<void> {
      const group = within(root()).getByRole('group');
      await userEvent.click(within(group).getAllByRole('button')[place] ?? group);
    },
    pressPasskey: () => userEvent.click(firstButton()),
    /** The text can be sent anew from half a minute on. */
    async resend(): Promise<void> {
      await waitFor(() => expect(firstButton()).not.toHaveAttribute('aria-disabled'));
      await userEvent.click(firstButton());
    },
    cancel: () => userEvent.click(within(root()).getAllByRole('button').at(-1) ?? root()),
  };
}
