/** The options that several commands share. Each may also be given as an environment variable `MATVIEW_…`. */
import { Argument, InvalidArgumentError, Option } from 'commander'
import { topicNameProblem } from '../log/topic-name.ts'

const OFF = ['', '0', 'false', 'no', 'off']

/** A switch. As an environment variable it is on unless it says 0, false, no or off. */
function flag(flags: string, description: string, env: string): Option {
  const option = new Option(flags, description)
  const given = process.env[env]
  return given !== undefined && OFF.includes(given.toLowerCase()) ? option : option.env(env)
}

export function formatOption(choices: readonly string[]): Option {
  return new Option('--format <format>', 'how to print it')
    .choices(choices)
    .default('text')
    .env('MATVIEW_FORMAT')
}

export const checkOption = (): Option =>
  flag(
    '--check',
    'write nothing; name the files that would change, and end with 1 if there are any',
    'MATVIEW_CHECK',
  )

export const passesOption = (): Option =>
  flag(
    '--passes',
    'show the logical plan of each view instead, as written and after each pass that changes it',
    'MATVIEW_PASSES',
  )

export const outputOption = (): Option =>
  new Option('-o, --output <file>', 'write to this file instead of stdout').env('MATVIEW_OUTPUT')

export const stateDirOption = (): Option =>
  new Option('--state-dir <dir>', 'where the state and the embedded log are')
    .default('.matview')
    .env('MATVIEW_STATE_DIR')

export const brokersOption = (): Option =>
  new Option('--brokers <host:port,…>', 'Kafka brokers; without, the embedded log in the state directory')
    .argParser(parseBrokers)
    .env('MATVIEW_BROKERS')

export const hostOption = (): Option =>
  new Option('--host <address>', 'address to listen on').default('127.0.0.1').env('MATVIEW_HOST')

export const portOption = (): Option =>
  new Option('--port <port>', 'port to listen on, 0 for a free one')
    .default(8080)
    .argParser(parseNumber(0, 65535))
    .env('MATVIEW_PORT')

export const loadOption = (): Option =>
  new Option('--load <dir>', 'append each DIR/<topic>.ndjson[.gz] to its topic, once; may be given again')
    .argParser((dir: string, before: readonly string[] | undefined) => [...(before ?? []), dir])
    .env('MATVIEW_LOAD')

export const onceOption = (description: string): Option => flag('--once', description, 'MATVIEW_ONCE')

export const rebuildOption = (): Option =>
  flag('--rebuild', 'drop the state, keep the log, and compute the views again', 'MATVIEW_REBUILD')

export const createTopicsOption = (): Option =>
  flag(
    '--create-topics',
    'make missing topics in Kafka (the embedded log always does)',
    'MATVIEW_CREATE_TOPICS',
  )

export const partitionsOption = (): Option =>
  new Option('--partitions <count>', 'partitions of a topic that is made')
    .default(1)
    .argParser(parseNumber(1, 10_000))
    .env('MATVIEW_PARTITIONS')

export const failureGraceOption = (): Option =>
  new Option(
    '--failure-grace <seconds>',
    'after a failure, how long /readyz still says why before the process ends',
  )
    .default(5)
    .argParser(parseNumber(0, 86_400))
    .env('MATVIEW_FAILURE_GRACE')

export const fromBeginningOption = (): Option =>
  flag('--from-beginning', 'start with the first record there is', 'MATVIEW_FROM_BEGINNING')

export const urlOption = (): Option =>
  new Option('--url <url>', 'ask the server at this URL').env('MATVIEW_URL')

export const topicArgument = (): Argument =>
  new Argument('<topic>').argParser((name: string) => {
    const problem = topicNameProblem(name)
    if (problem === null) return name
    throw new InvalidArgumentError(`It cannot be the name of a topic: ${problem}.`)
  })

function parseBrokers(text: string): string[] {
  const brokers = text.split(',').map(broker => broker.trim())
  for (const broker of brokers) {
    if (!/^(\[[^\]]+\]|[^\s:]+):\d{1,5}$/.test(broker))
      throw new InvalidArgumentError(`\`${broker}\` is not host:port.`)
  }
  return brokers
}

function parseNumber(min: number, max: number): (text: string) => number {
  return text => {
    const value = Number(text)
    if (/^\d+$/.test(text) && value >= min && value <= max) return value
    throw new InvalidArgumentError(`It must be a whole number from ${min} to ${max}.`)
  }
}
