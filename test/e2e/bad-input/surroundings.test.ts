/** What a service needs around it and does not find: topics, brokers, a port; and who else is there. */
import { randomBytes } from 'node:crypto'
import { afterEach, beforeEach, describe, expect, inject, test } from 'vitest'
import { freePorts } from '../../support/free-port.ts'
import { Workspace } from '../../support/workspace.ts'

const brokers = inject('kafka')

let workspace: Workspace
beforeEach(() => {
  workspace = new Workspace()
})
afterEach(() => workspace.remove())

const itemsOf = (topic: string): string => `
CREATE TABLE items (id VARCHAR PRIMARY KEY, n INTEGER) WITH (kafka_topic = '${topic}', value_format = 'JSON');
CREATE TABLE item_page AS SELECT * FROM items;
`

describe.skipIf(brokers === null)('a topic that Kafka does not have', () => {
  const topic = `missing-${randomBytes(6).toString('hex')}`
  const kafka = ['--brokers', brokers ?? '']

  test('`run` names all that are missing, and the ways out; with one of them it runs', async () => {
    const other = workspace.write(
      'other.view',
      `CREATE TABLE others (id VARCHAR PRIMARY KEY) WITH (kafka_topic = '${topic}-2', value_format = 'JSON');
       CREATE TABLE other_page AS SELECT * FROM others;`,
    )
    const views = [workspace.write('items.view', itemsOf(topic)), other]
    expect(await workspace.matview(['run', ...views, ...kafka, '--once'])).toMatchObject({
      code: 69,
      stdout: '',
      stderr:
        `error[MV6001]: topics \`${topic}\`, \`${topic}-2\` do not exist on Kafka at ${brokers}\n` +
        ' = help: create what is missing (or let matview do it with `--create-topics`), ' +
        "or correct kafka_topic in the source's WITH (…)\n",
    })
    const made = await workspace.matview(['run', ...views, ...kafka, '--once', '--create-topics'])
    expect([made.code, made.stderr]).toEqual([0, expect.stringMatching(/^caught up: 0 records/)])
    expect((await workspace.matview(['run', ...views, ...kafka, '--once'])).code).toBe(0)
  })

  test('`produce` and `consume` say so too', async () => {
    const produced = await workspace.matview(['produce', `${topic}-3`, ...kafka], '{"key":"a","value":{}}')
    expect([produced.code, produced.stderr]).toEqual([
      69,
      expect.stringContaining(`error[MV6001]: Kafka at ${brokers} has no topic \`${topic}-3\`\n = help: `),
    ])
    const consumed = await workspace.matview(['consume', `${topic}-3`, '--once', ...kafka])
    expect([consumed.code, consumed.stdout, consumed.stderr]).toEqual([
      69,
      '',
      expect.stringContaining(`error[MV6001]: Kafka at ${brokers} has no topic \`${topic}-3\`\n = help: `),
    ])
  })

  test('a record larger than the topic takes is refused by name', async () => {
    const large = new Workspace(brokers)
    const { code, stderr } = await large.produce('items', [{ key: 'a', value: randomBytes(21_000_000) }])
    expect([code, stderr]).toEqual([
      1,
      expect.stringContaining("is larger than the topic's `max.message.bytes`"),
    ])
    expect(stderr).toContain(`error[MV6005]: `)
    expect(stderr).toContain(`\`${large.topic('items')}\``)
    expect(await large.consume('items')).toEqual([])
    await large.remove()
  })
})

test.each([
  ['run', (views: string) => ['run', views, '--once']],
  ['produce', () => ['produce', 'items']],
  ['consume', () => ['consume', 'items', '--once']],
  ['topics', () => ['topics']],
])('a broker that is not there: `%s` ends with 69 and its address', async (_, args) => {
  const [port] = await freePorts(1)
  const views = workspace.write('items.view', itemsOf('items'))
  expect(await workspace.matview([...args(views), '--brokers', `127.0.0.1:${port}`])).toMatchObject({
    code: 69,
    stdout: '',
    stderr: expect.stringMatching(
      new RegExp(`^error\\[MV6002\\]: Kafka at 127\\.0\\.0\\.1:${port} does not answer: .*ECONNREFUSED.*\\n`),
    ) as string,
  })
})

test('`--port 0` takes a free port and prints it; the same port again is refused', async () => {
  const views = workspace.write('items.view', itemsOf('items'))
  const url = await workspace.serve(views).ready()
  const { hostname, port } = new URL(url)
  expect([hostname, port]).toEqual(['127.0.0.1', expect.not.stringMatching(/^(0|8080|)$/)])
  const other = new Workspace()
  expect(await other.matview(['run', views, '--port', port])).toMatchObject({
    code: 78,
    stdout: '',
    stderr:
      `error[MV4002]: port ${port} of 127.0.0.1 is in use by another process\n` +
      ' = help: name another one with `--port`, or `--port 0` for any that is free\n',
  })
  expect(await other.matview(['run', views, '--host', '203.0.113.1'])).toMatchObject({
    code: 78,
    stderr: 'error[MV4002]: `203.0.113.1` is no address of this machine\n = help: name one with `--host`\n',
  })
  await other.remove()
})

test('commands on a directory in use are told who holds it, those that can share it do', async () => {
  const views = workspace.write('items.view', itemsOf('items'))
  const service = workspace.serve(views)
  const url = await service.ready()
  const refused = {
    code: 78,
    stdout: '',
    stderr: expect.stringMatching(
      new RegExp(
        `^error\\[MV4003\\]: the state directory \`${workspace.state}\` is in use by process ${service.pid} ` +
          `\\(\`matview run ${views} .*\`, since \\d{4}-\\d\\d-\\d\\dT.*Z, serving ${url}\\)\\n` +
          ` = help: stop it with \`kill ${service.pid}\`, or name another directory with \`--state-dir\`\\n$`,
      ),
    ) as string,
  }
  expect(await workspace.matview(['run', views, '--once'])).toMatchObject(refused)
  expect(await workspace.matview(['run', views, '--once', '--rebuild'])).toMatchObject(refused)
  expect((await workspace.produce('items', [{ key: 'a', value: '{"n":1}' }])).code).toBe(0)
  expect(await workspace.consume('items')).toMatchObject([{ key: 'a', value: { n: 1 } }])
  expect((await workspace.matview(['topics'])).stdout).toBe('{"topic":"items","partitions":1,"records":1}\n')
  expect((await workspace.matview(['query', 'item_page'])).code).toBe(0)
  expect(await service.end('SIGTERM')).toMatchObject({ code: 0 })
  expect((await workspace.matview(['run', views, '--once'])).code).toBe(0)
})

test.each([
  ['SIGTERM', 0],
  ['SIGINT', 130],
] as const)('%s ends a service with %i, whatever it is doing', async (signal, code) => {
  const views = workspace.write('items.view', itemsOf('items'))
  const records = Array.from({ length: 3000 }, (_, i) => ({ key: `k${i}`, value: `{"n":${i}}` }))
  await workspace.produce('items', records)
  const early = workspace.serve(views)
  await early.url()
  expect(await early.end(signal)).toMatchObject({ code, signal: null })
  const late = workspace.serve(views)
  await late.ready()
  expect(await late.end(signal)).toMatchObject({ code, signal: null })
  expect(late.stderr).not.toContain('error')
  expect(await workspace.rows('item_page')).toHaveLength(3000)
})
