/**
 * The independent computations in test/support/expected against PostgreSQL, over the examples' data: what matview is
 * compared with elsewhere is itself right.
 */
import { readdirSync, readFileSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { expectedChinook } from '../support/expected/chinook.ts'
import { expectedFlights } from '../support/expected/flights.ts'
import { type ExampleRecord, latest, readExample } from '../support/expected/records.ts'
import { byKey, differences, type Rows } from '../support/expected/rows.ts'
import { expectedSocial } from '../support/expected/social.ts'
import { readView, setUp } from '../support/oracle/mirror.ts'
import { readProgram } from '../support/oracle/program.ts'
import { type Postgres, startPostgres } from '../support/postgres.ts'

const EXAMPLES = [
  { name: 'social', views: 'views', expected: expectedSocial },
  { name: 'flights', views: 'examples/flights', expected: expectedFlights },
  { name: 'chinook', views: 'examples/chinook', expected: expectedChinook },
]

let postgres: Postgres | null = null
beforeAll(async () => {
  postgres = await startPostgres()
})
afterAll(() => postgres?.stop())

function programOf(folder: string): string {
  const files = readdirSync(folder).filter(file => file.endsWith('.view'))
  return files.map(file => readFileSync(`${folder}/${file}`, 'utf8')).join('\n')
}

/** Fills the tables from the records, as PostgreSQL itself reads JSON. */
async function load(server: Postgres, source: string, rows: readonly object[]): Promise<void> {
  const json = JSON.stringify(rows)
  await server.query(
    `INSERT INTO ${source} SELECT * FROM jsonb_populate_recordset(NULL::${source}, $1::jsonb)`,
    [json],
  )
}

/** The record fields in lower case, as PostgreSQL knows its columns. */
function folded(records: readonly ExampleRecord[], topic: string): object[] {
  return latest(records, topic).map(row =>
    Object.fromEntries(Object.entries(row).map(([name, value]) => [name.toLowerCase(), value])),
  )
}

/** The key columns stand first in each of these views. */
function keyLength(id: string): number {
  return (JSON.parse(id) as unknown[]).length
}

describe.each(EXAMPLES)('$name', ({ name, views, expected }) => {
  test('expected rows are PostgreSQL’s', async context => {
    if (postgres === null) return context.skip('no PostgreSQL on this machine')
    const records = readExample(`examples/${name}`)
    const program = readProgram(programOf(views))
    await setUp(postgres, program)
    for (const { name: source, topic } of program.sources)
      await load(postgres, source, folded(records, topic))
    const rowsOfViews: ReadonlyMap<string, Rows> = expected(records)
    expect([...rowsOfViews.keys()].sort()).toEqual(program.views.map(view => view.name).sort())
    for (const [view, rows] of rowsOfViews) {
      const [first] = rows.values()
      const columns = first!.map(([column]) => column)
      const key = columns.slice(0, keyLength([...rows.keys()][0]!))
      const found = (await readView(postgres, view)).map(cells =>
        columns.map((column, i) => [column, cells[i]!] as const),
      )
      expect(rows.size).toBeGreaterThan(0)
      expect(differences(byKey(found, key), rows)).toEqual([])
    }
  })
})
