/** Tells everything that was proved or begun that it counts no more: a password, an address or a factor was changed (R49). */
export interface CredentialChanges {
  onChange(listener: () => void): void;
  announce(): void;
}

export function createCredentialChanges(): CredentialChanges {
  const listeners: (() => void)[] = [];
  return {
    onChange: (listener) => void listeners.push(listener),
    announce() {
      for (const listener of listeners) listener();
    },
  };
}
