/** Where the focus was before a dialog that closes: another that opens in the same moment gives it back in its place. */
export interface FocusHandover {
  give(opener: Element | null): void;
  /** Once; `null` where nothing was given, or another dialog has taken it. */
  take(): Element | null;
}

export function createFocusHandover(): FocusHandover {
  let given: Element | null = null;
  return {
    give(opener) {
      given = opener ?? given;
    },
    take() {
      const opener = given;
      given = null;
      return opener;
    },
  };
}
