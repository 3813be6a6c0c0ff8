/** Where bills go. Asks for proof only where the security settings say so (SPEC F1). */
import { Field } from '../signIn/Field';
import { useWords } from '../words/CatalogueContext';
import { paymentChange } from './resumableChanges';
import { SettingsForm } from './SettingsForm';
import { textOf } from './textOf';
import { useAccountChange } from './useAccountChange';
import { useResumableChange } from './useResumableChange';
import { useSettings } from './useSettings';

export function PaymentSettings() {
  const words = useWords().account.payment;
  const update = useResumableChange(paymentChange);
  const { change, run, forget } = useAccountChange<unknown>();

  const save = (form: HTMLFormElement): void => {
    const billingName = textOf(form, 'billingName').trim() || null;
    const billingEmail = textOf(form, 'billingEmail').trim() || null;
    void run(() => update({ billingName, billingEmail }));
  };
  return (
    <SettingsForm
      title={words.title}
      body={words.body}
      submit={words.submit}
      change={change}
      settings={useSettings('auth.getPaymentSettings')}
      onSubmit={save}
      onInput={forget}
    >
      {(settings) => (
        <>
          <Field
            label={words.name}
            name="billingName"
            autoComplete="billing name"
            maxLength={200}
            required={false}
            dir="auto"
            defaultValue={settings?.billingName ?? ''}
          />
          <Field
            label={words.email}
            name="billingEmail"
            type="email"
            autoComplete="billing email"
            maxLength={200}
            required={false}
            dir="ltr"
            defaultValue={settings?.billingEmail ?? ''}
          />
        </>
      )}
    </SettingsForm>
  );
}
