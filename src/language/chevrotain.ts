/**
 * Chevrotain, loaded fast: its package entry pulls in some 600 small modules (0.3 s of every start), while the bundle that
 * is shipped beside it is the same code in one file (20 ms). Where there is no such bundle the entry is loaded.
 */
import type * as Chevrotain from 'chevrotain'

async function load(): Promise<typeof Chevrotain> {
  try {
    const bundle = new URL('../chevrotain.mjs', import.meta.resolve('chevrotain'))
    return (await import(bundle.href)) as typeof Chevrotain
  } catch {
    return import('chevrotain')
  }
}

export const { createToken, CstParser, EOF, Lexer, NotAllInputParsedException } = await load()
