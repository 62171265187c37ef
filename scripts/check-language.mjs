// Fails if a file contains a phrase or a name that this project has replaced. `npm run lint` runs it on
// the whole project, and `node scripts/check-language.mjs FILE…` on single files.
// CONTRIBUTING.md has the glossary, and is exempt; so is a line that ends with `language-ok`.
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

/** Words for prose: comments, strings and documents. */
const phrases = [
  [
    /(?<!\bthere )(?<!\bthere's )\b(?:is|are|was|were) no (?=[a-z])(?!longer|more\b)/i,
    'is not a …, has no …',
  ],
  [/\bnot to be had\b/i, 'is unavailable'],
  [/\bwhoever\b/i, 'a client that …, users who …'],
  [/\banew\b/i, 'again'],
  [/\b(?:nobody|anybody|somebody)\b/i, 'no client, a user, the caller'],
  [/\b(?:called|calls|call|calling) (?:it |them |a job )?off\b/i, 'canceled'],
  [/\bso (?:often|many times)\b/i, 'a number'],
  [/\b(?:a|the|each|its|no) (?:graphics )?cards?\b/i, 'GPU'],
  [/\bleft at that\b/i, 'stop there'],
  [/\bat hand\b/i, 'available'],
  [/\buntold\b/i, 'undelivered'],
  [/\btold (?:again|as|it|them)\b/i, 'delivered, reported'],
  [/\bworkshop\b/i, 'context'],
  [/\bfulfil(?:s|led|ling)?\b/i, 'handle'],
  [/\bkept terms\b/i, 'bias cache'],
  [/\bshelf\b/i, 'catalogue source'],
  [/\bstopwatch\b/i, 'stage timer'],
  [/\bof its own accord\b/i, 'by itself'],
  [/\bwhat it is that\b/i, 'what'],
  [/\bwithout a word\b/i, 'without a warning'],
  [/\b(?:is|are) none\b/i, 'does not exist, without a …'],
  [/\bfor lack of\b/i, 'without, when … ran out'],
  [/\bin vain\b/i, 'without effect'],
  [/\ba mere\b/i, 'only a'],
  [/\btold apart\b/i, 'distinguished'],
];

/** Identifiers of the glossary's old column. */
const names =
  /\b(?:LoadedTools|outcomeOf|mostTellings|takeInPortrait|keptTerms|blankPortrait|tryOut|patchAtRest|cudaTrouble|endLoudly|readingAhead|callBack|retell|mayBreak|tidyUp|judgeClip|isOpinion|breaksOff|splitJoined|usualVoice|askFor|readTaken|noNames|listenerTools|MotionChoice|VideoMotion)\b/;

const folders = /^(?:build|coverage|data|node_modules|training|\..*)$/;
const exempt = new Set([
  'CHANGELOG.md',
  'CONTRIBUTING.md',
  'LICENSE',
  'package-lock.json',
  'scripts/check-language.mjs',
  'test/check-language.process.test.ts',
]);
const kinds = /\.(?:ts|mjs|cjs|js|md|ya?ml|html|css|py)$|Dockerfile$/;

/**
 * Finds replaced words in a text.
 * @returns the line's number, the word and what to write instead
 */
function findReplacedWords(text) {
  return text.split('\n').flatMap((line, index) => {
    if (line.endsWith('language-ok')) return [];
    const rules = [...phrases, [names, 'the new name in the glossary of CONTRIBUTING.md']];
    return rules.flatMap(([pattern, instead]) => {
      const word = pattern.exec(line)?.[0];
      return word === undefined ? [] : [{ line: index + 1, word: word.trim(), instead }];
    });
  });
}

function files(folder) {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    if (folders.test(entry.name)) return [];
    const file = path.join(folder, entry.name);
    return entry.isDirectory() ? files(file) : kinds.test(entry.name) ? [file] : [];
  });
}

const root = path.join(path.dirname(fileURLToPath(import.meta.url)), '..');
const given = process.argv.slice(2);
const found = (given.length > 0 ? given : files(root)).flatMap((file) => {
  const name = path.relative(root, file).replaceAll(path.sep, '/');
  if (exempt.has(name)) return [];
  return findReplacedWords(readFileSync(file, 'utf8')).map((each) => ({ name, ...each }));
});
for (const { name, line, word, instead } of found) {
  console.error(`${name}:${line}: "${word}": write ${instead}`);
}
if (found.length > 0) {
  console.error(`${found.length} replaced words. CONTRIBUTING.md has the glossary.`);
  process.exitCode = 1;
}
