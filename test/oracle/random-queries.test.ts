/**
 * Law 1 and 2: for random programs and histories, after every step each view equals what PostgreSQL answers over the same
 * input, and the state does not depend on the cuts into steps.
 *
 *   MATVIEW_SEED=1 MATVIEW_ORACLE_PROGRAMS=1000 npx vitest run --project oracle test/oracle/random-queries.test.ts
 *
 * What fails is made smaller and written to test/.out/; move it to test/oracle/regressions/ and it is tried from then on.
 */
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Form, FORMS } from '../support/oracle/forms.ts'
import { generateHistory } from '../support/oracle/generate-history.ts'
import { generateProgram } from '../support/oracle/generate-program.ts'
import { type Model, printModel } from '../support/oracle/model.ts'
import { readProgram } from '../support/oracle/program.ts'
import { Random, seedOfRun } from '../support/oracle/random.ts'
import { type Failure, type OracleCase, runCase } from '../support/oracle/run-case.ts'
import { shrink, type Shrinkable } from '../support/oracle/shrink.ts'
import { type Postgres, startPostgres } from '../support/postgres.ts'

const PROGRAMS = Number(process.env.MATVIEW_ORACLE_PROGRAMS ?? 400)
/** In so many programs each form occurs in several. */
const ENOUGH = 100
/** At most so many of the programs may be ones that PostgreSQL refuses (a value out of range, say). */
const REFUSED_SHARE = 0.1
const REGRESSIONS = 'test/oracle/regressions'

let postgres: Postgres | null = null
beforeAll(async () => {
  postgres = await startPostgres()
})
afterAll(() => postgres?.stop())

function generate(seed: string): Shrinkable & { readonly forms: ReadonlySet<Form> } {
  const random = new Random(seed)
  const { model, forms } = generateProgram(random)
  const domains = new Map(
    model.sources.map(({ name, columns }) => [name, columns.map(({ domain }) => domain)]),
  )
  const sources = readProgram(printModel(model)).sources.map(source => ({
    ...source,
    domains: domains.get(source.name)!,
  }))
  const steps = generateHistory(random, sources, {
    steps: random.between(8, 24),
    stepSize: 8,
    ids: random.between(2, 4),
  })
  return { model, steps, forms }
}

function printed({ model, steps }: { model: Model; steps: OracleCase['steps'] }): OracleCase {
  return { program: printModel(model), steps }
}

/** Makes the case smaller, writes it to a file and says what is wrong. */
async function report(server: Postgres, seed: string, found: Shrinkable, failure: Failure): Promise<string> {
  const alike = async (smaller: Shrinkable) => sameFailure(await runCase(server, printed(smaller)), failure)
  const small = printed(await shrink(found, alike))
  const last = (await runCase(server, small)) ?? failure
  mkdirSync('test/.out', { recursive: true })
  const file = `test/.out/oracle-${seed}.json`
  writeFileSync(file, `${JSON.stringify(small, null, 1)}\n`)
  return `seed ${seed}, ${last.kind}: ${last.message}\n\n${small.program}\n${JSON.stringify(small.steps)}\n→ ${file}`
}

/** Programs that are refused, or steps that fail, must be so for the same reason, or shrinking goes astray. */
function sameFailure(found: Failure | null, wanted: Failure): boolean {
  const reason = ({ kind, message }: Failure) =>
    kind === 'rejected'
      ? message.slice(0, 6)
      : kind === 'engine'
        ? message.replace(/^[^:]*: /, '').slice(0, 40)
        : ''
  return found !== null && found.kind === wanted.kind && reason(found) === reason(wanted)
}

test(`${PROGRAMS} random programs`, async context => {
  if (postgres === null) return context.skip('no PostgreSQL on this machine')
  const seed = seedOfRun()
  const refused: string[] = []
  const programsWith = new Map(FORMS.map(form => [form, 0]))
  for (let i = 0; i < PROGRAMS; i++) {
    const found = generate(`${seed}/${i}`)
    const failure = await runCase(postgres, printed(found))
    if (failure === null) for (const form of found.forms) programsWith.set(form, programsWith.get(form)! + 1)
    if (failure?.kind === 'oracle') refused.push(failure.message)
    else if (failure !== null) expect.fail(await report(postgres, `${seed}-${i}`, found, failure))
  }
  expect(
    refused.length,
    `PostgreSQL refused (seed ${seed}):\n${refused.slice(0, 5).join('\n')}`,
  ).toBeLessThanOrEqual(Math.max(1, PROGRAMS * REFUSED_SHARE))
  if (PROGRAMS >= ENOUGH) expect(FORMS.filter(form => programsWith.get(form) === 0)).toEqual([])
})

const regressions = readdirSync(REGRESSIONS).filter(file => file.endsWith('.json'))

test.for(regressions)('regression %s', async (file, context) => {
  if (postgres === null) return context.skip('no PostgreSQL on this machine')
  const oracleCase = JSON.parse(readFileSync(`${REGRESSIONS}/${file}`, 'utf8')) as OracleCase
  expect(await runCase(postgres, oracleCase)).toBeNull()
})
