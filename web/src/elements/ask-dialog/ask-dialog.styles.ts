import { css } from 'lit'
import { base, controls } from '../../styles/shared.ts'
import { dialog } from './dialog.styles.ts'

export const styles = [
  base,
  controls,
  dialog,
  css`
    @media print {
      :host {
        display: none;
      }
    }
  `,
]
