import { importX } from 'eslint-plugin-import-x'
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

const zones = Object.entries(arrows).map(([folder, allowed]) => ({
  target: `./src/${folder}`,
  from: './src',
  except: [folder, ...allowed].map(name => `./${name}`),
  message: `src/${folder} may import only: ${allowed.join(', ') || 'nothing'} (see ARCHITECTURE.md)`,
}))

export default tseslint.config(
  { ignores: ['dist/', 'node_modules/', 'test/.out/', 'bench/out/'] },
  {
    files: ['**/*.ts'],
    extends: [...tseslint.configs.recommendedTypeChecked],
    plugins: { 'import-x': importX },
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      'import-x/no-restricted-paths': ['error', { basePath: import.meta.dirname, zones }],
      'import-x/no-cycle': 'error',
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
)
