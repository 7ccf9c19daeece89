import { spawn, spawnSync, type ChildProcess } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'

const REPOSITORY = fileURLToPath(new URL('../../', import.meta.url))
const MATVIEW = join(REPOSITORY, 'bin', 'matview.js')
const SOCIAL = ['views/user_information.view', '--load', 'examples/social']

let state: string
let running: ChildProcess[] = []
beforeEach(() => (state = mkdtempSync(join(tmpdir(), 'matview-test-'))))
afterEach(() => {
  for (const child of running) child.kill('SIGKILL')
  running = []
  rmSync(state, { recursive: true, force: true })
})

const env = { ...process.env, NO_COLOR: '1' }

/** Runs a command to its end. */
function matview(
  argv: readonly string[],
  input = '',
): { status: number | null; stdout: string; stderr: string } {
  return spawnSync(process.execPath, [MATVIEW, ...argv, '--state-dir', state], {
    cwd: REPOSITORY,
    env,
    input,
    encoding: 'utf8',
  })
}

interface Server {
  readonly url: string
  readonly stdout: () => string
  readonly stderr: () => string
  /** Sends a signal, if one is given, and resolves with the exit code. */
  readonly end: (signal?: NodeJS.Signals) => Promise<number | null>
}

/** Starts `matview run` and waits until it listens. */
async function start(argv: readonly string[]): Promise<Server> {
  const child = spawn(process.execPath, [MATVIEW, 'run', ...argv, '--port', '0', '--state-dir', state], {
    cwd: REPOSITORY,
    env,
  })
  running.push(child)
  const said = { stdout: '', stderr: '' }
  child.stdout.on('data', chunk => (said.stdout += String(chunk)))
  child.stderr.on('data', chunk => (said.stderr += String(chunk)))
  const exited = new Promise<number | null>(resolve => child.once('exit', resolve))
  const url = await until(
    () => /^listening on (\S+)$/m.exec(said.stdout)?.[1],
    () => said.stderr,
  )
  return {
    url,
    stdout: () => said.stdout,
    stderr: () => said.stderr,
    end: signal => {
      if (signal !== undefined) child.kill(signal)
      return exited
    },
  }
}

async function until<T>(get: () => T | undefined | Promise<T | undefined>, why: () => string): Promise<T> {
  for (let attempt = 0; attempt < 400; attempt++) {
    const value = await get()
    if (value !== undefined) return value
    await new Promise(resolve => setTimeout(resolve, 50))
  }
  throw new Error(`nothing came of it: ${why()}`)
}

const untilReady = (server: Server): Promise<true> =>
  until(async () => ((await fetch(`${server.url}/readyz`)).ok ? true : undefined), server.stderr)

