/**
 * Law 1 and 2 for every shipped view: random changes to their sources; after every step each view equals PostgreSQL's
 * answer, and the state does not depend on the cuts into steps. Replay with MATVIEW_SEED; more with MATVIEW_ORACLE_HISTORIES.
 */
import { readdirSync, readFileSync } from 'node:fs'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { valueOf } from '../support/oracle/expressions.ts'
import {
  generateHistory,
  type HistoryOptions,
  type HistorySource,
} from '../support/oracle/generate-history.ts'
import { type OracleColumn, type OracleSource, readProgram } from '../support/oracle/program.ts'
import { Random, seedOfRun } from '../support/oracle/random.ts'
import { runCase } from '../support/oracle/run-case.ts'
import { type Postgres, startPostgres } from '../support/postgres.ts'

const HISTORIES = Number(process.env.MATVIEW_ORACLE_HISTORIES ?? 3)

interface Shipped {
  readonly folder: string
  /** By column: the ids that it shares with other columns. */
  readonly domains: Readonly<Record<string, string>>
  /** By column: values that matter to the views; others are any of the type. */
  readonly values: Readonly<Record<string, (random: Random) => string>>
}

const cents = (random: Random) => random.pick(['0.99', '1.99', '0.00', '12.50'])
const minutes = (random: Random) => String(random.between(-20, 90))
const timeOfDay = (random: Random) => `2013-02-07 1${random.between(1, 4)}:${random.between(10, 59)}:00+00`

const SHIPPED: readonly Shipped[] = [
  {
    folder: 'views',
    domains: {
      ...{ userId: 'user', followerId: 'user', followeeId: 'user', tweetId: 'tweet' },
      ...{ followId: 'follow', likeId: 'like', listId: 'list', momentId: 'moment' },
    },
    values: {},
  },
  {
    folder: 'examples/flights',
    domains: {
      ...{
        flightId: 'flight',
        carrier: 'carrier',
        tailnum: 'plane',
        faa: 'airport',
        origin: 'airport',
        dest: 'airport',
      },
      ...{ hour: 'hour', flightDate: 'day' },
    },
    values: {
      status: random => random.pick(['scheduled', 'departed', 'arrived', 'cancelled']),
      scheduledDeparture: timeOfDay,
      departedAt: timeOfDay,
      arrivedAt: timeOfDay,
      departureDelay: minutes,
      arrivalDelay: minutes,
    },
  },
  {
    folder: 'examples/chinook',
    domains: {
      ...{ artistId: 'artist', albumId: 'album', genreId: 'genre', mediaTypeId: 'media', trackId: 'track' },
      ...{ playlistId: 'playlist', employeeId: 'employee', reportsTo: 'employee', supportRepId: 'employee' },
      ...{ customerId: 'customer', invoiceId: 'invoice', invoiceLineId: 'line' },
    },
    values: {
      unitPrice: cents,
      total: cents,
      country: random => random.pick(['Brazil', 'Norway']),
      quantity: random => String(random.between(1, 3)),
    },
  },
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

function withDomains(source: OracleSource, { domains }: Shipped): HistorySource {
  return { ...source, domains: source.columns.map(({ name }) => domains[name] ?? null) }
}

function optionsOf({ values }: Shipped): HistoryOptions {
  const value = (_: OracleSource, { name, type }: OracleColumn, random: Random) =>
    values[name]?.(random) ?? valueOf(type, random)
  return { steps: 60, stepSize: 12, ids: 4, value }
}

test.for(SHIPPED)('views of $folder', async (shipped, context) => {
  if (postgres === null) return context.skip('no PostgreSQL on this machine')
  const program = programOf(shipped.folder)
  const sources = readProgram(program).sources.map(source => withDomains(source, shipped))
  for (let i = 0; i < HISTORIES; i++) {
    const seed = `${seedOfRun()}/${shipped.folder}/${i}`
    const steps = generateHistory(new Random(seed), sources, optionsOf(shipped))
    expect(await runCase(postgres, { program, steps }), `seed ${seed}`).toBeNull()
  }
})
