/** What the account's owner decides about its protection. */
import { useWords } from '../words/CatalogueContext';
import { securityChange } from './resumableChanges';
import { SettingsForm } from './SettingsForm';
import { textOf } from './textOf';
import { useAccountChange } from './useAccountChange';
import { useResumableChange } from './useResumableChange';
import { useSettings } from './useSettings';

export function SecuritySettings() {
  const words = useWords().account.security;
  const update = useResumableChange(securityChange);
  const { change, run, forget } = useAccountChange<unknown>();

  const save = (form: HTMLFormElement): void => {
    const input = {
      notifyNewDevice: textOf(form, 'notifyNewDevice') === 'on',
      protectPaymentSettings: textOf(form, 'protectPaymentSettings') === 'on',
    };
    void run(() => update(input));
  };
  return (
    <SettingsForm
      title={words.title}
      submit={words.submit}
      change={change}
      settings={useSettings('auth.getSecuritySettings')}
      onSubmit={save}
      onInput={forget}
    >
      {(settings) => (
        <>
          <label className="check">
            <input type="checkbox" name="notifyNewDevice" defaultChecked={settings?.notifyNewDevice} />{' '}
            {words.notifyNewDevice}
          </label>
          <label className="check">
            <input type="checkbox" name="protectPaymentSettings" defaultChecked={settings?.protectPaymentSettings} />{' '}
            {words.protectPaymentSettings}
          </label>
        </>
      )}
    </SettingsForm>
  );
}
