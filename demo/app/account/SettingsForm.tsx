/** A card of settings that have to be loaded before they can be changed. */
import type { ReactNode } from 'react';
import { describeFailure } from '../describeFailure';
import { useCatalogue } from '../words/CatalogueContext';
import { AccountForm, type AccountFormProps } from './AccountForm';

export interface SettingsFormProps<Value> extends Omit<AccountFormProps, 'children' | 'done' | 'isReady' | 'problem'> {
  readonly settings: { retry(): void } & (
    | { readonly status: 'loading' }
    | { readonly status: 'failed'; readonly error: unknown }
    | { readonly status: 'ready'; readonly value: Value }
  );
  readonly children: (value: Value | undefined) => ReactNode;
}

export function SettingsForm<Value>({ settings, children, ...form }: SettingsFormProps<Value>) {
  const { words, messages } = useCatalogue();
  const value = settings.status === 'ready' ? settings.value : undefined;
  return (
    <AccountForm {...form} done={words.account.saved} problem={undefined} isReady={value !== undefined}>
      {settings.status === 'failed' && (
        <p role="alert" className="error">
          {describeFailure(settings.error, messages)}{' '}
          <button type="button" className="link" onClick={settings.retry}>
            {words.frame.retry}
          </button>
        </p>
      )}
      {/* Another key once they are here, so that what they say becomes what is filled in. */}
      <fieldset key={settings.status} className="bare" disabled={value === undefined}>
        {children(value)}
      </fieldset>
    </AccountForm>
  );
}
