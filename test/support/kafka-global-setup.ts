/** One broker for all test files of a run. Tests take its address with `inject('kafka')`; null means there is none. */
import type { TestProject } from 'vitest/node'
import { startKafka, type TestKafka } from './kafka.ts'

declare module 'vitest' {
  interface ProvidedContext {
    kafka: string | null
  }
}

let kafka: TestKafka | null = null

export async function setup(project: TestProject): Promise<void> {
  kafka = await startKafka()
  project.provide('kafka', kafka?.brokers ?? null)
}

export async function teardown(): Promise<void> {
  await kafka?.stop()
}
