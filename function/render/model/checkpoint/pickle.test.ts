import { describe, expect, test } from 'vitest';
import { PickleWriter } from '../../../../test/fixtures/torch-pickle.js';
import { ByteReader, OutOfBytes } from './byte-reader.js';
import { readPickle } from './pickle.js';
import { PickleGlobal, type PickleValue, type PickleRules } from './pickle-value.js';

/** Rules that allow everything and record the calls. */
function recordingRules() {
  const calls: unknown[] = [];
  const everything: PickleRules = {
    admit: (path) => void calls.push(['admit', path]),
    call(path, parameters) {
      calls.push(['call', path, parameters]);
      return `result of ${path}`;
    },
    persistent(id) {
      calls.push(['persistent', id]);
      return 'external data';
    },
  };
  return { calls, everything };
}

function read(bytes: Uint8Array): PickleValue {
  return readPickle(new ByteReader(bytes), recordingRules().everything);
}

/**
 * CPython's `pickle.dumps` of `{'none': None, 'yes': True, 'no': False, 'ints': [0, 255, 256, 65535,
 * 65536, -1, 2**31, -2**40, 2**53 - 1], 'long': 2**70, 'negative': -2**70, 'float': -3.25, 'text':
 * 'ünï', 'tuples': [(), (1,), (1, 2), (1, 2, 3), (1, 2, 3, 4)], 'nested': {'a': {'b': [1, [2,
 * [3]]]}}, 'shared': [a, a]}` with `a = ['twice']`, and with 'bytes', 'set', 'frozen' in protocol 4.
 */
const written = {
  2: 'gAJ9cQAoWAQAAABub25lcQFOWAMAAAB5ZXNxAohYAgAAAG5vcQOJWAQAAABpbnRzcQRdcQUoSwBL/00AAU3//0oAAAEASv////+KBQAAAIAAigYAAAAAAP+KB////////x9lWAQAAABsb25ncQaKCQAAAAAAAAAAQFgIAAAAbmVnYXRpdmVxB4oJAAAAAAAAAADAWAUAAABmbG9hdHEIR8AKAAAAAAAAWAQAAAB0ZXh0cQlYBQAAAMO8bsOvcQpYBgAAAHR1cGxlc3ELXXEMKClLAYVxDUsBSwKGcQ5LAUsCSwOHcQ8oSwFLAksDSwR0cRBlWAYAAABuZXN0ZWRxEX1xElgBAAAAYXETfXEUWAEAAABicRVdcRYoSwFdcRcoSwJdcRhLA2FlZXNzWAYAAABzaGFyZWRxGV1xGihdcRtYBQAAAHR3aWNlcRxhaBtldS4=',
  4: 'gASVLAAAAAAAAAB9lCiMBWJ5dGVzlEMCAP+UjANzZXSUj5QoSweQjAZmcm96ZW6UKEsIkZR1Lg==',
};

describe('readPickle of a pickle from CPython', () => {
  test('reads protocol 2, which PyTorch uses', () => {
    const value = read(Buffer.from(written[2], 'base64'));
    expect(value).toEqual(
      new Map<string, unknown>([
        ['none', null],
        ['yes', true],
        ['no', false],
        ['ints', [0, 255, 256, 65_535, 65_536, -1, 2 ** 31, -(2 ** 40), 2 ** 53 - 1]],
        ['long', 2n ** 70n],
        ['negative', -(2n ** 70n)],
        ['float', -3.25],
        ['text', 'ünï'],
        ['tuples', [[], [1], [1, 2], [1, 2, 3], [1, 2, 3, 4]]],
        ['nested', new Map([['a', new Map([['b', [1, [2, [3]]]]])]])],
        ['shared', [['twice'], ['twice']]],
      ]),
    );
    const shared: unknown = value instanceof Map ? value.get('shared') : undefined;
    expect(Array.isArray(shared) && shared[0] === shared[1]).toBe(true);
  });

  test('reads protocol 4, with frames', () => {
    expect(read(Buffer.from(written[4], 'base64'))).toEqual(
      new Map<string, unknown>([
        ['bytes', Buffer.of(0, 255)],
        ['set', [7]],
        ['frozen', [8]],
      ]),
    );
  });

  test('leaves the reader behind the end', () => {
    const reader = new ByteReader(Buffer.concat([Buffer.from(written[4], 'base64'), Buffer.from('K\x07.')]));
    readPickle(reader, recordingRules().everything);
    expect(readPickle(reader, recordingRules().everything)).toBe(7);
  });
});

test.each([2, 4] as const)(
  'readPickle throws OutOfBytes for a protocol %i pickle that is cut anywhere',
  (protocol) => {
    const whole = Buffer.from(written[protocol], 'base64');
    for (let length = 0; length < whole.length; length++) {
      let needed = 0;
      try {
        read(whole.subarray(0, length));
      } catch (error) {
        if (!(error instanceof OutOfBytes)) throw error;
        needed = error.needed;
      }
      expect(needed).toBeGreaterThan(length);
    }
  },
);

describe('readPickle with names', () => {
  test('submits them to the rules before anything else', () => {
    const bytes = new PickleWriter().name('os', 'system').finish();
    const forbidding: PickleRules = {
      ...recordingRules().everything,
      admit(path) {
        throw new Error(`no ${path}`);
      },
    };
    expect(() => readPickle(new ByteReader(bytes), forbidding)).toThrow('no os.system');
    const onStack = new PickleWriter().text('os').text('system').raw(0x93).finish();
    expect(() => readPickle(new ByteReader(onStack), forbidding)).toThrow('no os.system');
  });

  test('keeps them as names if they are not called', () => {
    expect(read(new PickleWriter().name('torch', 'FloatStorage').finish())).toEqual(
      new PickleGlobal('torch.FloatStorage'),
    );
  });

  test('replaces a call with the result of the rules', () => {
    const { calls, everything } = recordingRules();
    const writer = new PickleWriter().name('a', 'f');
    const bytes = writer
      .tuple([() => writer.integer(1), () => writer.text('x')])
      .raw(0x52)
      .finish();
    expect(readPickle(new ByteReader(bytes), everything)).toBe('result of a.f');
    expect(calls).toEqual([
      ['admit', 'a.f'],
      ['call', 'a.f', [1, 'x']],
    ]);
  });

  test('asks the rules for data outside the pickle', () => {
    const { calls, everything } = recordingRules();
    expect(readPickle(new ByteReader(new PickleWriter().text('there').raw(0x51).finish()), everything)).toBe(
      'external data',
    );
    expect(calls).toEqual([['persistent', 'there']]);
  });
});
