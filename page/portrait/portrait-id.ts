/** Letters that Unicode does not decompose into a letter of a to z and an accent. */
const spellings: Readonly<Record<string, string>> = {
  ß: 'ss',
  æ: 'ae',
  œ: 'oe',
  ø: 'o',
  ł: 'l',
  đ: 'd',
  ð: 'd',
  þ: 'th',
  ı: 'i',
};

const maxLength = 64;

/**
 * The id of a portrait, for the service and for programs, from its name: `Tante Zoë` becomes `tante-zoe`, and
 * `tante-zoe-2` if another portrait has that id. A name without Latin letters becomes `portrait`.
 */
export function portraitId(name: string, taken: ReadonlySet<string>): string {
  const words = name
    .toLowerCase()
    .normalize('NFKD')
    .replaceAll(/\p{M}+/gu, '')
    .replaceAll(/[^a-z0-9]/g, (letter) => spellings[letter] ?? letter)
    .replaceAll(/[^a-z0-9]+/g, '-')
    .slice(0, maxLength - 4)
    .replaceAll(/^-+|-+$/g, '');
  const id = words === '' ? 'portrait' : words;
  for (let number = 1; ; number++) {
    const next = number === 1 ? id : `${id}-${String(number)}`;
    if (!taken.has(next)) return next;
  }
}

/** What is left of the names that cameras and programs give, without their numbers. */
const byCameras = new Set(
  ',img,dsc,dscn,dscf,pxl,mvimg,image,photo,foto,screenshot,whatsappimageat,signal'.split(','),
);

/** Suggests a name for a picture: `Aunt Ida (2).JPG` becomes `Aunt Ida (2)`; nothing for names by cameras. */
export function nameFromFileName(fileName: string, maxCharacters: number): string {
  const name = fileName
    .replace(/\.[^.]*$/, '')
    .normalize('NFC')
    .replaceAll(/[\s_]+/gu, ' ')
    .trim();
  const words = name.toLowerCase().replaceAll(/[\d .:-]/g, '');
  return byCameras.has(words) ? '' : Array.from(name).slice(0, maxCharacters).join('').trim();
}
