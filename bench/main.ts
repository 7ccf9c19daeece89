/**
 * The benchmark: the view `user_information` on a real Kafka, all of it on this machine.
 *
 *   npm run bench -- [SCENARIO…] [--records N] [--users N] [--seconds N] [--seed N] [--rival] [--cpu-prof]
 *
 * Scenarios: catch-up (always, the others need it), reads, freshness, restart; without any: all. See docs/performance.md.
 */
import { mkdirSync } from 'node:fs'
import { cpus, loadavg, totalmem } from 'node:os'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { startKafka, type TestKafka } from '../test/support/kafka.ts'
import { makeTempDir, removeDir } from '../test/support/temp-dir.ts'
import { kafkaStreams, matview, type Contender } from './contenders.ts'
import { renderTables, writeLine, type ContenderResult, type Result } from './report.ts'
import { Session } from './session.ts'

const scenarios = ['catch-up', 'reads', 'freshness', 'restart'] as const
type Scenario = (typeof scenarios)[number]

const out = fileURLToPath(new URL('out', import.meta.url))
const options = readOptions()
const contenders = [matview(options.nodeOptions), ...(options.rival ? kafkaStreams() : [])]
const machine = { cpu: cpus()[0]!.model, cores: cpus().length, memoryGb: Math.round(totalmem() / 1e9) }

let broker: TestKafka | null = null
process.on('SIGINT', () => void stopWith(130))
process.on('SIGTERM', () => void stopWith(143))

const results: ContenderResult[] = []
for (const contender of contenders) await measure(contender)
process.stdout.write(`\n${renderTables(results)}`)
process.exitCode = results.some(({ result }) => result.compared.wrong > 0) ? 1 : 0

/** Takes one contender through the scenarios. */
async function measure(contender: Contender): Promise<void> {
  const kafka = (broker = await startKafka())
  if (kafka === null) throw new Error('this benchmark needs Kafka')
  const folder = makeTempDir()
  try {
    say(`${contender.name}: loading ${options.records} records`)
    const session = await Session.open(contender, { ...options, brokers: kafka.brokers, folder })
    try {
      for (const scenario of scenarios) {
        if (!options.scenarios.has(scenario)) continue
        say(`${contender.name}: ${scenario}`)
        report(contender, await run(session, scenario))
      }
    } finally {
      await session.close()
    }
  } finally {
    await kafka.stop()
    removeDir(folder)
  }
}

async function run(session: Session, scenario: Scenario): Promise<Result> {
  switch (scenario) {
    case 'catch-up':
      return { scenario, ...(await session.catchUp()) }
    case 'reads':
      return { scenario, ...(await session.reads()) }
    case 'freshness':
      return { scenario, ...(await session.freshness()) }
    case 'restart':
      return { scenario, ...(await session.restart()) }
  }
}

/** Ends early, without leaving processes behind: the service ends with this process. */
async function stopWith(exitCode: number): Promise<void> {
  await broker?.stop()
  process.exit(exitCode)
}

function report({ name }: Contender, result: Result): void {
  results.push({ contender: name, result })
  const { records, users, seed, seconds } = options
  const run = { at: new Date().toISOString(), machine, load: loadavg(), node: process.version }
  const line = { contender: name, ...result, options: { records, users, seed, seconds }, ...run }
  writeLine(`${out}/results.ndjson`, line)
  for (const sample of result.compared.samples) say(`wrong row ${sample}`)
}

function say(text: string): void {
  process.stderr.write(`${text}\n`)
}

function readOptions() {
  const { positionals, values } = parseArgs({
    allowPositionals: true,
    options: {
      records: { type: 'string', default: '1000000' },
      users: { type: 'string', default: '100000' },
      seconds: { type: 'string', default: '30' },
      seed: { type: 'string', default: '1' },
      rival: { type: 'boolean', default: false },
      'cpu-prof': { type: 'boolean', default: false },
    },
  })
  const unknown = positionals.find(name => !scenarios.some(scenario => scenario === name))
  if (unknown !== undefined) throw new Error(`no scenario \`${unknown}\`; there are ${scenarios.join(', ')}`)
  const wanted = positionals.length === 0 ? scenarios : ['catch-up', ...positionals]
  const profiles = `${out}/profiles`
  if (values['cpu-prof']) mkdirSync(profiles, { recursive: true })
  return {
    scenarios: new Set<string>(wanted),
    records: count(values.records),
    users: count(values.users),
    seconds: count(values.seconds),
    seed: Number(values.seed),
    rival: values.rival,
    nodeOptions: values['cpu-prof'] ? ['--cpu-prof', `--cpu-prof-dir=${profiles}`] : [],
  }
}

function count(text: string): number {
  const value = Number(text)
  if (!Number.isInteger(value) || value <= 0) throw new Error(`\`${text}\` is not a whole number above 0`)
  return value
}
