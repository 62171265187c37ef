// The arrows between rooms; docs/architecture.md says why they are so.
const room = (name) => `^${name}/`;
const may = (from, rooms) => ({
  name: `${from}-imports`,
  comment: `${from}/ may import ${rooms.join(', ') || 'no other room'}`,
  severity: 'error',
  from: { path: room(from), pathNot: '\\.test\\.ts$' },
  to: {
    path: '^(bench|command|config|errors|evaluate|events|function|outbound|page|scripts|storage|test)/',
    pathNot: [room(from), ...rooms.map(room)],
  },
});

module.exports = {
  forbidden: [
    {
      name: 'no-circles',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    {
      name: 'no-orphans',
      severity: 'error',
      from: { orphan: true, pathNot: '(\\.d\\.ts|\\.test\\.ts)$' },
      to: {},
    },
    may('errors', []),
    may('config', ['errors']),
    may('outbound', ['errors']),
    may('page', []),
    may('storage', ['config', 'errors']),
    may('events', ['outbound', 'storage', 'config', 'errors']),
    may('function', [
      'events/contract',
      'events/status',
      'events/sink',
      'outbound',
      'storage',
      'config',
      'errors',
    ]),
    may('evaluate', ['command', 'function', 'storage', 'config', 'errors']),
    {
      name: 'adapter-without-network',
      comment: 'the adapter never loads onnxruntime',
      severity: 'error',
      from: { path: '^(events|outbound|storage|config|errors)/' },
      to: { path: 'onnxruntime' },
    },
    {
      name: 'tests-stay-out',
      severity: 'error',
      from: { pathNot: '(^test/|^bench/|\\.test\\.ts$)' },
      to: { path: '(^test/|\\.test\\.ts$)' },
    },
  ],
  options: {
    tsConfig: { fileName: 'tsconfig.json' },
    tsPreCompilationDeps: true,
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^(build|node_modules|training)/' },
  },
};
