import { expect, test } from 'vitest'
import { readAcknowledgment } from './acknowledgment.ts'

const MSH = 'MSH|^~\\&|BILLING|RIV|DOSELINE|RIV|20260302||ACK^P03|1|P|2.5.1'

test.each(['AA', 'AE', 'AR', 'CA', 'CE', 'CR'])('%s is read with the control id it is about', (code) => {
  expect(readAcknowledgment(`${MSH}\rMSA|${code}|77\r`)).toEqual({ code, of: '77', words: '' })
})

test('the words of a refusal are those of MSA and of every ERR, unescaped', () => {
  const text = `${MSH}\rMSA|AE|77|Charge refused\rERR||FT1^1^7|103^Table value not found|E||||Code J3397 \\T\\ JW is not in the CDM\r`
  expect(readAcknowledgment(text)?.words).toBe(
    'Charge refused; FT1-7: 103 Table value not found: Code J3397 & JW is not in the CDM',
  )
})

test('an ERR of version 2.3.1 says its place and code in one field', () => {
  expect(readAcknowledgment(`${MSH}\rMSA|AR|77\rERR|FT1^1^7^103\r`)?.words).toBe('FT1 1 7 103')
})

test('a receiver with other separators and line feeds is understood', () => {
  expect(readAcknowledgment('MSH$*~\\&$B\nMSA$AA$77\n')).toMatchObject({ code: 'AA', of: '77' })
})

test.each(['', 'hello', `${MSH}\r`, `${MSH}\rMSA|OK|77\r`, 'MSA|AA|77\r'])('%j is no acknowledgment', (text) => {
  expect(readAcknowledgment(text)).toBeUndefined()
})
