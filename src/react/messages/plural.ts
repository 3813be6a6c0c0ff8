/** Counted words in the reader's language: the right form through `Intl.PluralRules`, the digits through `Intl`. */

export type PluralForms = { readonly other: string } & { readonly [Form in Intl.LDMLPluralRule]?: string };

/** `{n}` in the chosen form becomes the number. */
export function plural(locale: string, count: number, forms: PluralForms): string {
  const form = forms[new Intl.PluralRules(locale).select(count)] ?? forms.other;
  return form.replace('{n}', formatCount(locale, count));
}

export function formatCount(locale: string, count: number): string {
  return new Intl.NumberFormat(locale).format(count);
}
