import { reader, type Reader } from './reader.js';

/** Titles, which stand before a name. */
const titles: Readonly<Record<string, string>> = {
  Mr: 'Mister',
  Mrs: 'Missus',
  Ms: 'Miz',
  Mx: 'Mix',
  Messrs: 'Messers',
  Dr: 'Doctor',
  Prof: 'Professor',
  Rev: 'Reverend',
  Hon: 'Honorable',
  Fr: 'Father',
  Lt: 'Lieutenant',
  Sgt: 'Sergeant',
  Cpl: 'Corporal',
  Pvt: 'Private',
  Capt: 'Captain',
  Cpt: 'Captain',
  Maj: 'Major',
  Col: 'Colonel',
  Gen: 'General',
  Brig: 'Brigadier',
  Cmdr: 'Commander',
  Adm: 'Admiral',
  Gov: 'Governor',
  Sen: 'Senator',
  Rep: 'Representative',
  Pres: 'President',
  Supt: 'Superintendent',
  Insp: 'Inspector',
  Mt: 'Mount',
  Ft: 'Fort',
  St: 'Saint',
  Ste: 'Sainte',
};

/** Short forms that are read as words wherever they are, with a period. */
const words: Readonly<Record<string, string>> = {
  Blvd: 'Boulevard',
  Ave: 'Avenue',
  Av: 'Avenue',
  Rd: 'Road',
  Ln: 'Lane',
  Hwy: 'Highway',
  Pkwy: 'Parkway',
  Sq: 'Square',
  Pl: 'Place',
  Ct: 'Court',
  Apt: 'Apartment',
  Bldg: 'Building',
  Jr: 'Junior',
  Sr: 'Senior',
  Esq: 'Esquire',
  Inc: 'Incorporated',
  Ltd: 'Limited',
  Corp: 'Corporation',
  Co: 'Company',
  Bros: 'Brothers',
  Mfg: 'Manufacturing',
  Intl: 'International',
  Assn: 'Association',
  Dept: 'Department',
  dept: 'department',
  Univ: 'University',
  Govt: 'Government',
  vs: 'versus',
  v: 'versus',
  etc: 'et cetera',
  approx: 'approximately',
  est: 'established',
  apt: 'apartment',
  ext: 'extension',
  max: 'maximum',
  min: 'minimum',
  avg: 'average',
  temp: 'temperature',
  tel: 'telephone',
  Tel: 'Telephone',
  esp: 'especially',
  misc: 'miscellaneous',
  incl: 'including',
  excl: 'excluding',
  ca: 'circa',
  cf: 'compare',
  viz: 'namely',
  resp: 'respectively',
  ed: 'edition',
  eds: 'editors',
  hrs: 'hours',
  hr: 'hour',
  yrs: 'years',
  lbs: 'pounds',
  Mgr: 'Manager',
  Asst: 'Assistant',
  Attn: 'Attention',
  Ref: 'Reference',
  Tues: 'Tuesday',
  Thurs: 'Thursday',
};

/** Short forms before a number. */
const beforeNumbers: Readonly<Record<string, string>> = {
  No: 'number',
  no: 'number',
  Nos: 'numbers',
  Nr: 'number',
  Vol: 'volume',
  vol: 'volume',
  Fig: 'figure',
  fig: 'figure',
  Figs: 'figures',
  Ch: 'chapter',
  ch: 'chapter',
  Sec: 'section',
  sec: 'section',
  p: 'page',
  pp: 'pages',
  Ex: 'exercise',
  Eq: 'equation',
  eq: 'equation',
  Art: 'article',
  Ext: 'extension',
};

/** Forms with several periods, or with a slash. */
const phrases: Readonly<Record<string, string>> = {
  'e.g.': 'for example',
  'i.e.': 'that is',
  'a.k.a.': 'also known as',
  'et al.': 'and others',
  'Ph.D.': 'P H D',
  PhD: 'P H D',
  'w/o': 'without',
  'w/': 'with ',
  'c/o': 'care of',
  'n/a': 'not applicable',
  'N/A': 'not applicable',
  'b/c': 'because',
  'and/or': 'and or',
  'either/or': 'either or',
  'he/she': 'he or she',
  'He/she': 'he or she',
  'He/She': 'he or she',
  'she/he': 'she or he',
  's/he': 'she or he',
  'his/her': 'his or her',
  'him/her': 'him or her',
  'yes/no': 'yes or no',
  'AC/DC': 'A C D C',
  'TCP/IP': 'T C P I P',
  'I/O': 'I O',
};

function alternatives(table: Readonly<Record<string, string>>): string {
  return Object.keys(table)
    .toSorted((a, b) => b.length - a.length)
    .map((word) => word.replaceAll('.', String.raw`\.`))
    .join('|');
}

/** The same at the start of a sentence. */
const capitals = 'Approx|Max|Min|Avg|Temp|Esp|Misc|Incl|Excl|Est|Etc';
const isStreet = /\p{Lu}[\p{L}'’]*\s$|\d(?:st|nd|rd|th)\s$/u;
const name = String.raw`(?=\s?\p{Lu})`;

/** Reads titles and other short forms. A period that also ends a sentence is kept. */
export const abbreviationReaders: readonly Reader[] = [
  reader(`(${alternatives(phrases)})(?![\\p{L}])`, ([, form = ''], { after }) =>
    ended(phrases[form] ?? form, form.endsWith('.') ? after : ' x'),
  ),
  reader(`(${alternatives(beforeNumbers)})\\.\\s?(?=\\d|[IVX]+\\b)`, ([, form = '']) => beforeNumbers[form]),
  reader(String.raw`(St|Dr)\.`, ([, form = ''], { before, after }) => {
    const isName = /^\s\p{Lu}/u.test(after);
    const street = isStreet.test(before.slice(-40)) && !isName;
    if (street) return ended(form === 'St' ? 'Street' : 'Drive', after);
    return form === 'St' ? 'Saint' : 'Doctor';
  }),
  reader(`(${alternatives(titles)})\\.${name}`, ([, form = '']) => titles[form]),
  reader(`(Mr|Mrs|Ms|Dr|Prof|Lt|Sgt|Capt|Mt|St)${name}`, ([whole, form = ''], { after }) =>
    /^\s\p{Lu}\p{Ll}/u.test(after) && whole !== '' ? titles[form] : undefined,
  ),
  reader(`(${alternatives(words)}|${capitals})\\.(?!\\p{L})`, ([, form = ''], { before, after }) => {
    // "a max." is a short form, and "Go to the ed." hardly ever occurs.
    if (form === 'v' && !/\p{Lu}[\p{L}'’]*\s$/u.test(before)) return undefined;
    return ended(words[form] ?? words[form.toLowerCase()] ?? form, after);
  }),
  reader(`(vs|Blvd|Ave|Inc|Ltd|Corp)(?![\\p{L}.])`, ([, form = '']) => words[form]),
];

/** The period of a short form that ends a sentence ends it for the ear, too. */
function ended(form: string, after: string): string {
  return after.trim() === '' || /^["”')\]]*$/.test(after.trim()) ? `${form}.` : form;
}
