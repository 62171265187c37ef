/** Fields whose values are numbers; templates and no-code tools send them as texts. */
const numberFields: ReadonlySet<string> = new Set([
  'fps',
  'mouthStrength',
  'speed',
  'blink',
  'head',
  'breath',
  'x',
  'y',
  'width',
  'height',
]);

const booleanFields: ReadonlySet<string> = new Set(['stream']);
const booleans: Readonly<Record<string, boolean>> = {
  true: true,
  on: true,
  1: true,
  false: false,
  off: false,
  0: false,
};

const decimal = /^[+-]?(?:\d+(?:\.\d*)?|\.\d+)$/;

/**
 * The fields of a request, or of the data of an event, as their sender means them. Null and texts without a
 * character count as absent, because no-code tools and forms send them for what is not filled in; an empty
 * `text` remains if nothing else gives the voice, so that the error names it. Numbers and booleans that were sent as
 * texts become what they say, also in `motion`.
 * @param hasVoice whether a recording came with the fields
 */
export function givenFields(
  fields: Readonly<Record<string, unknown>>,
  hasVoice = false,
): Record<string, unknown> {
  const given = Object.entries(fields).filter(([, value]) => !isAbsent(value));
  const isSpoken = hasVoice || given.some(([name]) => name === 'voiceUrl');
  if (!isSpoken && typeof fields['text'] === 'string' && isAbsent(fields['text']))
    given.push(['text', fields['text']]);
  return Object.fromEntries(given.map(([name, value]) => [name, givenValue(name, value)]));
}

function isAbsent(value: unknown): boolean {
  return value === null || (typeof value === 'string' && value.trim() === '');
}

function givenValue(name: string, value: unknown): unknown {
  if (typeof value === 'string' && numberFields.has(name) && decimal.test(value.trim())) return Number(value);
  if (typeof value === 'string' && booleanFields.has(name))
    return booleans[value.trim().toLowerCase()] ?? value;
  if (name === 'motion' && typeof value === 'object' && value !== null && !Array.isArray(value))
    return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, givenValue(key, each)]));
  return value;
}
