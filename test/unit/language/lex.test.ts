import { describe, expect, test } from 'vitest'
import { Diagnostics } from '../../../src/diagnostics/diagnostic.ts'
import { lex } from '../../../src/language/lex.ts'

function tokensOf(text: string): string[] {
  const diagnostics = new Diagnostics()
  const { tokens } = lex({ name: 'test.view', text }, diagnostics)
  return [
    ...tokens.map(token => `${token.tokenType.name} ${token.image}`),
    ...diagnostics.list.map(({ code, span }) => `${code}@${span!.start}-${span!.end}`),
  ]
}

describe('lex', () => {
  test.each([
    ['a b_1 c$', ['Word a', 'Word b_1', 'Word c$']],
    ['a.b', ['Word a', 'Dot .', 'Word b']],
    ['1. .5 1e5 2.5E-3 10', ['1.', '.5', '1e5', '2.5E-3', '10'].map(number => `NumberLiteral ${number}`)],
    ['select Select SELECT', ['SELECT select', 'SELECT Select', 'SELECT SELECT']],
    ['selected as_ order2', ['Word selected', 'Word as_', 'Word order2']],
    ['größe 名前 _x Ünï', ['Word größe', 'Word 名前', 'Word _x', 'Word Ünï']],
    ['a -- b\nc --', ['Word a', 'Word c']],
    ['a /* b /* c */ d */ e', ['Word a', 'Word e']],
    ['a/**/b', ['Word a', 'Word b']],
    [
      "'' 'it''s' '''' 'a\nb'",
      ["StringLiteral ''", "StringLiteral 'it''s'", "StringLiteral ''''", "StringLiteral 'a\nb'"],
    ],
    ['"a""b" """"', ['QuotedName "a""b"', 'QuotedName """"']],
    ['a::b', ['Word a', 'Colons ::', 'Word b']],
    [
      '<><=>=<>!==||',
      [
        'NotEqual <>',
        'LessEqual <=',
        'GreaterEqual >=',
        'NotEqual <>',
        'NotEqual !=',
        'Equal =',
        'Concat ||',
      ],
    ],
    ['\uFEFFa\u00A0b', ['Word a', 'Word b']],
    ['a\r\n\tb', ['Word a', 'Word b']],
  ])('%j', (text, expected) => {
    expect(tokensOf(text)).toEqual(expected)
  })

  test.each([
    ["a 'b", ['Word a', 'MV1003@2-3']],
    ['a "b', ['Word a', 'MV1003@2-3']],
    ['a /* b /* c */ d', ['Word a', 'MV1003@2-4']],
    ["'a''b", ['MV1003@0-1']],
    ['a § b', ['Word a', 'Word b', 'MV1002@2-3']],
    ['a 😀 b', ['Word a', 'Word b', 'MV1002@2-4']],
    ['a §§§ b ! c', ['Word a', 'Word b', 'Word c', 'MV1002@2-3']],
    ['§\n§', ['MV1002@0-1', 'MV1002@2-3']],
    ['""', ['QuotedName ""', 'MV1009@0-2']],
    ['1abc', ['NumberLiteral 1', 'Word abc', 'MV1009@0-4']],
    ['1AND', ['NumberLiteral 1', 'AND AND', 'MV1009@0-4']],
    ['0x1F', ['NumberLiteral 0', 'Word x1F', 'MV1009@0-4']],
  ])('reports %j', (text, expected) => {
    expect(tokensOf(text)).toEqual(expected)
  })

  test('an unclosed string is sought on the line where strings turn inside out', () => {
    const text = "x = 'a';\nWITH (topic = 'users, format = 'JSON');\ny = 'b';\n"
    expect(tokensOf(text).filter(token => token.startsWith('MV'))).toEqual(['MV1003@23-24'])
  })

  test('without such a line it is the first string that crosses a line', () => {
    const text = "a = 'one;\nb = 'two';\n"
    expect(tokensOf(text).filter(token => token.startsWith('MV'))).toEqual(['MV1003@4-5'])
  })
})
