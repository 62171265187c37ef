import { describe, expect, test } from 'vitest';
import { PickleWriter } from '../../../../test/fixtures/torch-pickle.js';
import { ByteReader } from './byte-reader.js';
import { readPickle } from './pickle.js';
import { NotAPickle, type PickleRules } from './pickle-value.js';

/** Rules that allow everything, so that only the reader refuses. */
const everything: PickleRules = { admit: () => undefined, call: () => null, persistent: () => null };

/** Lists that each have the one before twice: written down, they have 2^depth parts. */
function nestedLists(depth: number): PickleWriter {
  const writer = new PickleWriter().raw(0x5d, 0x71, 0);
  for (let i = 0; i < depth; i++) writer.raw(0x5d, 0x28, 0x68, i, 0x68, i, 0x65, 0x71, i + 1);
  return writer;
}

function manyLists(count: number): PickleWriter {
  const writer = new PickleWriter();
  for (let i = 0; i < count / 1000; i++) writer.raw(...Array<number>(1000).fill(0x5d));
  return writer;
}

describe('readPickle refuses', () => {
  const writer = () => new PickleWriter();
  test.each([
    [
      'an opcode of text pickles',
      writer().raw(0x49, 0x31, 0x0a),
      'opcode 0x49 is not one that PyTorch writes',
    ],
    ['an instance by opcode', writer().raw(0x28, 0x69), 'opcode 0x69 is not one that PyTorch writes'],
    ['an extension', writer().raw(0x82, 1), 'opcode 0x82 is not one that PyTorch writes'],
    ['a stop without a value', writer(), 'the stack is empty'],
    ['a tuple without a mark', writer().integer(1).raw(0x74), 'there is no mark on the stack'],
    ['a tuple that is larger than the stack', writer().integer(1).raw(0x86), 'the stack is empty'],
    ['a value from behind a mark', writer().integer(1).raw(0x28, 0x85), 'the stack is empty'],
    ['a memo that was not set', writer().raw(0x68, 3), 'memo 3 was never set'],
    [
      'items for a number',
      writer().integer(1).raw(0x28).integer(2).raw(0x65),
      'items are appended to something that is not a list',
    ],
    [
      'keys for a number',
      writer().integer(1).raw(0x28).text('k').integer(2).raw(0x75),
      'items are set on something that is not a dictionary',
    ],
    [
      'a call of a string',
      writer().text('os.system').raw(0x29, 0x52),
      'a call of something that is not a name',
    ],
    [
      'a call without parameters',
      writer().name('a', 'f').integer(1).raw(0x52),
      'a call of something that is not a name',
    ],
    ['a list as a name', writer().raw(0x5d).text('f').raw(0x93), 'a name is not a text'],
    ['lists of lists as a name', nestedLists(40).text('f').raw(0x93), 'a name is not a text'],
    ['a name of 20,000 characters', writer().name('m', 'f'.repeat(20_000)), 'a name has 20002 characters'],
    ['a million steps', manyLists(1_000_000), 'it has more than 1000000 steps'],
  ])('%s', (_, bytes, message) => {
    expect(() => readPickle(new ByteReader(bytes.finish()), everything)).toThrow(new NotAPickle(message));
  });
});
