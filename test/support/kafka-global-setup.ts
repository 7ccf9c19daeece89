/** One broker for all test files of a run. Tests take its address with `inject('kafka')`; null means there is none. */
import type { TestProject } from 'vitest/node'
import { startKafka, type TestKafka } from './kafka.ts'

declare module 'vitest' {
  interface ProvidedContext {
    kafka: string | null
  }
}

/** Each project of vitest loads this file anew; only the global object is shared. */
const shared = globalThis as { matviewTestKafka?: Promise<TestKafka | null> | undefined }

export async function setup(project: TestProject): Promise<void> {
  shared.matviewTestKafka ??= startKafka()
  const kafka = await shared.matviewTestKafka
  project.provide('kafka', kafka?.brokers ?? null)
}

export async function teardown(): Promise<void> {
  const kafka = await shared.matviewTestKafka
  shared.matviewTestKafka = undefined
  await kafka?.stop()
}
