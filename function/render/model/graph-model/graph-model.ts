import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import { toFloat32 } from '../checkpoint/to-float32.js';

/** protobuf's JSON writes 64-bit integers as strings. */
const integers = z.array(z.coerce.number().int());

/** An attribute of a node; strings are in base64. */
const attributeSchema = z.object({
  s: z.string().optional(),
  b: z.boolean().optional(),
  list: z.object({ i: integers.optional(), s: z.array(z.string()).optional() }).optional(),
  shape: z.object({ dim: z.array(z.object({ size: z.coerce.number().int() })).default([]) }).optional(),
});

const nodeSchema = z.object({
  name: z.string(),
  op: z.string(),
  input: z.array(z.string()).default([]),
  attr: z.record(z.string(), attributeSchema).default({}),
});

const weightSchema = z.object({
  name: z.string(),
  shape: z.array(z.number().int().nonnegative()),
  dtype: z.enum(['float32', 'int32']),
  quantization: z.object({ dtype: z.literal('float16') }).optional(),
});

const fileSchema = z.object({
  format: z.literal('graph-model'),
  modelTopology: z.object({ node: z.array(nodeSchema) }),
  weightsManifest: z.array(z.object({ paths: z.array(z.string()), weights: z.array(weightSchema) })),
});

/** A node of TensorFlow's graph, with TensorFlow's names of operators and attributes. */
export type GraphNode = z.infer<typeof nodeSchema>;

/** A weight, or a constant such as a shape. */
export interface GraphConstant {
  readonly shape: readonly number[];
  readonly numbers: Float32Array | Int32Array;
}

/** A TensorFlow.js graph model: its nodes and constants by name. */
export interface GraphModel {
  readonly nodes: ReadonlyMap<string, GraphNode>;
  readonly constants: ReadonlyMap<string, GraphConstant>;
}

/**
 * Reads a TensorFlow.js graph model: a JSON file, and the files of weights beside it. The weights are
 * one after the other, in the order of the manifest, little-endian, without gaps.
 * @param file the JSON file
 * @throws RangeError if the files of weights are shorter or longer than the manifest says
 */
export async function readGraphModel(file: string): Promise<GraphModel> {
  const { modelTopology, weightsManifest } = fileSchema.parse(JSON.parse(await readFile(file, 'utf8')));
  const constants = new Map<string, GraphConstant>();
  for (const { paths, weights } of weightsManifest) {
    const parts = await Promise.all(paths.map((part) => readFile(path.join(path.dirname(file), part))));
    const bytes = Buffer.concat(parts);
    let offset = 0;
    for (const { name, shape, dtype, quantization } of weights) {
      const elementBytes = quantization ? 2 : 4;
      const end = offset + shape.reduce((product, size) => product * size, elementBytes);
      constants.set(name, {
        shape,
        numbers: numbersOf(bytes.subarray(offset, end), dtype, quantization !== undefined),
      });
      offset = end;
    }
    if (offset !== bytes.length) {
      throw new RangeError(
        `${file}: the weights have ${String(bytes.length)} bytes; the manifest says ${String(offset)}`,
      );
    }
  }
  return { nodes: new Map(modelTopology.node.map((node) => [node.name, node])), constants };
}

function numbersOf(bytes: Buffer, dtype: 'float32' | 'int32', isHalf: boolean): Float32Array | Int32Array {
  if (dtype === 'float32') return toFloat32(bytes, isHalf ? 'float16' : 'float32');
  return new Int32Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length));
}
