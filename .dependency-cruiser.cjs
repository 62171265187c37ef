// Which folder may import which. This table is the only list of the rooms; docs/architecture.md explains it.
// A folder that is not listed is covered by the nearest one above it.
const rooms = {
  errors: [],
  config: ['errors'],
  outbound: ['errors'],
  'storage/files': ['errors'],
  storage: ['config', 'errors'],
  'events/contract': ['errors'],
  'events/sink': ['events/contract', 'outbound', 'config', 'errors'],
  'events/status': ['events/contract', 'storage', 'errors'],
  'events/adapter': [
    'events/contract',
    'events/sink',
    'events/status',
    'outbound',
    'storage',
    'config',
    'errors',
  ],
  'events/local': ['events', 'outbound', 'storage', 'config', 'errors'],
  'function/render': ['storage/files', 'outbound', 'config', 'errors'],
  'function/tasks': [
    'function/context.ts',
    'function/jobs',
    'function/render',
    'events/contract',
    'events/status',
    'events/sink',
    'storage',
    'config',
    'errors',
  ],
  'function/jobs': [
    'function/context.ts',
    'function/metrics.ts',
    'function/render',
    'events/contract',
    'events/status',
    'events/sink',
    'storage',
    'config',
    'errors',
  ],
  function: ['events/contract', 'events/status', 'events/sink', 'outbound', 'storage', 'config', 'errors'],
  command: ['function/render', 'events/local', 'events/adapter', 'storage', 'config', 'errors'],
  evaluate: ['command', 'function/render', 'storage', 'config', 'errors'],
  page: [],
};

/** Folders that use the whole program and are used by none of the rooms. */
const outside = ['bench', 'scripts', 'test', 'examples'];

const below = (name) => (name.endsWith('.ts') ? `^${name.replace('.', '\\.')}$` : `^${name}/`);
const names = Object.keys(rooms);
const anyRoom = `^(${[...new Set([...names, ...outside].map((name) => name.split('/')[0]))].join('|')})/`;

const rowOf = ([name, allowed]) => ({
  name: `${name}-imports`,
  comment: `${name}/ may import only: ${allowed.join(', ') || 'nothing'}`,
  severity: 'error',
  from: {
    path: below(name),
    pathNot: ['\\.test\\.ts$', ...names.filter((other) => other.startsWith(`${name}/`)).map(below)],
  },
  to: { path: anyRoom, pathNot: [below(name), ...allowed.map(below)] },
});

module.exports = {
  forbidden: [
    ...Object.entries(rooms).map(rowOf),
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
      from: { orphan: true, pathNot: '(\\.d\\.ts|\\.test\\.ts|\\.config\\.js|\\.cjs)$' },
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
      from: { pathNot: `(^(${outside.join('|')})/|\\.test\\.ts$)` },
      to: { path: '(^test/|\\.test\\.ts$)' },
    },
  ],
  options: {
    tsConfig: { fileName: 'tsconfig.json' },
    tsPreCompilationDeps: true,
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^(build|node_modules|training|data|coverage)/' },
  },
};
