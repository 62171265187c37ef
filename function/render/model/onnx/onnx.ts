import { BinaryWriter, WireType } from '@bufbuild/protobuf/wire';

/** Element types of tensors, with ONNX's number for each. */
export const dataTypes = { float32: 1, uint8: 2, int64: 7, float16: 10 } as const;
export type DataType = keyof typeof dataTypes;

/** A size, or the name of a size that is known only at run time. */
export type Dimension = number | string;

export interface ValueInfo {
  readonly name: string;
  readonly type: DataType;
  readonly shape: readonly Dimension[];
}

export type Attribute = number | string | readonly number[];

export interface Node {
  readonly operator: string;
  readonly inputs: readonly string[];
  readonly output: string;
  readonly attributes: Readonly<Record<string, Attribute>>;
}

/** A constant; its numbers are in the model itself or in a file beside it. */
export interface Constant {
  readonly name: string;
  readonly type: DataType;
  readonly shape: readonly number[];
  readonly data:
    | { readonly bytes: Uint8Array }
    | { readonly file: string; readonly offset: number; readonly length: number };
}

export interface Graph {
  readonly name: string;
  readonly inputs: readonly ValueInfo[];
  readonly outputs: readonly ValueInfo[];
  readonly nodes: readonly Node[];
  readonly constants: readonly Constant[];
}

const irVersion = 8;
const opsetVersion = 17;
const externalLocation = 1;
const attributeType = { int: 2, string: 3, ints: 7 } as const;

/** Encodes a graph as an ONNX file. Field numbers: onnx/onnx.proto, `ModelProto`. */
export function encodeModel(graph: Graph): Uint8Array {
  const writer = new BinaryWriter();
  writer.tag(1, WireType.Varint).int64(irVersion);
  writer.tag(2, WireType.LengthDelimited).string('avatar-service');
  message(writer, 7, (w) => encodeGraph(w, graph));
  message(writer, 8, (w) => w.tag(2, WireType.Varint).int64(opsetVersion));
  return writer.finish();
}

function encodeGraph(writer: BinaryWriter, graph: Graph): void {
  for (const node of graph.nodes) message(writer, 1, (w) => encodeNode(w, node));
  writer.tag(2, WireType.LengthDelimited).string(graph.name);
  for (const constant of graph.constants) message(writer, 5, (w) => encodeConstant(w, constant));
  for (const input of graph.inputs) message(writer, 11, (w) => encodeValue(w, input));
  for (const output of graph.outputs) message(writer, 12, (w) => encodeValue(w, output));
}

function encodeNode(writer: BinaryWriter, { operator, inputs, output, attributes }: Node): void {
  for (const input of inputs) writer.tag(1, WireType.LengthDelimited).string(input);
  writer.tag(2, WireType.LengthDelimited).string(output);
  // Named after its output, so that profiles and error messages are readable.
  writer.tag(3, WireType.LengthDelimited).string(output);
  writer.tag(4, WireType.LengthDelimited).string(operator);
  for (const [name, value] of Object.entries(attributes)) {
    message(writer, 5, (w) => encodeAttribute(w, name, value));
  }
}

function encodeAttribute(writer: BinaryWriter, name: string, value: Attribute): void {
  writer.tag(1, WireType.LengthDelimited).string(name);
  if (typeof value === 'string') {
    writer.tag(4, WireType.LengthDelimited).string(value);
    writer.tag(20, WireType.Varint).int32(attributeType.string);
  } else if (typeof value === 'number') {
    writer.tag(3, WireType.Varint).int64(value);
    writer.tag(20, WireType.Varint).int32(attributeType.int);
  } else {
    for (const item of value) writer.tag(8, WireType.Varint).int64(item);
    writer.tag(20, WireType.Varint).int32(attributeType.ints);
  }
}

function encodeConstant(writer: BinaryWriter, { name, type, shape, data }: Constant): void {
  for (const size of shape) writer.tag(1, WireType.Varint).int64(size);
  writer.tag(2, WireType.Varint).int32(dataTypes[type]);
  writer.tag(8, WireType.LengthDelimited).string(name);
  if ('bytes' in data) {
    writer.tag(9, WireType.LengthDelimited).bytes(data.bytes);
    return;
  }
  const place = { location: data.file, offset: String(data.offset), length: String(data.length) };
  for (const [key, value] of Object.entries(place)) {
    message(writer, 13, (w) => {
      w.tag(1, WireType.LengthDelimited).string(key);
      w.tag(2, WireType.LengthDelimited).string(value);
    });
  }
  writer.tag(14, WireType.Varint).int32(externalLocation);
}

function encodeValue(writer: BinaryWriter, { name, type, shape }: ValueInfo): void {
  writer.tag(1, WireType.LengthDelimited).string(name);
  message(writer, 2, (typeProto) =>
    message(typeProto, 1, (tensorType) => {
      tensorType.tag(1, WireType.Varint).int32(dataTypes[type]);
      message(tensorType, 2, (shapeProto) => {
        for (const size of shape) message(shapeProto, 1, (w) => encodeDimension(w, size));
      });
    }),
  );
}

function encodeDimension(writer: BinaryWriter, size: Dimension): void {
  if (typeof size === 'number') writer.tag(1, WireType.Varint).int64(size);
  else writer.tag(2, WireType.LengthDelimited).string(size);
}

function message(writer: BinaryWriter, field: number, encode: (writer: BinaryWriter) => unknown): void {
  writer.tag(field, WireType.LengthDelimited).fork();
  encode(writer);
  writer.join();
}
