// import-rules.json is the only list of the folders of source code: which folder may import which, and which
// folders hold tools that use the whole program and are used by none of it. A folder that is not listed
// is covered by the nearest one above it. `rooms` orders the folders of the engine: each may import itself and
// those after it, so no circle of folders is possible. docs/architecture.md explains the table.
const { folders, tools, rooms } = require('./import-rules.json');

const below = (name) => (name.endsWith('.ts') ? `^${name.replace('.', '\\.')}$` : `^${name}/`);
const names = Object.keys(folders);
const anyFolder = `^(${[...new Set([...names, ...tools].map((name) => name.split('/')[0]))].join('|')})/`;

const rowOf = ([name, allowed]) => ({
  name: `${name}-imports`,
  comment: `${name}/ may import only: ${allowed.join(', ') || 'nothing'}`,
  severity: 'error',
  from: {
    path: below(name),
    pathNot: ['\\.test\\.ts$', ...names.filter((other) => other.startsWith(`${name}/`)).map(below)],
  },
  to: { path: anyFolder, pathNot: [below(name), ...allowed.map(below)] },
});

/** The files of a room, without its sub-folders, which are rooms of their own. */
const room = (name) => `^${rooms.of}/${name}/[^/]+$`;

const roomOf = (name, index) => {
  // What a room must never import holds for its sub-folders, too.
  const above = Object.keys(rooms.never).filter((other) => `${name}/`.startsWith(`${other}/`));
  const never = above.flatMap((other) => rooms.never[other]).map((other) => `^${rooms.of}/${other}/`);
  return {
    name: `${name}-below`,
    comment: `${rooms.of}/${name} may import only the rooms that follow it in import-rules.json`,
    severity: 'error',
    from: { path: room(name), pathNot: '\\.test\\.ts$' },
    to: {
      path: `^${rooms.of}/(?!(${rooms.order.slice(index).join('|')})/[^/]+$)${never.map((path) => `|${path}`).join('')}`,
    },
  };
};

module.exports = {
  forbidden: [
    ...Object.entries(folders).map(rowOf),
    ...rooms.order.map(roomOf),
    {
      name: 'engine-alone',
      comment: 'bench/ uses the engine of the function, not its jobs and tasks',
      severity: 'error',
      from: { path: below('bench') },
      to: { path: below('function'), pathNot: below('function/render') },
    },
    {
      name: 'no-cycles',
      comment: 'imports of types count, too',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
    {
      name: 'no-orphans',
      severity: 'error',
      from: {
        orphan: true,
        pathNot: '(\\.d\\.ts|\\.test\\.ts|\\.config\\.js|\\.cjs|^test/byte-equality\\.ts)$',
      },
      to: {},
    },
    {
      name: 'no-inference-in-adapter',
      comment: 'only the function loads onnxruntime',
      severity: 'error',
      from: { path: '^(events|outbound|storage|config|errors)/' },
      to: { path: 'onnxruntime' },
    },
    {
      name: 'no-imports-of-tests',
      severity: 'error',
      from: { pathNot: `(^(${tools.join('|')})/|\\.test\\.ts$)` },
      to: { path: '(^test/|\\.test\\.ts$)' },
    },
  ],
  options: {
    parser: 'swc',
    tsPreCompilationDeps: true,
    doNotFollow: { path: 'node_modules' },
    exclude: {
      path: '^(build|node_modules|training|data|coverage|function/render/compose/kernel/assembly)/',
    },
  },
};
