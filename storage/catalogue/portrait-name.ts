import path from 'node:path';

/** The media types of pictures, by file extension. */
export const pictureTypes: Readonly<Record<string, string>> = {
  '.png': 'image/png',
  '.jpg': 'image/jpeg',
  '.jpeg': 'image/jpeg',
  '.webp': 'image/webp',
};

/** `.jpg` for `Peter.JPG`; undefined if the name is not a picture's. */
export function pictureExtension(fileName: string): string | undefined {
  const extension = path.extname(fileName).toLowerCase();
  return Object.hasOwn(pictureTypes, extension) ? extension : undefined;
}

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

/** `Aunt Zoë (2).JPG` becomes `aunt-zoe-2`; undefined if the name contains no usable characters. */
export function avatarIdFromName(fileName: string): string | undefined {
  const id = path
    .basename(fileName, path.extname(fileName))
    .toLowerCase()
    .normalize('NFKD')
    .replace(/\p{M}+/gu, '')
    .replace(/[^a-z0-9]/g, (letter) => spellings[letter] ?? letter)
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 64);
  return id === '' ? undefined : id;
}
