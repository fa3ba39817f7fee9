import { css } from 'lit'
import { drawing } from '../../styles/drawing.ts'
import { base } from '../../styles/shared.ts'

export const styles = [
  base,
  drawing,
  css`
    svg {
      overflow: visible;
    }

    .tick {
      stroke: var(--rule);
    }

    .name {
      fill: var(--ink);
    }

    .run {
      fill: var(--action);
    }

    .run.push {
      fill: var(--needs);
    }

    .run.other {
      fill: var(--card);
      stroke: var(--rule-strong);
      stroke-dasharray: 3 2;
    }

    .billed {
      stroke: var(--card);
    }

    .billed.first {
      fill: var(--brand-wash);
      stroke: var(--action);
    }

    .billed.further {
      fill: color-mix(in srgb, var(--action) 22%, var(--card));
      stroke: var(--action);
    }

    .label.in {
      fill: var(--ink);
      font-family: var(--mono);
    }

    .key.first {
      border-color: var(--action);
      background: var(--brand-wash);
    }

    .key.further {
      border-color: var(--action);
      background: color-mix(in srgb, var(--action) 22%, var(--card));
    }

    @media (forced-colors: active) {
      .tick,
      .billed {
        stroke: CanvasText;
      }

      .run,
      .run.push {
        fill: CanvasText;
      }

      .run.other,
      .billed.first,
      .billed.further {
        fill: Canvas;
        stroke: CanvasText;
      }

      .label.in,
      .name {
        fill: CanvasText;
      }

      .key.first,
      .key.further {
        background: Canvas;
      }
    }

    @media print {
      .run {
        fill: #555;
      }
    }
  `,
]
