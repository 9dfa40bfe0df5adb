/** The directions of the house. Every rule says why; test/architecture/layers.test.ts plants a violation of each and sees it reported. */
const registries = require('./test/architecture/registries.json');

const escaped = (text) => text.replaceAll('.', '\\.');
const scienceRooms = '^src-main/(math|physics|learning|machine|twin|analysis|experiments)/';

const programs =
  '^(src-main/cli/(main|experiments/seedWorker)|src-main/sweeps/cellWorker|src-main/board/transports/portProgram|src-main/host/(web/main|engineWorker|jobWorker|compareWorker)|electron/(main|preload|engineEntry)|src-renderer/main)\\.ts$';

/** Each room of the engine, with the rooms that stand on it and the reason why it must not know them. */
const layers = [
  {
    room: 'math',
    above: 'physics|learning|machine|board|twin|analysis|experiments|recording|machines|sweeps|host|cli',
    why: 'Mathematics knows no circuits: it must be readable and testable alone.',
  },
  {
    room: 'physics',
    above: 'learning|machine|board|twin|analysis|experiments|recording|machines|sweeps|host|cli',
    why: 'A resistor network obeys Kirchhoff whether or not somebody trains it; physics that knew its learner could not be checked against the world.',
  },
  {
    room: 'learning',
    above: 'machine|board|twin|analysis|experiments|recording|machines|sweeps|host|cli',
    why: 'Rules and tasks are plain descriptions that a simulation and a board both follow; they must not depend on one kind of machine.',
  },
  {
    room: 'machine',
    above: 'board|twin|analysis|experiments|recording|machines|sweeps|host|cli',
    why: 'A machine runs a program alone and reports; who asked (a screen, a command, a sweep) is not its business.',
  },
  {
    room: 'board',
    above: 'twin|analysis|recording|experiments|machines|sweeps|host|cli',
    why: 'A board is one body of a machine. What is made of its measurements (a comparison, a file, a screen) is not its business.',
  },
  {
    room: 'twin',
    above: 'board|analysis|recording|experiments|machines|sweeps|host|cli',
    why: 'A twin is made of measurements and physics. What body they were measured on, what file they came from and who looks at it is not its business.',
  },
  {
    room: 'recording',
    above: 'board|twin|analysis|experiments|machines|sweeps|host|cli',
    why: 'A recording is read in the app, on the command line and by other programs alike; one that knew who asked could not be.',
  },
  {
    room: 'analysis',
    above: 'board|twin|experiments|recording|machines|sweeps|host|cli',
    why: 'An analysis looks at a network and a task; which figure of which paper it serves is not its business.',
  },
  {
    room: 'experiments',
    above: 'board|twin|recording|machines|sweeps|host|cli',
    why: 'A published figure is reproduced by one pure function per seed; who runs the seeds, and where they are shown, is outside.',
  },
  {
    room: 'machines',
    above: 'experiments|sweeps|host|cli',
    why: 'Bodies are chosen by name for the bench, a command and a sweep alike; a choice that knew who asked could not be one.',
  },
  {
    room: 'sweeps',
    above: 'host|cli',
    why: 'A sweep runs under the command line, the bench and a cluster alike; one that knew who asked could not give each the same bytes.',
  },
  {
    room: 'host',
    above: 'cli',
    why: 'The command line is one user of the engine beside the screens; a host that used it would print where nobody looks.',
  },
];

/** The same rule for every registry folder: an entry knows its contract and what lies below, never another entry. */
const siblings = registries.map(({ folder, contracts }) => ({
  name: `no-sibling-in-${folder.split('/').slice(1).join('-')}`,
  comment:
    'Entries of a registry are independent: one must be removable, and readable alone. Move what two of them share into the contract of the ' +
    'folder or into the room below.',
  severity: 'error',
  from: { path: `^${folder}/(?!index\\.ts$)[^/]+\\.ts$`, pathNot: contracts.map((file) => `^${folder}/${escaped(file)}$`) },
  to: { path: `^${folder}/`, pathNot: contracts.map((file) => `^${folder}/${escaped(file)}$`) },
}));