describe('matview run', () => {
  test('prints a curl line that works, and the rows are those of the topics', async () => {
    const server = await start(SOCIAL)
    const curl = await until(() => /^ {2}curl (\S+)$/m.exec(server.stdout())?.[1], server.stderr)
    const row = (await (await fetch(curl)).json()) as { userId: string }
    expect(curl).toBe(`${server.url}/users/${row.userId}`)
    expect(await server.end('SIGTERM')).toBe(0)
    expect(existsSync(join(state, 'lock.json'))).toBe(false)
  })

  test('takes records while it runs, from a second process; SIGINT ends it with 130', async () => {
    const server = await start(['views/user_information.view'])
    await untilReady(server)
    await until(() => /matview produce users/.exec(server.stderr())?.[0], server.stderr)
    const user = '{"key":"a/é","value":{"userId":"a/é","username":"x"}}'
    expect(matview(['produce', 'users'], user).status).toBe(0)
    expect(matview(['produce', 'tweets'], '{"key":"t","value":{"tweetId":"t","userId":"a/é"}}').status).toBe(
      0,
    )
    const row = await until(async () => {
      const answer = await fetch(`${server.url}/users/${encodeURIComponent('a/é')}`)
      const body = (await answer.json()) as { tweetCount: number }
      return answer.ok && body.tweetCount === 1 ? body : undefined
    }, server.stderr)
    expect(row).toMatchObject({ userId: 'a/é', username: 'x', tweetCount: 1, likeCount: 0 })
    const { stdout } = matview(['query', 'user_information', 'a/é'])
    expect(JSON.parse(stdout)).toEqual(row)
    expect(await server.end('SIGINT')).toBe(130)
    expect(JSON.parse(matview(['query', 'user_information', 'a/é']).stdout)).toEqual(row)
  })

  test('a second process on the same directory is told who holds it', async () => {
    const server = await start(['views/user_information.view'])
    await until(() => (existsSync(join(state, 'lock.json')) ? true : undefined), server.stderr)
    const { pid } = JSON.parse(readFileSync(join(state, 'lock.json'), 'utf8')) as { pid: number }
    const second = matview(['run', 'views/user_information.view', '--once'])
    expect(second.status).toBe(78)
    expect(second.stderr).toContain(`is in use by process ${pid}`)
    expect(second.stderr).toContain(`serving ${server.url}`)
  })

  test('after kill -9 it starts again, and nothing is loaded twice', async () => {
    const server = await start(SOCIAL)
    await untilReady(server)
    await server.end('SIGKILL')
    const again = matview(['run', ...SOCIAL, '--once'])
    expect([again.status, again.stderr]).toEqual([0, expect.stringMatching(/^caught up: 5,003 records/)])
    expect(matview(['topics']).stdout).toContain('{"topic":"users","partitions":1,"records":429}')
  })

  test('bad data: /readyz says why for a while, the exit code is 1', async () => {
    const server = await start([...SOCIAL, '--failure-grace', '2'])
    await untilReady(server)
    expect(matview(['produce', 'users'], '{"key":"bad","value":"no JSON"}').status).toBe(0)
    const problem = await until(async () => {
      const answer = await fetch(`${server.url}/readyz`)
      return answer.status === 503 ? ((await answer.json()) as { detail: string; reason: string }) : undefined
    }, server.stderr)
    expect(problem.reason).toMatch(/^MV5/)
    expect(problem.detail).toContain('topic `users` partition 0 offset 429 key `bad`')
    expect((await fetch(`${server.url}/livez`)).status).toBe(200)
    expect(await server.end()).toBe(1)
    expect(matview(['run', 'views/user_information.view', '--once']).status).toBe(1)
  })

  test.each([
    ['SIGTERM', 0],
    ['SIGINT', 130],
  ] as const)('%s while Kafka is waited for at the start ends with %i', async (signal, code) => {
    const argv = ['run', 'views/user_information.view', '--brokers', '127.0.0.1:1', '--state-dir', state]
    const child = spawn(process.execPath, [MATVIEW, ...argv], { cwd: REPOSITORY, env })
    running.push(child)
    let stderr = ''
    child.stderr.on('data', chunk => (stderr += String(chunk)))
    const exited = new Promise<number | null>(resolve => child.once('exit', resolve))
    await until(
      () => (existsSync(join(state, 'lock.json')) ? true : undefined),
      () => stderr,
    )
    child.kill(signal)
    expect([await exited, stderr]).toEqual([code, ''])
    expect(existsSync(join(state, 'lock.json'))).toBe(false)
  })

  test('a port in use ends with 78 and a way out', async () => {
    const taken = createServer()
    await new Promise<void>(resolve => taken.listen(0, '127.0.0.1', resolve))
    const { port } = taken.address() as AddressInfo
    const { status, stderr } = matview(['run', 'views/user_information.view', '--port', String(port)])
    taken.close()
    expect(status).toBe(78)
    expect(stderr).toBe(
      `error[MV4002]: port ${port} of 127.0.0.1 is in use by another process\n` +
        ' = help: name another one with `--port`, or `--port 0` for any that is free\n',
    )
  })
})

test('a compiled plan runs as the views do; changed by hand it is refused', () => {
  const plan = join(state, 'plan-of-views.json')
  const compiled = spawnSync(process.execPath, [MATVIEW, 'compile', 'views/user_information.view'], {
    cwd: REPOSITORY,
    env,
    encoding: 'utf8',
  })
  writeFileSync(plan, compiled.stdout)
  expect(matview(['run', plan, '--load', 'examples/social', '--once']).status).toBe(0)
  const rows = matview(['query', 'user_information']).stdout
  expect(rows.trimEnd().split('\n').length).toBeGreaterThan(100)
  writeFileSync(plan, compiled.stdout.replaceAll('likes', 'lykes'))
  const refused = matview(['run', plan, '--once'])
  expect([refused.status, refused.stderr]).toEqual([78, expect.stringContaining('was changed by hand')])
})

test('--rebuild computes the same rows from the log again', () => {
  expect(matview(['run', ...SOCIAL, '--once']).status).toBe(0)
  const rows = matview(['query', 'user_information']).stdout
  expect(matview(['run', 'views/user_information.view', '--once', '--rebuild']).status).toBe(0)
  expect(matview(['query', 'user_information']).stdout).toBe(rows)
})
