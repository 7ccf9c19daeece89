/** The package as others get it: packed, installed in a folder of its own, used as a command and as a library. */
import { execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { ROOT } from '../support/matview.ts'
import { makeTempDir, removeDir } from '../support/temp-dir.ts'

const TSC = join(ROOT, 'node_modules', 'typescript', 'bin', 'tsc')

const ORDERS = `
CREATE TABLE orders (orderId VARCHAR PRIMARY KEY, customer VARCHAR, amount DECIMAL(10, 2))
  WITH (kafka_topic = 'orders', value_format = 'JSON');
CREATE TABLE customer_orders WITH (endpoint = '/customers/:customer') AS
SELECT customer, COUNT(*) AS orders, SUM(amount) AS total FROM orders GROUP BY customer;
`

let folder: string
/** Names of the files in the package. */
let packed: string[]

/** Runs a program in the folder; its output, or an error with what it printed. */
async function run(program: string, args: readonly string[], cwd = folder): Promise<string> {
  const { stdout } = await promisify(execFile)(program, args, { cwd, env: { ...process.env, NO_COLOR: '1' } })
  return stdout
}

beforeAll(async () => {
  folder = makeTempDir()
  const pack = ['pack', '--json', '--ignore-scripts', '--pack-destination', folder]
  const [archive] = JSON.parse(await run('npm', pack, ROOT)) as {
    filename: string
    files: { path: string }[]
  }[]
  packed = archive!.files.map(({ path }) => path)
  writeFileSync(join(folder, 'package.json'), '{ "private": true, "type": "module" }')
  const quiet = ['--prefer-offline', '--no-audit', '--no-fund', '--loglevel=error']
  await run('npm', ['install', ...quiet, `./${archive!.filename}`])
  writeFileSync(join(folder, 'orders.view'), ORDERS)
  mkdirSync(join(folder, 'data'))
  writeFileSync(
    join(folder, 'data', 'orders.ndjson'),
    '{"key":"1","value":{"customer":"ann","amount":12.50}}\n{"key":"2","value":{"customer":"ann","amount":0.10}}\n',
  )
})
afterAll(() => removeDir(folder))

test('the package has what it needs, and no tests, sources or benchmarks', () => {
  for (const file of ['bin/matview.js', 'dist/index.js', 'dist/index.d.ts', 'LICENSE', 'NOTICE', 'README.md'])
    expect(packed).toContain(file)
  expect(packed).toContain('views/user_information.view')
  expect(packed.filter(file => /^(src|test|bench)\/|\.ts$/.test(file) && !file.endsWith('.d.ts'))).toEqual([])
})

describe('the command', () => {
  test('npx matview check, explain and run --once', async () => {
    expect(await run('npx', ['matview', 'check', 'orders.view'])).toBe('')
    expect(await run('npx', ['matview', 'explain', 'orders.view'])).toContain('GET /customers/:customer')
    await run('npx', ['matview', 'run', 'orders.view', '--load', 'data', '--once'])
    expect(await run('npx', ['matview', 'query', 'customer_orders'])).toBe(
      '{"customer":"ann","orders":2,"total":12.60}\n',
    )
  })

  test('the examples come with it', async () => {
    const shipped = join('node_modules', 'matview')
    const args = [
      'run',
      join(shipped, 'views', 'user_information.view'),
      '--load',
      join(shipped, 'examples', 'social'),
    ]
    await run('npx', ['matview', ...args, '--once', '--state-dir', 'social'])
    const rows = await run('npx', ['matview', 'query', 'user_information', '--state-dir', 'social'])
    expect(rows.split('\n').length).toBeGreaterThan(100)
  })
})

describe('the library', () => {
  test('the program in the README compiles, runs and serves', async () => {
    const readme = readFileSync(join(ROOT, 'README.md'), 'utf8')
    const sample = /```ts\n([^`]*from 'matview'[^`]*)```/.exec(readme)![1]!
    // It runs in another folder, with a state directory of its own.
    writeFileSync(join(folder, 'sample.ts'), sample.replace("('orders.view'", "('../orders.view'"))
    expect(await typeErrors('sample.ts', ['node'])).toBe('')
    await run(process.execPath, [TSC, ...OPTIONS, '--types', 'node', '--typeRoots', TYPES, 'sample.ts'])

    const state = join('elsewhere', '.matview')
    await run('npx', ['matview', 'run', 'orders.view', '--load', 'data', '--once', '--state-dir', state])
    const child = spawn(process.execPath, ['../sample.js'], { cwd: join(folder, 'elsewhere') })
    try {
      const [printed] = (await once(child.stdout, 'data')) as [Buffer]
      const url = printed.toString().trim()
      expect(url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/)
      const row = await fetch(`${url}/customers/ann`)
      expect([row.status, await row.text()]).toEqual([200, '{"customer":"ann","orders":2,"total":12.60}'])
    } finally {
      child.kill('SIGKILL')
    }
  })

  test('its types resolve without any others, and are no `any`', async () => {
    writeFileSync(
      join(folder, 'types.ts'),
      `import { compile, renderText, ServiceFailure, type Compilation, type Plan, type RunningService } from 'matview'
const compiled: Compilation = compile([{ name: 'a.view', text: '' }])
const plan: Plan | null = compiled.plan
const code: string | undefined = compiled.diagnostics[0]?.code
export const use = async (service: RunningService): Promise<unknown> => [plan, code, renderText, ServiceFailure, await service.done]
// @ts-expect-error a source is no text
compile(['CREATE TABLE'])
// @ts-expect-error a plan may be null
compiled.plan.views
`,
    )
    expect(await typeErrors('types.ts', [])).toBe('')
  })
})

const TYPES = join(ROOT, 'node_modules', '@types')
const OPTIONS = ['--strict', '--module', 'nodenext', '--target', 'es2022']

/** What the compiler says of a file, the declarations of the package included. */
async function typeErrors(file: string, types: readonly string[]): Promise<string> {
  const chosen = types.length === 0 ? [] : ['--types', types.join(), '--typeRoots', TYPES]
  const checked = ['--noEmit', '--skipLibCheck', 'false', ...chosen, file]
  const error = await run(process.execPath, [TSC, ...OPTIONS, ...checked]).then(
    () => null,
    (reason: unknown) => reason as { stdout: string },
  )
  return error?.stdout ?? ''
}
