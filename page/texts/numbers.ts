/** Numbers in the way of one language. */
export interface Numbers {
  /** `1,234`, or `1.234` in German. */
  readonly number: (value: number) => string;
  /** The form that the language has for a number; `#` in it stands for the number. */
  readonly plural: (value: number, forms: PluralForms) => string;
}

/** The forms of a language (CLDR); `other` serves for those that are absent. */
type PluralForms = Readonly<Partial<Record<Intl.LDMLPluralRule, string>> & { other: string }>;

/** @param locale BCP 47, such as `de-AT` */
export function numbersOf(locale: string): Numbers {
  const format = new Intl.NumberFormat(locale);
  const rules = new Intl.PluralRules(locale);
  return {
    number: (value) => format.format(value),
    plural: (value, forms) =>
      (forms[rules.select(value)] ?? forms.other).replace('#', () => format.format(value)),
  };
}
