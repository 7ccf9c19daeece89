import { defineConfig } from 'vitest/config'

const project = (name: string, timeoutSeconds: number) => ({
  test: {
    name,
    include: [`test/${name}/**/*.test.ts`],
    testTimeout: timeoutSeconds * 1000,
    hookTimeout: timeoutSeconds * 1000,
  },
})

export default defineConfig({
  test: {
    projects: [project('unit', 20), project('golden', 20), project('oracle', 300), project('e2e', 300), project('fault', 600)],
  },
})
