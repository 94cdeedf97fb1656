import { defineConfig } from 'vitest/config'

const excluded = ['**/node_modules/**']

// One project per tier of the test pyramid; a file's suffix decides its tier.
export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'unit',
          // Unit tests share modules, not state: loading these again for each file took three quarters of the time.
          isolate: false,
          include: ['**/*.test.ts'],
          exclude: [...excluded, '**/*.{property,integration,e2e}.test.ts']
        }
      },
      { test: { name: 'property', include: ['**/*.property.test.ts'], exclude: excluded, testTimeout: 300_000 } },
      {
        test: {
          name: 'integration',
          include: ['**/*.integration.test.ts'],
          exclude: excluded,
          globalSetup: ['./test/servers/global-setup.ts'],
          testTimeout: 60_000,
          hookTimeout: 60_000
        }
      },
      {
        test: {
          name: 'e2e',
          include: ['**/*.e2e.test.ts'],
          exclude: excluded,
          globalSetup: ['./test/servers/global-setup.ts'],
          fileParallelism: false,
          testTimeout: 300_000,
          hookTimeout: 120_000
        }
      }
    ]
  }
})
