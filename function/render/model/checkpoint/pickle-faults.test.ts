import { describe, expect, test } from 'vitest';
import { PickleWriter } from '../../../../test/fixtures/torch-pickle.js';
import { ByteReader } from './byte-reader.js';
import { readPickle } from './pickle.js';
import { NotAPickle, type PickleRules } from './pickle-value.js';

/** Rules that allow everything, so that only the reader refuses. */
const everything: PickleRules = { admit: () => undefined, call: () => null, persistent: () => null };

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
  ])('%s', (_, bytes, message) => {
    expect(() => readPickle(new ByteReader(bytes.finish()), everything)).toThrow(new NotAPickle(message));
  });
});
