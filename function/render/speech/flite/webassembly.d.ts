/** The part of WebAssembly's interface that is used here; Node's types lack it. */
declare namespace WebAssembly {
  type Module = object;
  const Module: new (bytes: Uint8Array) => Module;
  const Instance: new (module: Module, imports: Readonly<Record<string, object>>) => object;
}
