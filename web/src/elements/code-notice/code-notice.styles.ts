import { css } from 'lit'
import { base } from '../../styles/shared.ts'

export const styles = [
  base,
  css`
    section {
      padding: 0.6rem 0.9rem;
      border: 1px solid color-mix(in srgb, var(--needs) 45%, transparent);
      border-radius: var(--radius);
      background: var(--needs-wash);
    }

    h2 {
      color: var(--needs);
      font-size: 0.9375rem;
    }
  `,
]
