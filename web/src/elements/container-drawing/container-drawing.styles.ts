import { css } from 'lit'
import { drawing } from '../../styles/drawing.ts'
import { base } from '../../styles/shared.ts'

export const styles = [
  base,
  drawing,
  css`
    .glass {
      fill: none;
      stroke: var(--rule-strong);
      stroke-width: 1.5;
    }

    .cap {
      fill: var(--rule-strong);
    }

    rect.administered {
      fill: var(--action);
    }

    rect.discarded {
      fill: url(#hatch);
    }

    rect.hatch {
      fill: var(--needs);
    }

    .administered .key {
      background: var(--action);
    }

    .discarded .key {
      background: repeating-linear-gradient(45deg, var(--needs) 0 2px, transparent 2px 4px);
    }

    .unrecorded dd {
      color: var(--not-ready);
    }

    @media (forced-colors: active) {
      .glass {
        stroke: CanvasText;
      }

      .cap,
      rect.hatch {
        fill: CanvasText;
      }

      rect.administered {
        fill: Highlight;
      }

      .administered .key {
        background: Highlight;
      }

      .discarded .key {
        background: repeating-linear-gradient(45deg, CanvasText 0 2px, Canvas 2px 4px);
      }
    }

    @media print {
      rect.administered {
        fill: #555;
      }

      rect.hatch {
        fill: #000;
      }

      .administered .key {
        background: #555;
      }
    }
  `,
]
