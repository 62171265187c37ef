import type { ByteReader } from './byte-reader.js';
import { PickleMachine } from './pickle-machine.js';
import { NotAPickle, PickleObject, type PickleValue, type PickleRules } from './pickle-value.js';

const STOP = 0x2e;

type Step = (machine: PickleMachine) => unknown;

/** The opcodes of protocols 2 to 4 that PyTorch writes; CPython, Lib/pickletools.py. */
const steps = new Map<number, Step>([
  [0x80, (m) => m.reader.uint8()], // PROTO
  [0x95, (m) => m.reader.uint64()], // FRAME
  [0x28, (m) => m.mark()], // MARK
  [0x30, (m) => m.pop()], // POP
  [0x31, (m) => m.popToMark()], // POP_MARK
  [0x32, (m) => m.push(m.top())], // DUP

  [0x4e, (m) => m.push(null)], // NONE
  [0x88, (m) => m.push(true)], // NEWTRUE
  [0x89, (m) => m.push(false)], // NEWFALSE
  [0x4b, (m) => m.push(m.reader.uint8())], // BININT1
  [0x4d, (m) => m.push(m.reader.uint16())], // BININT2
  [0x4a, (m) => m.push(m.reader.int32())], // BININT
  [0x8a, (m) => m.push(m.reader.integer(m.reader.uint8()))], // LONG1
  [0x8b, (m) => m.push(m.reader.integer(m.reader.uint32()))], // LONG4
  [0x47, (m) => m.push(m.reader.float64BigEndian())], // BINFLOAT
  [0x8c, (m) => m.push(m.reader.text(m.reader.uint8()))], // SHORT_BINUNICODE
  [0x55, (m) => m.push(m.reader.text(m.reader.uint8()))], // SHORT_BINSTRING
  [0x58, (m) => m.push(m.reader.text(m.reader.uint32()))], // BINUNICODE
  [0x54, (m) => m.push(m.reader.text(m.reader.uint32()))], // BINSTRING
  [0x8d, (m) => m.push(m.reader.text(m.reader.uint64()))], // BINUNICODE8
  [0x43, (m) => m.push(m.reader.bytes(m.reader.uint8()))], // SHORT_BINBYTES
  [0x42, (m) => m.push(m.reader.bytes(m.reader.uint32()))], // BINBYTES

  [0x5d, (m) => m.push([])], // EMPTY_LIST
  [0x29, (m) => m.push([])], // EMPTY_TUPLE
  [0x8f, (m) => m.push([])], // EMPTY_SET
  [0x74, (m) => m.push(m.popToMark())], // TUPLE
  [0x6c, (m) => m.push(m.popToMark())], // LIST
  [0x91, (m) => m.push(m.popToMark())], // FROZENSET
  [0x85, (m) => m.push(m.popSome(1))], // TUPLE1
  [0x86, (m) => m.push(m.popSome(2))], // TUPLE2
  [0x87, (m) => m.push(m.popSome(3))], // TUPLE3
  [0x61, (m) => m.append(m.popSome(1))], // APPEND
  [0x65, (m) => m.append(m.popToMark())], // APPENDS
  [0x90, (m) => m.append(m.popToMark())], // ADDITEMS
  [0x7d, (m) => m.push(new Map())], // EMPTY_DICT
  [0x73, (m) => m.assign(m.popSome(2))], // SETITEM
  [0x75, (m) => m.assign(m.popToMark())], // SETITEMS

  [0x71, (m) => m.memorize(m.reader.uint8())], // BINPUT
  [0x72, (m) => m.memorize(m.reader.uint32())], // LONG_BINPUT
  [0x94, (m) => m.memorize()], // MEMOIZE
  [0x68, (m) => m.recall(m.reader.uint8())], // BINGET
  [0x6a, (m) => m.recall(m.reader.uint32())], // LONG_BINGET

  [0x63, (m) => m.pushGlobal(m.reader.line(), m.reader.line())], // GLOBAL
  [0x93, (m) => m.pushGlobal(...m.popNames())], // STACK_GLOBAL
  [0x52, (m) => m.call()], // REDUCE
  [0x81, (m) => m.call()], // NEWOBJ
  [0x51, (m) => m.pushPersistent(m.pop())], // BINPERSID
  [0x62, build], // BUILD
]);

/** Wav2Lip's trainer writes some ten thousand; each can make an object, so they bound the memory. */
const maxSteps = 1_000_000;

/**
 * Reads one pickle and leaves `reader` behind its end. It only builds data: dictionaries (`Map`),
 * lists and tuples (arrays), numbers, text, and what `rules` returns.
 * @throws NotAPickle, OutOfBytes, and what `rules` throws
 */
export function readPickle(reader: ByteReader, rules: PickleRules): PickleValue {
  const machine = new PickleMachine(reader, rules);
  for (let count = 0; ; count++) {
    if (count === maxSteps) throw new NotAPickle(`it has more than ${String(maxSteps)} steps`);
    const opcode = reader.uint8();
    if (opcode === STOP) return machine.pop();
    const step = steps.get(opcode);
    if (!step) throw new NotAPickle(`opcode 0x${opcode.toString(16)} is not one that PyTorch writes`);
    step(machine);
  }
}

/** PyTorch sets a state only on objects, and on dictionaries for bookkeeping. */
function build(machine: PickleMachine): void {
  const state = machine.pop();
  const target = machine.top();
  if (target instanceof PickleObject) target.state = state;
}
