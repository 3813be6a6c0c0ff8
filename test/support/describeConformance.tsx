/** What every public component promises: its ref, its root, what is passed through, and no axe violation. */
import { render, screen } from '@testing-library/react';
import axe from 'axe-core';
import { createRef } from 'react';
import type { ReactElement, RefAttributes } from 'react';
import { describe, expect, it } from 'vitest';
import { withBackend } from './withBackend';

export interface ConformanceOptions {
  readonly slot: string;
  readonly rootTag: string;
  /** Resolves once the component has settled. */
  readonly settled: () => Promise<unknown>;
  readonly create: (
    props: RefAttributes<HTMLElement> & {
      readonly className?: string;
      readonly title?: string;
      readonly 'data-host'?: string;
    },
  ) => ReactElement;
}

export function describeConformance(name: string, { slot, rootTag, settled, create }: ConformanceOptions): void {
  describe(`${name} as a public component`, () => {
    it('gives its root to the ref, and names the root by slot', async () => {
      const ref = createRef<HTMLElement>();
      render(create({ ref }), { wrapper: withBackend().Wrapper });
      await settled();
      expect(ref.current?.tagName).toBe(rootTag.toUpperCase());
      expect(ref.current).toHaveAttribute('data-slot', slot);
      expect(ref.current).toHaveAttribute('data-state');
    });

    it('keeps its own classes when it is given one, and puts that last', async () => {
      const ref = createRef<HTMLElement>();
      render(create({ ref, className: 'of-the-host' }), { wrapper: withBackend().Wrapper });
      await settled();
      expect(ref.current?.className).toMatch(/^rss:.* of-the-host$/);
    });

    it('passes other attributes to the root', async () => {
      const ref = createRef<HTMLElement>();
      render(create({ ref, title: 'A title', 'data-host': 'yes' }), { wrapper: withBackend().Wrapper });
      await settled();
      expect(ref.current).toHaveAttribute('title', 'A title');
      expect(ref.current).toHaveAttribute('data-host', 'yes');
    });

    it('has no axe violation', async () => {
      render(<main>{create({})}</main>, { wrapper: withBackend().Wrapper });
      await settled();
      /** Contrast needs real rendering: the stories check it in Chromium. */
      const { violations } = await axe.run(screen.getByRole('main'), {
        rules: { 'color-contrast': { enabled: false } },
      });
      expect(violations).toEqual([]);
    });
  });
}
