import type { Random } from '../../function/render/motion/random.js';

/** Parts of sentences, which fit together in any combination. */
const openings = [
  '',
  'In the morning, ',
  'Before the harbor opens, ',
  'As far as we know, ',
  'After two hours of work, ',
  'Now and then, ',
  'On a quiet day like this, ',
];
const subjects = [
  'the old baker',
  'a group of students from the north',
  'she',
  'my neighbor',
  'the train to the coast',
  'everyone who was there',
  'the youngest of the three engineers',
  'our garden',
];
const actions = [
  'waited',
  'needed a new roof',
  'carried eleven heavy boxes across the river',
  'was surprised',
  'changed direction without a word', // language-ok
  'found what had been lost for twenty years',
  'opened the window and looked at the clouds',
  'had never seen so much snow',
];
const endings = [
  '.',
  ', because the road was closed.',
  ', and that was all.',
  ' until the lights went out.',
  ', which is more than we had hoped for.',
  '. Really!',
  '. Would you believe it?',
  ', not once, but every single day.',
];

/** Writes a few paragraphs of plain English with long and short sentences. */
export function writeSection(random: Random): string {
  const paragraphs = Array.from({ length: 2 + Math.floor(3 * random.uniform()) }, () => {
    const sentences = Array.from({ length: 1 + Math.floor(4 * random.uniform()) }, () =>
      capitalized([openings, subjects, [' '], actions, endings].map((parts) => pick(parts, random)).join('')),
    );
    return sentences.join(' ');
  });
  return paragraphs.join('\n\n');
}

function pick(parts: readonly string[], random: Random): string {
  return parts[Math.floor(parts.length * random.uniform())] ?? '';
}

function capitalized(text: string): string {
  return text.slice(0, 1).toUpperCase() + text.slice(1);
}
