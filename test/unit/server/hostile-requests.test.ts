import { connect } from 'node:net'
import type { AddressInfo } from 'node:net'
import { afterAll, expect, test } from 'vitest'
import { createServer } from '../../../src/server/create-server.ts'
import { fakeReader, keyless, ready, users, weather } from './fake-reader.ts'

const seed = Number(process.env.MATVIEW_SEED ?? Math.floor(Math.random() * 2 ** 31))
const REQUESTS = 2000

const app = createServer({ reader: fakeReader([users, weather, keyless]), status: () => ready })
afterAll(() => app.close())

/** A small generator of pseudo-random numbers (mulberry32), so that a seed replays a run. */
function randomNumbers(state: number): (below: number) => number {
  return below => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32) * below)
  }
}

const PIECES = [
  ...[
    '/',
    '//',
    '%',
    '%2F',
    '%2f',
    '%00',
    '%25',
    '%zz',
    '%ff',
    '%C3%28',
    '%F0%9F%98%80',
    '%ED%A0%80',
    '..',
    '.',
    '%2e%2e',
  ],
  ...[
    'users',
    'Weather',
    'weather',
    'views',
    'rows',
    'at',
    'livez',
    'readyz',
    'bag',
    ':userId',
    '*',
    '__proto__',
    'constructor',
  ],
  ...[
    '?',
    '?x=1&x=2',
    '#',
    ';',
    '&',
    '=',
    '+',
    ' ',
    '\t',
    '😀',
    'é',
    "'",
    '"',
    '\\',
    '<script>',
    '{}',
    '[]',
    '()',
    '~',
    '!',
    '|',
  ],
  ...['invalid', '-1', '1e999', 'NaN', 'null', '0x10', '9'.repeat(400), 'a'.repeat(3000), '%41'.repeat(1100)],
]
const METHODS = ['GET', 'GET', 'GET', 'HEAD', 'POST', 'PUT', 'DELETE', 'OPTIONS', 'PATCH'] as const
const HEADERS = [
  [],
  ['Accept: text/html'],
  ['Content-Type: application/json'],
  ['Content-Type: nonsense'],
  ['Host: '],
  ['If-None-Match: *', 'Range: bytes=9-1'],
  ['X-Odd: \u00ff\u00fe'],
] as const

test(`no request of ${REQUESTS} gets a 5xx (MATVIEW_SEED=${seed})`, async () => {
  await app.listen({ host: '127.0.0.1', port: 0 })
  const { port } = app.server.address() as AddressInfo
  const random = randomNumbers(seed)
  const pick = <T>(list: readonly T[]): T => list[random(list.length)]!
  const statuses = new Set<number>()
  for (let i = 0; i < REQUESTS; i++) {
    const prefix = pick(['/', '/users/', '/weather/', '/views/', ''])
    const url = prefix + Array.from({ length: random(6) }, () => pick(PIECES)).join('')
    const method = pick(METHODS)
    const body = method === 'GET' || method === 'HEAD' ? '' : pick(['', '{', '{"a":1}', 'x'.repeat(5000)])
    const head = [`${method} ${url} HTTP/1.1`, 'Host: x', 'Connection: close', ...pick(HEADERS)]
    if (body !== '') head.push(`Content-Length: ${body.length}`)
    const answer = await exchange(port, `${head.join('\r\n')}\r\n\r\n${body}`)
    const what = `${method} ${url.slice(0, 200)}: ${answer.slice(0, 500)}`
    expect(answer, what).toMatch(/^HTTP\/1\.1 [2-4]\d\d /)
    const status = Number(answer.slice(9, 12))
    statuses.add(status)
    if (status >= 400) {
      expect(answer, what).toMatch(/content-type: application\/problem\+json; charset=utf-8/i)
      if (method !== 'HEAD') expect(answer, what).toContain(`"status":${status},`)
    }
  }
  expect([...statuses]).toEqual(expect.arrayContaining([200, 400, 404, 405]))
})

/** Sends bytes as they are (no client would) and returns the whole answer. */
function exchange(port: number, request: string): Promise<string> {
  return new Promise((resolve, reject) => {
    let answer = ''
    const socket = connect(port, '127.0.0.1', () => socket.write(request))
    socket.on('data', chunk => (answer += chunk.toString()))
    socket.on('close', () => resolve(answer))
    // A server that answers before it has read the whole request may reset the connection; the answer counts.
    socket.on('error', error => (answer === '' ? reject(error) : resolve(answer)))
  })
}
