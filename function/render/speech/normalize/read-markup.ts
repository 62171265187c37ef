import { withoutMarkdown } from './markdown.js';
import { marks, type PlainText } from './plain-text.js';
import { withoutTags } from './tags.js';

/** Takes Markdown, entities, and tags out of a text. */
export function readMarkup(text: string): PlainText {
  const tagless = text.includes('<') ? withoutTags(text) : undefined;
  const plain = withoutMarkdown(tagless?.text ?? text);
  if (!tagless) return { text: plain, inserted: new Map(), pauses: new Map(), skipsMarkup: false };
  return { ...tagless, text: withTagMarks(plain, tagless.text) };
}

/** Marks of tags that Markdown took for its own, such as those at the end of a line. */
function withTagMarks(plain: string, tagless: string): string {
  if (plain.length !== tagless.length) return tagless;
  return Array.from({ length: plain.length }, (_, at) => {
    const mark = tagless.charAt(at);
    const isMark = mark === marks.insert || mark === marks.pause || mark === marks.hardBreak;
    return isMark ? mark : plain.charAt(at);
  }).join('');
}
