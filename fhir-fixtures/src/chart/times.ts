/** An instant of a day: `2026-03-02` at `09:30-05:00`, later (or, negative, earlier) by some minutes of that day. */
export function instant(day: string, at: string, minutesLater = 0): string {
  const [clock = '', offset = ''] = [at.slice(0, 5), at.slice(5)]
  const minutes = Number(clock.slice(0, 2)) * 60 + Number(clock.slice(3)) + minutesLater
  if (minutes < 0 || minutes >= 24 * 60) throw new Error(`${day} ${at} ${minutesLater} min is another day`)
  const two = (number: number): string => String(number).padStart(2, '0')
  return `${day}T${two(Math.floor(minutes / 60))}:${two(minutes % 60)}:00${offset}`
}
