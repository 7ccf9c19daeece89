import tseslint from 'typescript-eslint'

/** Which folders of src a folder may import (besides itself): the arrows of ARCHITECTURE.md. */
const arrows = {
  util: [],
  diagnostics: ['util'],
  types: ['diagnostics', 'util'],
  expr: ['types', 'diagnostics', 'util'],
  language: ['diagnostics', 'util'],
  catalog: ['topology', 'types', 'diagnostics', 'util'],
  analysis: ['language', 'catalog', 'expr', 'topology', 'types', 'diagnostics', 'util'],
  logical: ['analysis', 'language', 'catalog', 'expr', 'topology', 'types', 'diagnostics', 'util'],
  topology: ['expr', 'types', 'diagnostics', 'util'],
  planning: ['logical', 'catalog', 'topology', 'expr', 'types', 'diagnostics', 'util'],
  compiler: [
    'planning',
    'logical',
    'analysis',
    'catalog',
    'language',
    'topology',
    'expr',
    'types',
    'diagnostics',
    'util',
  ],
  ivm: ['topology', 'expr', 'types', 'diagnostics', 'util', 'store'],
  store: ['util'],
  formats: ['topology', 'types', 'diagnostics', 'util'],
  runtime: ['ivm', 'store', 'formats', 'topology', 'expr', 'types', 'diagnostics', 'util'],
  log: ['runtime', 'diagnostics', 'util'],
  server: ['runtime', 'formats', 'diagnostics', 'util'],
  service: ['server', 'log', 'runtime', 'store', 'formats', 'topology', 'types', 'diagnostics', 'util'],
}

/** All folders of src; `cli` may import everything. */
const folders = [...Object.keys(arrows), 'cli']

/** For each folder, a rule against imports that go up and then into a folder it may not know. */
const arrowRules = Object.entries(arrows).map(([folder, allowed]) => {
  const forbidden = folders.filter(name => name !== folder && !allowed.includes(name))
  const message = `src/${folder} may import only: ${allowed.join(', ') || 'nothing'} (see ARCHITECTURE.md)`
  const patterns = [{ regex: `^(\\.\\./)+(${forbidden.join('|')})/`, message }]
  return { files: [`src/${folder}/**/*.ts`], rules: { 'no-restricted-imports': ['error', { patterns }] } }
})

export default tseslint.config(
  { ignores: ['dist/', 'node_modules/', 'test/.out/', 'bench/out/'] },
  {
    files: ['**/*.ts'],
    extends: [...tseslint.configs.recommendedTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': [
        'error',
        { considerDefaultExhaustiveForUnions: true },
      ],
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/restrict-template-expressions': [
        'error',
        { allowNumber: true, allowBoolean: true },
      ],
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_' }],
      eqeqeq: 'error',
      'no-console': 'error',
    },
  },
  ...arrowRules,
)
