/**
 * Chevrotain, loaded fast: its package entry pulls in some 600 small modules (0.3 s of every start), while the bundle that
 * is shipped beside it is the same code in one file (20 ms). Where there is no such bundle the entry is loaded.
 */
type Chevrotain = typeof import('chevrotain')

async function load(): Promise<Chevrotain> {
  try {
    const bundle = new URL('../chevrotain.mjs', import.meta.resolve('chevrotain'))
    return (await import(bundle.href)) as Chevrotain
  } catch {
    return import('chevrotain')
  }
}

export const { createToken, CstParser, EOF, Lexer, NotAllInputParsedException } = await load()