module.exports = {
  forbidden: [
    {
      name: 'shared-imports-nothing-of-ours',
      comment: 'shared/ holds the contracts that both sides are checked against. A contract that imports one side drags it into the other.',
      severity: 'error',
      from: { path: '^shared/' },
      to: { path: '^(src-main|src-renderer|electron|test|scripts)/' },
    },
    {
      name: 'shared-runs-anywhere',
      comment: 'shared/ is bundled into the screen, where there is no Node.',
      severity: 'error',
      from: { path: '^shared/' },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'renderer-sees-shared-alone',
      comment:
        'The engine runs in another process or on another machine; all that the screen has of it is the typed bridge in shared/bridge/.',
      severity: 'error',
      from: { path: '^src-renderer/' },
      to: { path: '^(src-main|electron|scripts)/' },
    },
    {
      name: 'renderer-has-no-node',
      comment: 'The screen runs in a sandboxed window or a plain browser: there are no Node modules there.',
      severity: 'error',
      from: { path: '^src-renderer/' },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'engine-never-imports-the-renderer',
      comment: 'The engine also serves the command line and tests, with no screen anywhere.',
      severity: 'error',
      from: { path: '^src-main/' },
      to: { path: '^src-renderer/' },
    },
    {
      name: 'engine-never-imports-the-shell',
      comment: 'The same engine runs in Electron, in the web host and on the command line. The shell starts it, not the other way round.',
      severity: 'error',
      from: { path: '^src-main/' },
      to: { path: '^electron/' },
    },
    {
      name: 'shell-never-imports-the-renderer',
      comment: 'The shell loads the built screen as a file; importing its sources would run them outside their sandbox.',
      severity: 'error',
      from: { path: '^electron/' },
      to: { path: '^src-renderer/' },
    },
    {
      name: 'only-the-shell-imports-electron',
      comment: 'Everything outside electron/ must run where Electron is not installed.',
      severity: 'error',
      from: { pathNot: '^(electron|test)/' },
      to: { path: '(^|node_modules/)electron(/|$)', dependencyTypesNot: ['local'] },
    },
    {
      name: 'science-has-no-node',
      comment: 'Files, sockets, clocks and processes are handed in: the science rooms must give the same bytes in every host.',
      severity: 'error',
      from: { path: scienceRooms },
      to: { dependencyTypes: ['core'] },
    },
    ...layers.map(({ room, above, why }) => ({
      name: `${room}-stays-below`,
      comment: `${why} Direction: shared <- math <- physics <- learning <- machine <- {board, twin, analysis <- experiments, recording} <- machines <- sweeps <- host, cli <- electron.`,
      severity: 'error',
      from: { path: `^src-main/${room}/` },
      to: { path: `^src-main/(${above})/` },
    })),
    ...siblings,
    {
      name: 'no-cycles',
      comment: 'Modules that need each other are one module in two files: neither can be understood, tested or loaded first.',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
    {
      name: 'nothing-imports-tests',
      comment: 'The product must build and run without test/.',
      severity: 'error',
      from: { pathNot: '^test/' },
      to: { path: '^test/' },
    },
    {
      name: 'nothing-imports-scripts',
      comment: 'scripts/ builds and starts the product from outside; it is not part of it.',
      severity: 'error',
      from: { pathNot: '^(test|scripts|bin)/' },
      to: { path: '^scripts/' },
    },
    {
      name: 'product-needs-no-developer-packages',
      comment:
        'What the product imports must be among `dependencies`, or it fails on the first machine that installs without the developers’ packages.',
      severity: 'error',
      from: { path: '^(shared|src-main|src-renderer|electron)/', pathNot: '^electron/|\\.d\\.ts$' },
      to: { dependencyTypes: ['npm-dev', 'npm-no-pkg', 'npm-unknown'], dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'nothing-unresolvable',
      comment: 'An import that leads nowhere fails at run time. Imports are relative and end in .ts or .svelte.',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true },
    },
    {
      name: 'no-dead-modules',
      comment:
        'A module that no program reaches is dead, whatever its tests say, or a registry forgot it. The programs are those of vite.node.config.ts ' +
        'and the screen.',
      severity: 'error',
      from: { path: programs },
      to: { path: '^(shared|src-main|src-renderer|electron)/', pathNot: ['\\.d\\.ts$', programs], reachable: false },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^(dist|artifacts)/' },
    // Imports of types count too: a type that crosses a wall makes its reader cross it.
    tsPreCompilationDeps: true,
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['svelte', 'import', 'node', 'default', 'types'] },
  },
};
