import type { GraphBuilder, Value } from '../onnx/graph-builder.js';

/** An untrained network shows the portrait. */
const visibilityBias = -3;
/**
 * Sharpens the edge of what is drawn, and keeps closed lips closed: the network was trained with 1 and is
 * unsure by a pixel. At 1.5, the share of closed p, b, and m rises.
 */
const visibilitySlope = 1.5;

/** How far the portrait is hidden, 0..1, from the detail network's visibility before its activation. */
export function hiddenNodes(graph: GraphBuilder, visibility: Value): Value {
  const biased = graph.node('Add', [visibility, graph.floats('detail.hidden.bias', [], [visibilityBias])]);
  const steep = graph.node('Mul', [biased, graph.floats('detail.hidden.slope', [], [visibilitySlope])]);
  return graph.node('Sigmoid', [steep]);
}
