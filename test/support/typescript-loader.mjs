/** Lets a plain Node process or thread import TypeScript: `node --import ./test/support/typescript-loader.mjs script.ts`. */
import { register } from 'node:module'

register('./typescript-hooks.mjs', import.meta.url)
