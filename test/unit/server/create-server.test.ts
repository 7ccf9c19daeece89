import { connect } from 'node:net'
import type { AddressInfo } from 'node:net'
import type { FastifyInstance } from 'fastify'
import { afterEach, describe, expect, test } from 'vitest'
import type { EngineStatus } from '../../../src/runtime/ports.ts'
import { createServer } from '../../../src/server/create-server.ts'
import { fakeReader, keyless, ready, users, weather } from './fake-reader.ts'

let app: FastifyInstance
let status: EngineStatus
let failures: unknown[]

function start(first: EngineStatus = ready): FastifyInstance {
  status = first
  failures = []
  app = createServer({
    reader: fakeReader([users, weather, keyless]),
    status: () => status,
    onError: error => failures.push(error),
  })
  return app
}
afterEach(() => app.close())

const get = (url: string, method: 'GET' | 'HEAD' | 'POST' | 'DELETE' = 'GET') => app.inject({ method, url })

describe('rows', () => {
  test('come as they are stored', async () => {
    start()
    const answer = await get(`/users/${encodeURIComponent('😀')}`)
    expect(answer.statusCode).toBe(200)
    expect(answer.headers['content-type']).toBe('application/json; charset=utf-8')
    expect(answer.payload).toBe('{"userId":"😀","n":123456789012345678901234567890}')
  })

  test.each([
    ['slash, percent and zero byte', '/users/a%2Fb%25%00', 1],
    ['the empty key', '/users/', 2],
    ['1,024 bytes, all percent-encoded', `/users/${'%78'.repeat(1024)}`, 3],
    ['1,024 bytes of two-byte letters', `/users/${encodeURIComponent('é'.repeat(512))}`, 4],
  ])('are found by %s', async (_, url, n) => {
    start()
    const answer = await get(url)
    expect(answer.statusCode).toBe(200)
    expect(answer.json<{ n: number }>().n).toBe(n)
  })

  test('of a composite key take several segments, any of them empty', async () => {
    start()
    expect((await get('/weather/JFK/at/9007199254740993')).payload).toBe(
      '{"faa":"JFK","hour":9007199254740993}',
    )
    expect((await get('/weather//at/1')).payload).toBe('{"faa":"","hour":1}')
  })

  test('answer HEAD without a body', async () => {
    start()
    const answer = await get('/users/', 'HEAD')
    expect([answer.statusCode, answer.payload]).toEqual([200, ''])
    expect((await get('/users/nobody', 'HEAD')).statusCode).toBe(404)
  })
})

describe('problems', () => {
  test('have all members of RFC 9457 and a code', async () => {
    start()
    const answer = await get('/users/nobody?x=1')
    expect(answer.headers['content-type']).toBe('application/problem+json; charset=utf-8')
    expect(answer.json()).toEqual({
      type: 'urn:matview:problem:row-not-found',
      title: 'There is no row with this key',
      status: 404,
      detail: '`users` has no row with this key',
      instance: '/users/nobody',
      code: 'row-not-found',
    })
  })

  test.each([
    ['/users/invalid', 400, 'invalid-key'],
    ['/users/%', 400, 'malformed-url'],
    ['/users/%zz', 400, 'malformed-url'],
    ['/users/%ff%fe', 400, 'malformed-url'],
    ['/users/%C3', 400, 'malformed-url'],
    [`/users/${'a'.repeat(3073)}`, 414, 'key-too-long'],
    ['/users', 404, 'no-such-route'],
    ['/users/a/b', 404, 'no-such-route'],
    ['/', 404, 'no-such-route'],
    ['//users/a', 404, 'no-such-route'],
    ['/views/nothing/rows', 404, 'no-such-view'],
  ])('%s: %i %s', async (url, code, name) => {
    start()
    const answer = await get(url)
    expect([answer.statusCode, answer.json<{ code: string }>().code]).toEqual([code, name])
  })

  test('suggest what was meant', async () => {
    start()
    expect((await get('/user/1')).json<{ detail: string }>().detail).toBe(
      'there is nothing at this path; did you mean `/users/:userId`?',
    )
    expect((await get('/views/wether/rows')).json<{ detail: string }>().detail).toBe(
      'there is no view of this name; did you mean `Weather`?',
    )
  })

  test.each(['/users/a', '/views', '/livez', '/readyz', '/views/users/rows'])(
    '%s is only read',
    async url => {
      start()
      for (const method of ['POST', 'DELETE'] as const) {
        const answer = await app.inject({
          method,
          url,
          headers: { 'content-type': 'application/json' },
          payload: '{',
        })
        expect([answer.statusCode, answer.headers.allow]).toEqual([405, 'GET, HEAD'])
      }
    },
  )

  test('a read that fails is told to the operator, not to the reader', async () => {
    start()
    const answer = await get('/users/broken')
    expect([answer.statusCode, answer.json<{ code: string }>().code]).toEqual([503, 'read-failed'])
    expect(answer.payload).not.toContain('fire')
    expect(String(failures[0])).toContain('the disk is on fire')
  })

  test.each([
    ['at the first row is answered with 503', { 0: 'broken' }, 503],
    ['later cuts the answer off', { 0: '{"n":1}', 1: 'broken' }, null],
  ])('a list that fails %s, and is told once', async (_, data, expected) => {
    failures = []
    app = createServer({
      reader: fakeReader([{ ...keyless, data }]),
      status: () => ready,
      onError: error => failures.push(error),
    })
    const url = await app.listen({ host: '127.0.0.1', port: 0 })
    const answered = await fetch(`${url}/views/bag/rows`)
    const whole = await answered.text().catch(() => null)
    expect(whole === null ? null : answered.status).toBe(expected)
    expect(failures.map(String)).toEqual(['Error: the disk is on fire'])
  })
})

