import { z } from 'zod';

const members = z.array(z.unknown());
const group = z.looseObject({ voices: members, id: z.unknown(), model: z.unknown(), name: z.unknown() });
const lists = z.record(z.string(), members);

interface Group {
  readonly name: string;
  readonly members: readonly unknown[];
}

/**
 * The entries of a list of voices that is grouped by model or by language: lists by name, or objects that have a list
 * `voices`. The group of the model counts alone, if there is one.
 * @returns undefined if the entries are not grouped
 */
export function groupedVoices(entries: unknown, model: string): readonly unknown[] | undefined {
  const groups = groupsOf(entries);
  if (!groups || groups.length === 0) return undefined;
  const own = groups.filter(({ name }) => name === model);
  return (own.length > 0 ? own : groups).flatMap((each) => each.members);
}

function groupsOf(entries: unknown): readonly Group[] | undefined {
  if (Array.isArray(entries)) {
    const parsed = z.array(group.partial({ id: true, model: true, name: true })).safeParse(entries);
    return parsed.data?.map(({ id, model, name, voices }) => ({
      name: [id, model, name].find((each) => typeof each === 'string') ?? '',
      members: voices,
    }));
  }
  const named = lists.safeParse(entries).data;
  return named && Object.entries(named).map(([name, list]) => ({ name, members: list }));
}
