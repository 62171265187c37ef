/** One run of a small network that is needed once for each portrait. */
export interface NetworkRun {
  /** The ONNX file. */
  readonly file: string;
  readonly inputs: Readonly<Record<string, NetworkInput>>;
}

interface NetworkInput {
  readonly values: Float32Array;
  readonly shape: readonly number[];
}

/** The network's outputs by name. */
export type NetworkValues = Readonly<Record<string, Float32Array>>;

/** Runs a network file. */
export type RunNetwork = (run: NetworkRun) => Promise<NetworkValues>;
