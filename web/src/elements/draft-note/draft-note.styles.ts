import { css } from 'lit'
import { base, controls } from '../../styles/shared.ts'

export const styles = [
  base,
  controls,
  css`
    p {
      display: flex;
      flex-wrap: wrap;
      align-items: center;
      gap: 0 0.5rem;
      padding: 0.2rem var(--gutter);
      background: var(--stated-wash);
      border-block-end: 1px solid color-mix(in srgb, var(--stated) 40%, transparent);
    }
  `,
]
