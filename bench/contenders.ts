/** What is measured: matview, and the same view as a Kafka Streams service with two settings. */
import { execFileSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'

export interface Contender {
  readonly name: string
  /** Wrong rows count as wrong when they have not changed for so long: more than two commit intervals. */
  readonly patienceMs: number
  /** How often a kill and restart is measured. */
  readonly restarts: number
  /** The command that serves the view. It may keep its state in `stateDir` and must listen on loopback. */
  command(at: { brokers: string; port: number; stateDir: string }): string[]
}

const root = fileURLToPath(new URL('..', import.meta.url))
const rivalHome = fileURLToPath(new URL('kafka-streams', import.meta.url))
const rivalBuild = fileURLToPath(new URL('out/kafka-streams', import.meta.url))

/** matview from `dist/`, with more options of Node if any. */
export function matview(nodeOptions: readonly string[]): Contender {
  return {
    name: 'matview',
    patienceMs: 5_000,
    restarts: 3,
    command: ({ brokers, port, stateDir }) => [
      process.execPath,
      ...nodeOptions,
      `${root}bin/matview.js`,
      ...['run', `${root}views/user_information.view`, '--brokers', brokers],
      ...['--host', '127.0.0.1', '--port', String(port), '--state-dir', stateDir],
    ],
  }
}

/** Builds the rival with Maven and gives it with its default settings and tuned for freshness. */
export function kafkaStreams(): Contender[] {
  execFileSync('mvn', ['-q', '-B', '-f', `${rivalHome}/pom.xml`, 'process-classes'], { stdio: 'inherit' })
  return [
    kafkaStreamsWith('Kafka Streams, default', []),
    kafkaStreamsWith('Kafka Streams, tuned', ['statestore.cache.max.bytes=0', 'commit.interval.ms=100']),
  ]
}

function kafkaStreamsWith(name: string, settings: readonly string[]): Contender {
  return {
    name,
    patienceMs: 75_000,
    restarts: 1,
    command: ({ brokers, port, stateDir }) => [
      'java',
      ...['-Xms1g', '-Xmx2g', '-XX:+UseParallelGC', '-Dsun.net.httpserver.nodelay=true'],
      '-Dorg.slf4j.simpleLogger.defaultLogLevel=warn',
      ...['-cp', `${rivalBuild}/classes:${rivalBuild}/lib/*`, 'Service'],
      ...['application.id=bench', `bootstrap.servers=${brokers}`, `state.dir=${stateDir}`],
      ...[`http.port=${port}`, ...settings],
    ],
  }
}