describe('before the views have caught up', () => {
  test('rows are 503 with Retry-After, never 404', async () => {
    start({ ...ready, phase: 'catching-up' })
    for (const url of ['/users/nobody', '/users/', '/views/users/rows']) {
      const answer = await get(url)
      expect([answer.statusCode, answer.headers['retry-after']]).toEqual([503, '1'])
      expect(answer.json<{ detail: string }>().detail).toBe(
        'the views are catching up: 12 records read, 4 to go; try again in a second',
      )
    }
    status = ready
    expect((await get('/users/')).statusCode).toBe(200)
  })

  test('/livez is 200, /readyz says how far', async () => {
    start({ ...ready, phase: 'starting', waiting: 'Kafka at 127.0.0.1:9092 does not answer' })
    expect((await get('/livez')).json()).toEqual({ status: 'alive' })
    const answer = await get('/readyz')
    expect([answer.statusCode, answer.json<{ phase: string }>().phase]).toEqual([503, 'starting'])
    expect(answer.json<{ waiting: string }>().waiting).toContain('does not answer')
    status = ready
    expect((await get('/readyz')).json()).toEqual({
      status: 'ready',
      phase: 'ready',
      step: 7,
      progress: { records: 12, remaining: 4 },
    })
  })
})

test('after a failure rows say that they are not served, and /readyz why', async () => {
  start({
    ...ready,
    phase: 'failed',
    error: { code: 'MV5001', message: 'topic `users` partition 0 offset 4: not JSON' },
  })
  const row = await get('/users/')
  expect([row.statusCode, row.json<{ reason: string }>().reason]).toEqual([503, 'MV5001'])
  expect(row.payload).not.toContain('offset 4')
  expect((await get('/readyz')).json<{ detail: string }>().detail).toBe(
    'topic `users` partition 0 offset 4: not JSON',
  )
})

test('/views lists views with an example that works, and the lag of each partition', async () => {
  start()
  const answer = (await get('/views')).json<{
    views: { name: string; example: string | null }[]
    sources: { lag: number; partitions: unknown[] }[]
  }>()
  expect(answer.views.map(({ name, example }) => [name, example])).toEqual([
    ['users', 'curl http://localhost:80/users/%F0%9F%98%80'],
    ['Weather', 'curl http://localhost:80/weather/JFK/at/9007199254740993'],
    ['bag', null],
  ])
  expect(answer.sources[0]!.lag).toBe(4)
  expect(answer.sources[0]!.partitions[0]).toEqual({ partition: 0, position: 5, end: 9, lag: 4 })
})

test('all rows of a view come as NDJSON, its name in any case', async () => {
  start()
  const answer = await get('/views/BAG/rows')
  expect(answer.headers['content-type']).toBe('application/x-ndjson; charset=utf-8')
  expect(answer.payload).toBe('{"x":1}\n{"x":1}\n')
  expect((await get('/views/bag/rows', 'HEAD')).payload).toBe('')
})

test('what is not HTTP gets a problem on the bare socket', async () => {
  start()
  await app.listen({ host: '127.0.0.1', port: 0 })
  const { port } = app.server.address() as AddressInfo
  expect(await raw(port, 'hello\r\n\r\n')).toMatch(/^HTTP\/1\.1 400 .*"code":"bad-request"/s)
  const huge = `GET / HTTP/1.1\r\nHost: x\r\nX-Big: ${'a'.repeat(40_000)}\r\n\r\n`
  expect(await raw(port, huge)).toMatch(/^HTTP\/1\.1 431 .*"code":"headers-too-large"/s)
})

function raw(port: number, text: string): Promise<string> {
  return new Promise((resolve, reject) => {
    let answer = ''
    const socket = connect(port, '127.0.0.1', () => socket.write(text))
    socket.on('data', chunk => (answer += chunk.toString()))
    socket.on('end', () => resolve(answer))
    socket.on('error', reject)
  })
}
