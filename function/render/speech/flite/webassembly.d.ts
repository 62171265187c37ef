/** The part of WebAssembly's interface that is used here; Node's types lack it. */
declare namespace WebAssembly {
  type Module = object;
  const Module: new (bytes: Uint8Array) => Module;
  interface Memory {
    readonly buffer: ArrayBuffer;
  }
  /** A command for WASI. */
  interface Command {
    readonly exports: { readonly memory: Memory; readonly _start: () => unknown };
  }
  type Instance = Command;
  const Instance: new (module: Module, imports: Readonly<Record<string, object>>) => Command;
}
