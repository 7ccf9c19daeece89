/** A state directory that cannot be used, is of something else, or runs out of space. */
import { cpSync, existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { openLevelStore } from '../../../src/store/level-store.ts'
import type { Finished } from '../../support/matview.ts'
import { canMount, SmallDisk } from '../../support/small-disk.ts'
import { Workspace, type Produced } from '../../support/workspace.ts'

const itemsAs = (select: string): string => `
CREATE TABLE items (id VARCHAR PRIMARY KEY, team VARCHAR, n INTEGER) WITH (value_format = 'JSON');
CREATE TABLE teams AS SELECT ${select} FROM items GROUP BY team;
CREATE TABLE item_page AS SELECT * FROM items;
`
const VIEWS = itemsAs('team, COUNT(*) AS items, SUM(n) AS n, MAX(n) AS most')

/** `count` records, enough to fill a small disk where `width` is large. */
const records = (count: number, width = 4): Produced[] =>
  Array.from({ length: count }, (_, i) => ({
    key: `k${i}`,
    value: JSON.stringify({ team: `${'t'.repeat(width)}${i % 10}`, n: i }),
  }))

let workspace: Workspace
let views: string
beforeEach(() => {
  workspace = new Workspace()
  views = workspace.write('items.view', VIEWS)
})
afterEach(() => workspace.remove())

/** Configuration is wrong: an exit code of its own, one sentence, and what to do about it. */
function expectRefused({ code, stdout, stderr }: Finished, message: string, help: string): void {
  expect([code, stdout, stderr]).toEqual([78, '', `${message}\n = help: ${help}\n`])
}

describe('a directory that is none', () => {
  test('because it is a file, or lies in one', async () => {
    const file = workspace.write('file', '')
    for (const command of [
      ['run', views, '--once'],
      ['produce', 'items'],
    ]) {
      expectRefused(
        await workspace.matviewOn(file, command),
        `error[MV4004]: the state directory \`${file}\` cannot be used: there is a file of this name`,
        'name another one with `--state-dir`',
      )
      expectRefused(
        await workspace.matviewOn(join(file, 'state'), command),
        `error[MV4004]: the state directory \`${file}/state\` cannot be used: a part of its path is a file`,
        'name another one with `--state-dir`',
      )
    }
  })

  test('because nothing ran there: commands that read say so, and make nothing', async () => {
    expectRefused(
      await workspace.matview(['query', 'teams']),
      `error[MV4005]: there is no state in \`${workspace.state}\``,
      'run the views first, or name the directory with `--state-dir` or the server with `--url`',
    )
    expectRefused(
      await workspace.matview(['topics']),
      `error[MV4005]: there is no log in \`${workspace.state}\``,
      'start with `matview run`, name the directory with `--state-dir`, or Kafka with `--brokers`',
    )
    expect(existsSync(workspace.state)).toBe(false)
  })
})

describe('a state', () => {
  beforeEach(async () => {
    await workspace.produce('items', records(20))
    expect((await workspace.once(views)).code).toBe(0)
  })

  test('of other views is refused with what differs, and left as it is', async () => {
    const rows = await workspace.rows('teams')
    const other = workspace.write('other.view', itemsAs('team, COUNT(*) AS items'))
    expectRefused(
      await workspace.once(other),
      'error[MV6011]: the state belongs to other views or to an earlier form of them (changed: teams)',
      'recompute them from the log with `--rebuild`, or keep both with another `--state-dir`',
    )
    expect(await workspace.rows('teams')).toEqual(rows)
    expect((await workspace.once(views)).code).toBe(0)
    expect((await workspace.once(other, '--rebuild')).code).toBe(0)
    expect(await workspace.rows('teams')).toEqual(rows.map(row => row.replace(/,"n".*/, '}')))
  })

  test('of a newer matview is refused, and left as it is', async () => {
    await changeMeta(meta => ({ ...meta, format: 99 }))
    expectRefused(
      await workspace.once(views),
      'error[MV6010]: the state was written by a newer matview (state format 99, this one reads 1)',
      'run that version, or recompute the views from the log with `--rebuild`',
    )
    await changeMeta(meta => {
      expect(meta).toMatchObject({ format: 99, records: 20 })
      return meta
    })
    expect((await workspace.once(views, '--rebuild')).code).toBe(0)
    expect(await workspace.rows('item_page')).toHaveLength(20)
  })

  test('of another log is refused: its positions mean nothing', async () => {
    rmSync(join(workspace.state, 'log'), { recursive: true })
    expectRefused(
      await workspace.once(views),
      'error[MV6012]: the state was computed from another log, so its positions mean nothing here',
      'recompute it with `--rebuild`, or use another `--state-dir`',
    )
    expect(await workspace.rows('item_page')).toHaveLength(20)
  })

  test('that is damaged is refused; --rebuild needs only the log', async () => {
    const folder = join(workspace.state, 'state')
    writeFileSync(join(folder, 'CURRENT'), 'damaged')
    expectRefused(
      await workspace.once(views),
      `error[MV4004]: the state in ${folder} is damaged: Corruption: CURRENT file does not end with newline`,
      'compute it again from the log with `matview run FILE… --rebuild`',
    )
    expect((await workspace.once(views, '--rebuild')).code).toBe(0)
    expect(await workspace.rows('item_page')).toHaveLength(20)
  })

  test('copied while nothing runs goes on in its new place', async () => {
    const copy = `${workspace.state}-copy`
    cpSync(workspace.state, copy, { recursive: true })
    const { code, stderr } = await workspace.matviewOn(copy, ['run', views, '--once'])
    expect([code, stderr]).toEqual([0, expect.stringMatching(/^caught up: 20 records/)])
  })

  async function changeMeta(change: (meta: Record<string, unknown>) => object): Promise<void> {
    const store = await openLevelStore(join(workspace.state, 'state'))
    const meta = JSON.parse(store.get('!meta')!) as Record<string, unknown>
    await store.write(new Map([['!meta', JSON.stringify(change(meta))]]))
    await store.close()
  }
})

describe.skipIf(!canMount())('a disk', () => {
  let disk: SmallDisk
  const mountPoint = (): string => join(workspace.dir, 'disk')
  afterEach(() => disk.remove())

  test('that is read-only', async () => {
    disk = new SmallDisk(mountPoint(), '8m')
    workspace.state = join(mountPoint(), 'state')
    await workspace.produce('items', records(20))
    expect((await workspace.once(views)).code).toBe(0)
    disk.makeReadOnly()
    const state = join(workspace.state, 'state')
    expectRefused(
      await workspace.once(views),
      `error[MV4004]: the state in ${state} cannot be written: IO error: ${state}/LOCK: Read-only file system`,
      'make it writable, or name another directory with `--state-dir`',
    )
    const fresh = join(mountPoint(), 'fresh')
    expectRefused(
      await workspace.matviewOn(fresh, ['run', views, '--once']),
      `error[MV4004]: the state directory \`${fresh}\` cannot be used: the file system is read-only`,
      'name another one with `--state-dir`',
    )
    disk.makeWritable()
    expect((await workspace.once(views)).code).toBe(0)
    expect(await workspace.rows('item_page')).toHaveLength(20)
  })

  test('that fills up while catching up: stops by itself, and goes on when there is space', async () => {
    disk = new SmallDisk(mountPoint(), '4m')
    workspace.state = join(mountPoint(), 'state')
    const given = records(8000, 200)
    expect((await workspace.produce('items', given)).stderr).toBe('appended 8,000 records to `items`\n')
    const noSpace = `no space left for the state in ${join(workspace.state, 'state')}`
    expectRefused(
      await workspace.once(views),
      `error[MV6013]: ${noSpace}`,
      'make room and start again: nothing that was committed is lost',
    )
    const again = await workspace.once(views)
    expect([again.code, again.stderr]).toEqual([78, expect.stringContaining(noSpace)])
    disk.resize('64m')
    const { code, stderr } = await workspace.once(views)
    expect([code, stderr]).toEqual([0, expect.stringMatching(/^caught up: 8,000 records/)])
    await expectRowsOfAll(8000, 200)
  })

  test('that fills up under a running service: readers are told, nothing acknowledged is lost', async () => {
    disk = new SmallDisk(mountPoint(), '4m')
    workspace.state = join(mountPoint(), 'state')
    const service = workspace.serve(views, '--failure-grace', '60')
    const url = await service.ready()
    let acknowledged = 0
    for (let full = false; !full;) {
      const { code, stderr } = await workspace.produce('items', records(4000, 60 + acknowledged / 4000))
      const appended = /appended ([\d,]+) records/.exec(stderr)?.[1] ?? '0'
      acknowledged += Number(appended.replaceAll(',', ''))
      full = code !== 0
      if (full) expect([69, 78]).toContain(code)
    }
    const ready = await fetch(`${url}/readyz`).catch(() => null)
    if (ready !== null) expect(ready.status).toBe(503)
    expect((await service.end('SIGTERM')).code).toBe(78)
    expect(service.stderr).toMatch(/error\[MV60(06|13)\]: .*(no space left|is full)/)

    disk.resize('64m')
    expect((await workspace.once(views)).code).toBe(0)
    const [topic] = (await workspace.matview(['topics'])).stdout.split('\n')
    const { records: kept } = JSON.parse(topic!) as { records: number }
    expect(kept).toBeGreaterThanOrEqual(acknowledged)
    expect(await workspace.rows('item_page')).toHaveLength(Math.min(kept, 4000))
  })

  async function expectRowsOfAll(count: number, width: number): Promise<void> {
    expect(await workspace.rows('item_page')).toHaveLength(count)
    const perTeam = count / 10
    expect(await workspace.rows('teams')).toEqual(
      Array.from({ length: 10 }, (_, team) => {
        const n = perTeam * team + (10 * perTeam * (perTeam - 1)) / 2
        const most = count - 10 + team
        return `{"team":"${'t'.repeat(width)}${team}","items":${perTeam},"n":${n},"most":${most}}`
      }),
    )
  }
})

test('a lock file left by a process that died, or with nonsense in it, does no harm', async () => {
  mkdirSync(workspace.state)
  for (const lock of [
    '',
    'nonsense',
    '{"pid":999999999,"started":"then","command":"x","url":null,"control":null}',
  ]) {
    writeFileSync(join(workspace.state, 'lock.json'), lock)
    expect((await workspace.once(views)).code).toBe(0)
  }
})
