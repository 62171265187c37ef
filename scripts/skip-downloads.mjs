// `preinstall` of the package: keeps onnxruntime-node from downloading 200 MB of CUDA libraries from NuGet, which
// fails the whole installation where NuGet is not reached. npm runs this before the scripts of dependencies.
// `node ./script/install`, the script of onnxruntime-node, runs a file of exactly that name before
// `install.js`: the one written here ends at once unless the libraries are asked for. No file is changed.
// Plain JavaScript with no dependencies, and it never fails: without it, only the download takes place.
import { writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';

const guard = `// Written by avatar-service: CUDA libraries are downloaded only if they are asked for, for example with
// ONNXRUNTIME_NODE_INSTALL=cuda12 npm rebuild onnxruntime-node
const asked = Object.keys(process.env).some((name) => /^(npm_config_)?onnxruntime_node_install/i.test(name));
if (asked || process.argv.length > 2) require('./install.js');
`;

try {
  const found = createRequire(import.meta.url).resolve('onnxruntime-node/package.json');
  writeFileSync(path.join(path.dirname(found), 'script', 'install'), guard);
} catch {
  // Not there yet, or read-only.
}
