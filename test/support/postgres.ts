/**
 * A throw-away PostgreSQL for tests: a new cluster in a temporary folder, on a free loopback port. UTF-8, C locale, UTC.
 * Values come back as the server's own text, so that digits can be compared.
 */
import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { chownSync, existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import pg from 'pg'

/** One result row: each value as PostgreSQL prints it, null for NULL. */
export type TextRow = readonly (string | null)[]

export interface Postgres {
  readonly url: string
  /** Runs one statement with parameters, or several without, and returns the rows of the last one. */
  query(sql: string, params?: readonly (string | null)[]): Promise<TextRow[]>
  /** Runs several statements in one round trip and returns the rows of each. */
  queries(sql: string): Promise<TextRow[][]>
  stop(): Promise<void>
}

const START_TIMEOUT_MS = 30_000
const SETTINGS = {
  fsync: 'off',
  full_page_writes: 'off',
  synchronous_commit: 'off',
  timezone: 'UTC',
  datestyle: 'ISO, MDY',
  extra_float_digits: '1',
  jit: 'off',
  shared_buffers: '32MB',
  autovacuum: 'off',
}

/**
 * Starts a server. Without PostgreSQL on this machine: an error under CI=true, otherwise null after a line that says why
 * (the test is then to be skipped).
 */
export async function startPostgres(): Promise<Postgres | null> {
  const bin = findBinaries()
  if (bin === null) return withoutBinaries()
  const folder = mkdtempSync(join(tmpdir(), 'matview-pg-'))
  const user = serverUser()
  if (user) chownSync(folder, user.uid, user.gid)
  const data = join(folder, 'data')
  const options = { cwd: folder, ...user, env: { PATH: process.env.PATH ?? '', LC_ALL: 'C', TZ: 'UTC' } }
  const initdb = ['-D', data, '-U', 'postgres', '-A', 'trust', '-E', 'UTF8', '--locale=C', '--no-sync']
  execFileSync(join(bin, 'initdb'), initdb, { ...options, stdio: 'pipe' })
  const port = await freePort()
  const settings = Object.entries(SETTINGS).flatMap(([name, value]) => ['-c', `${name}=${value}`])
  const address = ['-h', '127.0.0.1', '-p', String(port), '-k', folder]
  const server = spawn(join(bin, 'postgres'), ['-D', data, ...address, ...settings], {
    ...options,
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  const killAtExit = () => server.kill('SIGQUIT') // should the test process end without stop()
  process.once('exit', killAtExit)
  server.once('exit', () => process.off('exit', killAtExit))
  const url = `postgres://postgres@127.0.0.1:${port}/postgres`
  try {
    const client = await connect(server, folder, port)
    return { url, ...queriesOf(client), stop: () => stopServer(client, server, folder) }
  } catch (error) {
    server.kill('SIGQUIT')
    rmSync(folder, { recursive: true, force: true })
    throw error
  }
}

/** The folder of `initdb` and `postgres`, or null. */
function findBinaries(): string | null {
  const debian = '/usr/lib/postgresql'
  const versions = existsSync(debian) ? readdirSync(debian).sort((a, b) => Number(b) - Number(a)) : []
  const candidates = [
    ...(process.env.PATH ?? '').split(delimiter),
    ...versions.map(version => join(debian, version, 'bin')),
    ...configuredBinaries(),
  ]
  return candidates.find(dir => existsSync(join(dir, 'initdb')) && existsSync(join(dir, 'postgres'))) ?? null
}

function configuredBinaries(): string[] {
  try {
    return [execFileSync('pg_config', ['--bindir'], { encoding: 'utf8', stdio: 'pipe' }).trim()]
  } catch {
    return [] // no pg_config: nothing to add
  }
}

function withoutBinaries(): null {
  const reason =
    'no PostgreSQL server binaries (initdb, postgres) on PATH, in /usr/lib/postgresql or by pg_config'
  if (process.env.CI === 'true') throw new Error(`${reason}; install PostgreSQL`)
  process.stderr.write(`skipped: ${reason}\n`)
  return null
}

/** PostgreSQL refuses to run as root, so as root it runs as another user. */
function serverUser(): { uid: number; gid: number } | undefined {
  if (process.getuid?.() !== 0) return undefined
  for (const name of ['postgres', 'nobody']) {
    try {
      const id = (flag: string) =>
        Number(execFileSync('id', [flag, name], { encoding: 'utf8', stdio: 'pipe' }))
      return { uid: id('-u'), gid: id('-g') }
    } catch {
      continue // no such user here
    }
  }
  throw new Error('PostgreSQL cannot run as root, and there is neither a user `postgres` nor `nobody`')
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer().on('error', reject)
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address()
      probe.close(() => resolve(typeof address === 'object' && address !== null ? address.port : 0))
    })
  })
}

/** Connects over the unix socket as soon as the server answers. */
async function connect(server: ChildProcess, folder: string, port: number): Promise<pg.Client> {
  let log = ''
  server.stderr?.on('data', (chunk: Buffer) => (log = (log + chunk.toString()).slice(-4000)))
  const deadline = Date.now() + START_TIMEOUT_MS
  for (;;) {
    if (server.exitCode !== null) throw new Error(`PostgreSQL ended while starting:\n${log}`)
    const client = new pg.Client({
      host: folder,
      port,
      user: 'postgres',
      database: 'postgres',
      types: { getTypeParser: () => (text: string | Buffer) => text.toString() },
    })
    client.on('error', () => undefined) // the server is stopped under it
    try {
      await client.connect()
      return client
    } catch (error) {
      if (Date.now() > deadline) throw new Error(`PostgreSQL did not start:\n${log}`, { cause: error })
      await new Promise(resolve => setTimeout(resolve, 50))
    }
  }
}

type Result = pg.QueryArrayResult<(string | null)[]>

function queriesOf(client: pg.Client): Pick<Postgres, 'query' | 'queries'> {
  const run = async (text: string, params?: readonly (string | null)[]): Promise<Result[]> => {
    const values = params === undefined ? {} : { values: [...params] }
    const result: Result | Result[] = await client.query<(string | null)[]>({
      text,
      rowMode: 'array',
      ...values,
    })
    return Array.isArray(result) ? result : [result]
  }
  return {
    query: async (sql, params) => (await run(sql, params)).at(-1)?.rows ?? [],
    queries: async sql => (await run(sql)).map(({ rows }) => rows),
  }
}

async function stopServer(client: pg.Client, server: ChildProcess, folder: string): Promise<void> {
  await client.end().catch(() => undefined)
  if (server.exitCode === null) {
    const ended = new Promise(resolve => server.once('exit', resolve))
    server.kill('SIGQUIT') // immediate: nothing is worth a checkpoint
    await ended
  }
  rmSync(folder, { recursive: true, force: true })
}
