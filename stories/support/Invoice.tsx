/** Something of a host's page to read on, with a change that can be made while the session lasts. */
import { useSessionStatus } from 'react-session-security';

export function Invoice() {
  const canMutate = useSessionStatus((state) => state.canMutate);
  return (
    <section className="story-invoice" aria-labelledby="invoice">
      <h2 id="invoice">Invoice 2026-118</h2>
      <label>
        Note <input defaultValue="Second reminder on 1 December" readOnly={!canMutate} />
      </label>
      <p>Lindqvist &amp; Sons, 12 hours of consulting, due on 30 November.</p>
    </section>
  );
}
