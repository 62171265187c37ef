import { AvatarServiceError } from './service-error.js';

/** Whether an answer is what it should be. */
export type AnswerCheck<T> = (value: unknown) => value is T;

/**
 * Checks that an answer is an object with these fields. What is in them is the service's contract, from which the
 * types are made; this tells the service from something else that answers in its place.
 */
export function withFields<T extends object>(...names: readonly (keyof T & string)[]): AnswerCheck<T> {
  return (value): value is T =>
    typeof value === 'object' && value !== null && names.every((name) => name in value);
}

/** Checks that an answer is a list of such objects. */
export function listOf<T>(isItem: AnswerCheck<T>): AnswerCheck<T[]> {
  return (value): value is T[] => Array.isArray(value) && value.every(isItem);
}

/** @throws AvatarServiceError `unexpected_answer` if the text is not the expected JSON */
export function readAnswer<T>(text: string, isExpected: AnswerCheck<T>): T {
  const value = parseJson(text);
  if (isExpected(value)) return value;
  throw new AvatarServiceError(
    `The server answered with something else than the API describes. Is it the address of an avatar service?`,
    { code: 'unexpected_answer' },
  );
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
