import { builtinModules } from 'node:module';
import js from '@eslint/js';
import { defineConfig } from 'eslint/config';
import svelte from 'eslint-plugin-svelte';
import globals from 'globals';
import tseslint from 'typescript-eslint';

/** Rooms whose results must follow from the document and the seed alone. */
const scienceRooms = ['math', 'physics', 'learning', 'machine', 'twin', 'analysis', 'experiments'].map(
  (room) => `src-main/${room}/**/*.ts`,
);

const clock = 'Results must not depend on the wall clock: take the time of the step from the program, or a clock as a parameter.';
const timer = 'The science rooms compute and return; pacing is the host’s business (src-main/host).';
const output =
  'The science rooms print nothing: return a value or throw a ProblemError (shared/problem.ts), and let the host or the command line show it.';
const process = 'The science rooms run in every host: what they need from the process is handed in as a parameter.';
const chance = 'The same seed must give the same bytes: take a seeded generator (src-main/math/random.ts) as a parameter.';
const nodeModules = 'The science rooms run in any host and touch no files: reading and writing belongs to src-main/host or src-main/cli.';

const bannedGlobals = [
  ...['Date', 'performance'].map((name) => ({ name, message: clock })),
  ...['setTimeout', 'setInterval', 'setImmediate', 'queueMicrotask', 'requestAnimationFrame'].map((name) => ({ name, message: timer })),
  { name: 'console', message: output },
  ...['process', 'Buffer', 'fetch'].map((name) => ({ name, message: process })),
  { name: 'crypto', message: chance },
];

const seeds = 'A commit must be judged by the same cases every time: take `always` or `drawnCases` of test/properties.ts.';

/** The same names behind `globalThis`, which would otherwise slip through. */
const bannedProperties = [
  { object: 'Math', property: 'random', message: chance },
  ...bannedGlobals.map(({ name, message }) => ({ object: 'globalThis', property: name, message })),
];

const houseRules = {
  '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: false }],
  '@typescript-eslint/no-floating-promises': 'error',
  '@typescript-eslint/explicit-function-return-type': ['error', { allowExpressions: true, allowTypedFunctionExpressions: true }],
  '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'inline-type-imports' }],
  '@typescript-eslint/no-explicit-any': 'error',
  // Index loops over typed arrays are what the inner loops are made of.
  '@typescript-eslint/prefer-for-of': 'off',
  // The bounds of those loops are known; the assertion says so, and costs nothing at run time.
  '@typescript-eslint/no-non-null-assertion': 'off',
  // Numbers in messages are the rule here, not an accident.
  '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true, allowBoolean: true }],
  // A handler may answer at once or later; `void` in such a union is meant.
  '@typescript-eslint/no-invalid-void-type': 'off',
  // The element of an array is typed as if it were always there (noUncheckedIndexedAccess is off for the kernels' sake), so this rule would
  // call the check for an absent one unnecessary.
  '@typescript-eslint/no-unnecessary-condition': 'off',
  // uPlot types its options by ambient enums, which have no values to import.
  '@typescript-eslint/no-unsafe-enum-assignment': 'off',
  // Matters of taste that find no defects.
  '@typescript-eslint/no-confusing-void-expression': 'off',
  '@typescript-eslint/no-unnecessary-type-arguments': 'off',
  '@typescript-eslint/no-unnecessary-type-parameters': 'off',
  // A leading underscore says that a name is there for its place only.
  '@typescript-eslint/no-unused-vars': [
    'error',
    { argsIgnorePattern: '^_', varsIgnorePattern: '^_', destructuredArrayIgnorePattern: '^_' },
  ],
  'max-lines': ['error', { max: 400, skipBlankLines: true, skipComments: true }],
  'max-lines-per-function': ['error', { max: 60, skipBlankLines: true, skipComments: true }],
  eqeqeq: 'error',
};

const unsafeOff = Object.fromEntries(
  ['argument', 'assignment', 'call', 'member-access', 'return'].map((what) => [`@typescript-eslint/no-unsafe-${what}`, 'off']),
);

export default defineConfig(
  { ignores: ['node_modules/', 'dist/', 'artifacts/', 'coverage/'] },
  { linterOptions: { reportUnusedDisableDirectives: 'error' } },
  js.configs.recommended,
  ...tseslint.configs.strictTypeChecked,
  ...svelte.configs.recommended,
  {
    files: ['**/*.{ts,js,mjs,cjs,svelte}'],
    languageOptions: {
      parserOptions: {
        projectService: { allowDefaultProject: ['eslint.config.js', '.dependency-cruiser.cjs'] },
        tsconfigRootDir: import.meta.dirname,
        extraFileExtensions: ['.svelte'],
      },
    },
    rules: houseRules,
  },
  { files: ['**/*.svelte', '**/*.svelte.ts'], languageOptions: { globals: globals.browser, parserOptions: { parser: tseslint.parser } } },
  {
    files: ['**/*.svelte'],
    rules: {
      // The linter does not see the types of the markup, which svelte-check does.
      ...unsafeOff,
      // `void value` makes an effect depend on a value.
      '@typescript-eslint/no-meaningless-void-operator': 'off',
      '@typescript-eslint/no-unused-expressions': 'off',
    },
  },
  {
    files: scienceRooms,
    rules: {
      'no-restricted-globals': ['error', ...bannedGlobals],
      'no-restricted-properties': ['error', ...bannedProperties],
      'no-restricted-imports': [
        'error',
        { paths: builtinModules.map((name) => ({ name, message: nodeModules })), patterns: [{ group: ['node:*'], message: nodeModules }] },
      ],
    },
  },
  {
    files: ['test/**/*.ts'],
    rules: {
      // A `describe` is as long as what it describes.
      'max-lines-per-function': 'off',
      '@typescript-eslint/explicit-function-return-type': 'off',
      // Tests look at raw messages and parsed output, and stand-ins do nothing at all.
      ...unsafeOff,
      '@typescript-eslint/no-empty-function': 'off',
      '@typescript-eslint/require-await': 'off',
      '@typescript-eslint/unbound-method': 'off',
      'no-restricted-properties': [
        'error',
        ...['assert', 'check', 'sample'].map((property) => ({ object: 'fc', property, message: seeds })),
      ],
    },
  },
  // The home of those seeds.
  { files: ['test/properties.ts'], rules: { 'no-restricted-properties': 'off' } },
  { files: ['**/*.{js,mjs,cjs}'], languageOptions: { globals: globals.node } },
  {
    files: ['**/*.cjs', 'eslint.config.js'],
    extends: [tseslint.configs.disableTypeChecked],
    rules: { '@typescript-eslint/no-require-imports': 'off' },
  },
  // Plain scripts carry their types in JSDoc.
  { files: ['**/*.{js,mjs,cjs}'], rules: { '@typescript-eslint/explicit-function-return-type': 'off', ...unsafeOff } },
);
