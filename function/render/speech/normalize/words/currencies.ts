/** The words of a currency: one, several, and the same of its hundredth part. */
export interface Currency {
  readonly one: string;
  readonly many: string;
  readonly cent?: string;
  readonly cents?: string;
}

function of(one: string, many: string, cent?: string, cents?: string): Currency {
  return cent === undefined || cents === undefined ? { one, many } : { one, many, cent, cents };
}

function dollar(country = ''): Currency {
  const name = country === '' ? 'dollar' : `${country} dollar`;
  return of(name, `${name}s`, 'cent', 'cents');
}

const euro = of('euro', 'euros', 'cent', 'cents');
const pound = of('pound', 'pounds', 'penny', 'pence');
const yen = of('yen', 'yen');
const rupee = of('rupee', 'rupees', 'paisa', 'paise');
const won = of('won', 'won');
const ruble = of('ruble', 'rubles', 'kopeck', 'kopecks');
const bitcoin = of('bitcoin', 'bitcoin');
const shekel = of('shekel', 'shekels', 'agora', 'agorot');
const lira = of('lira', 'lira', 'kurush', 'kurush');
const hryvnia = of('hryvnia', 'hryvnias', 'kopiyka', 'kopiykas');

/** Signs that stand before or after an amount. */
export const currencySigns: Readonly<Record<string, Currency>> = {
  $: dollar(),
  US$: dollar(),
  A$: dollar('Australian'),
  AU$: dollar('Australian'),
  C$: dollar('Canadian'),
  CA$: dollar('Canadian'),
  NZ$: dollar('New Zealand'),
  HK$: dollar('Hong Kong'),
  S$: dollar('Singapore'),
  SG$: dollar('Singapore'),
  NT$: dollar('New Taiwan'),
  J$: dollar('Jamaican'),
  TT$: dollar('Trinidad and Tobago'),
  Z$: dollar('Zimbabwean'),
  MX$: of('Mexican peso', 'Mexican pesos', 'centavo', 'centavos'),
  AR$: of('Argentine peso', 'Argentine pesos', 'centavo', 'centavos'),
  CLP$: of('Chilean peso', 'Chilean pesos'),
  COL$: of('Colombian peso', 'Colombian pesos'),
  RD$: of('Dominican peso', 'Dominican pesos', 'centavo', 'centavos'),
  R$: of('real', 'reais', 'centavo', 'centavos'),
  '€': euro,
  '£': pound,
  '¥': yen,
  '₹': rupee,
  '₨': rupee,
  'Rs.': rupee,
  Rs: rupee,
  'Re.': rupee,
  kr: of('krone', 'kroner'),
  'kr.': of('krone', 'kroner'),
  zł: of('zloty', 'zlotys', 'grosz', 'groszy'),
  Kč: of('koruna', 'korunas'),
  RM: of('ringgit', 'ringgit', 'sen', 'sen'),
  Rp: of('rupiah', 'rupiah'),
  'S/': of('sol', 'soles', 'centimo', 'centimos'),
  '₣': of('franc', 'francs', 'centime', 'centimes'),
  '₤': lira,
  '֏': of('dram', 'drams'),
  '៛': of('riel', 'riels'),
  '؋': of('afghani', 'afghanis'),
  '﷼': of('rial', 'rials'),
  '₩': won,
  '₽': ruble,
  '₿': bitcoin,
  '₪': shekel,
  '₺': lira,
  '₴': hryvnia,
  '₫': of('dong', 'dong'),
  '₱': of('peso', 'pesos', 'centavo', 'centavos'),
  '₦': of('naira', 'naira', 'kobo', 'kobo'),
  '฿': of('baht', 'baht', 'satang', 'satang'),
  '₡': of('colon', 'colones'),
  '₲': of('guarani', 'guaranies'),
  '₵': of('cedi', 'cedis', 'pesewa', 'pesewas'),
  '₸': of('tenge', 'tenge'),
  '₭': of('kip', 'kip'),
  '₮': of('tugrik', 'tugriks'),
  '₼': of('manat', 'manat'),
  '₾': of('lari', 'lari', 'tetri', 'tetri'),
  '₠': of('European currency unit', 'European currency units'),
  '¤': of('currency unit', 'currency units'),
};

