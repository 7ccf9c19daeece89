import { defineConfig } from 'vitest/config'

/** Tests of these projects share one Kafka broker a project. */
const kafka = './test/support/kafka-global-setup.ts'

const project = (name: string, timeoutSeconds: number, globalSetup: string[] = []) => ({
  test: {
    name,
    include: [`test/${name}/**/*.test.ts`],
    testTimeout: timeoutSeconds * 1000,
    hookTimeout: timeoutSeconds * 1000,
    globalSetup,
  },
})

export default defineConfig({
  test: {
    projects: [
      project('unit', 30),
      project('golden', 30),
      project('oracle', 300),
      project('e2e', 300, [kafka]),
      project('fault', 600, [kafka]),
    ],
  },
})
