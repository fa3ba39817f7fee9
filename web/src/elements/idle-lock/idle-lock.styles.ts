import { css } from 'lit'
import { base, controls } from '../../styles/shared.ts'
import { dialog } from '../ask-dialog/dialog.styles.ts'

export const styles = [
  base,
  controls,
  dialog,
  css`
    :host {
      min-height: 100vh;
      background: var(--paper);
    }

    wa-dialog {
      --wa-color-overlay-modal: transparent;
    }

    .brand {
      padding: 0.45rem var(--gutter) 0.9rem;
      background: var(--brand);
      color: var(--brand-ink);
      font-size: 1.0625rem;
      font-weight: 750;
      letter-spacing: -0.01em;
    }
  `,
]