/** Signs of hundredth parts, behind an amount. */
export const centSigns: Readonly<Record<string, readonly [string, string]>> = {
  '¢': ['cent', 'cents'],
};

/** Codes of ISO 4217 in common use. */
export const currencyCodes: Readonly<Record<string, Currency>> = {
  USD: of('U.S. dollar', 'U.S. dollars', 'cent', 'cents'),
  EUR: euro,
  GBP: of('British pound', 'British pounds', 'penny', 'pence'),
  JPY: of('Japanese yen', 'Japanese yen'),
  CHF: of('Swiss franc', 'Swiss francs', 'centime', 'centimes'),
  CAD: dollar('Canadian'),
  AUD: dollar('Australian'),
  NZD: dollar('New Zealand'),
  CNY: of('yuan', 'yuan'),
  RMB: of('yuan', 'yuan'),
  INR: of('Indian rupee', 'Indian rupees', 'paisa', 'paise'),
  KRW: of('Korean won', 'Korean won'),
  SEK: of('Swedish krona', 'Swedish kronor'),
  NOK: of('Norwegian krone', 'Norwegian kroner'),
  DKK: of('Danish krone', 'Danish kroner'),
  PLN: of('zloty', 'zlotys', 'grosz', 'groszy'),
  CZK: of('Czech koruna', 'Czech korunas'),
  HUF: of('forint', 'forints'),
  RUB: ruble,
  UAH: hryvnia,
  TRY: lira,
  ILS: shekel,
  BRL: of('Brazilian real', 'Brazilian reais', 'centavo', 'centavos'),
  MXN: of('Mexican peso', 'Mexican pesos', 'centavo', 'centavos'),
  ZAR: of('rand', 'rand', 'cent', 'cents'),
  AED: of('dirham', 'dirhams', 'fils', 'fils'),
  SAR: of('Saudi riyal', 'Saudi riyals'),
  QAR: of('Qatari riyal', 'Qatari riyals'),
  KWD: of('Kuwaiti dinar', 'Kuwaiti dinars'),
  EGP: of('Egyptian pound', 'Egyptian pounds'),
  MAD: of('Moroccan dirham', 'Moroccan dirhams'),
  NGN: of('naira', 'naira', 'kobo', 'kobo'),
  KES: of('Kenyan shilling', 'Kenyan shillings', 'cent', 'cents'),
  GHS: of('cedi', 'cedis', 'pesewa', 'pesewas'),
  THB: of('baht', 'baht', 'satang', 'satang'),
  IDR: of('rupiah', 'rupiah'),
  MYR: of('ringgit', 'ringgit', 'sen', 'sen'),
  PHP: of('Philippine peso', 'Philippine pesos', 'centavo', 'centavos'),
  VND: of('dong', 'dong'),
  TWD: dollar('New Taiwan'),
  PKR: of('Pakistani rupee', 'Pakistani rupees'),
  BDT: of('taka', 'taka'),
  LKR: of('Sri Lankan rupee', 'Sri Lankan rupees'),
  ARS: of('Argentine peso', 'Argentine pesos', 'centavo', 'centavos'),
  CLP: of('Chilean peso', 'Chilean pesos'),
  COP: of('Colombian peso', 'Colombian pesos'),
  PEN: of('sol', 'soles', 'centimo', 'centimos'),
  RON: of('leu', 'lei', 'ban', 'bani'),
  BGN: of('lev', 'leva', 'stotinka', 'stotinki'),
  ISK: of('Icelandic krona', 'Icelandic kronur'),
  KZT: of('tenge', 'tenge'),
  GEL: of('lari', 'lari', 'tetri', 'tetri'),
  SGD: dollar('Singapore'),
  HKD: dollar('Hong Kong'),
  BTC: bitcoin,
  ETH: of('ether', 'ether'),
};
